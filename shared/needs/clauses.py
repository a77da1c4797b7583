"""Clauses: the parts of what somebody says that can each hold a need of its own."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from shared.needs.words import Word

MOST_WORDS = 200  # of one text; the rest is not read

_ENDS = frozenset(".,;:!?\n()[]\u2013\u2014\u2026")
_TURNS = frozenset(
    {"but", "because", "cos", "cuz", "although", "though", "however", "except", "since", "whereas", "plus"}
)
_JOINS = frozenset({"and", "or", "so", "then", "also"})
_SUBJECTS = frozenset(
    [
        "i",
        "im",
        "ive",
        "id",
        "ill",
        "we",
        "were",
        "weve",
        "he",
        "hes",
        "she",
        "shes",
        "it",
        "its",
        "they",
        "theyve",
        "theyre",
        "there",
        "theres",
        "cant",
        "wont",
        "dont",
        "need",
        "want",
    ]
)
_OWNERS = frozenset({"my", "our", "the", "his", "her"})
_VERBS = frozenset(
    [
        "is",
        "isnt",
        "are",
        "arent",
        "was",
        "wasnt",
        "has",
        "hasnt",
        "have",
        "cant",
        "wont",
        "keeps",
        "keep",
        "hurts",
        "died",
        "left",
        "hits",
        "says",
        "said",
        "needs",
        "makes",
        "gets",
        "got",
        "went",
        "shut",
        "costs",
        "dont",
        "doesnt",
        "didnt",
        "will",
    ]
)
_OWNER_REACH = 4  # words between "my" and its verb

Clause = Sequence[Word]


def sentences(text: str, found: Sequence[Word]) -> list[list[Word]]:
    """Words between full stops, commas and turns such as "but": nothing is heard or denied across them."""
    return list(_cut(found, [_ended(text, before, word) for before, word in pairwise(found)]))


def clauses(sentence: Sequence[Word]) -> list[list[Word]]:
    """Parts of a sentence with a subject of their own: "no debts | and I can't sleep"."""
    return list(_cut(sentence, [_starts_clause(sentence, at) for at in range(1, len(sentence))]))


def pieces(clause: Clause) -> list[list[Word]]:
    """Parts between "and" and "or"."""
    return list(_cut(clause, [word.text in _JOINS for word in clause[1:]]))


def _ended(text: str, before: Word, word: Word) -> bool:
    return word.text in _TURNS or not _ENDS.isdisjoint(text[before.end : word.start])


def _starts_clause(sentence: Sequence[Word], at: int) -> bool:
    """Whether the word joins on a new subject."""
    if sentence[at].text not in _JOINS or at + 1 >= len(sentence):
        return False
    after = sentence[at + 1].text
    return after in _SUBJECTS or (
        after in _OWNERS and any(word.text in _VERBS for word in sentence[at + 2 : at + 2 + _OWNER_REACH])
    )


def _cut(found: Sequence[Word], before: Sequence[bool]) -> Iterator[list[Word]]:
    """Split words in front of each word for which `before` says so (it starts with the second word)."""
    part: list[Word] = []
    for word, starts in zip(found, (False, *before), strict=False):
        if starts and part:
            yield part
            part = []
        part.append(word)
    if part:
        yield part
