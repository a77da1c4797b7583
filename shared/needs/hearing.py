"""Hearing: the needs of the vocabulary in what a person says, each with its place in the text and how sure it is."""

from collections.abc import Iterable, Iterator, Sequence

from shared.contracts.needs import Need
from shared.needs.clauses import MOST_WORDS, clauses, pieces, sentences
from shared.needs.denials import dismissed
from shared.needs.evidence import Evidence, Subject
from shared.needs.features import Likeness, alike, features, marks
from shared.needs.phrases import Hit, Mark, Part, Phrases
from shared.needs.spelling import Spelling
from shared.needs.vocabulary import Vocabulary
from shared.needs.words import Word, words

FLOOR = 0.3  # below this confidence nothing is understood
BESIDE = 0.6  # of the best of a clause: what is weaker is an echo of it
MENDED = 0.88  # share of confidence left where a typing error was mended
SUREST_BY_WORDS = 0.88  # overlap of words is never as sure as a whole phrase


class Hearing:
    """Hears needs in everyday words; pure, and safe to share once built."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._needs = vocabulary.needs
        self.likeness = Likeness(vocabulary.alike)
        spoken = [[said(phrase) for phrase in need.phrases] for need in self._needs]
        named = [[said(name) for name in (need.name, need.code)] for need in self._needs]
        self.evidence = Evidence(
            [_subject(need, *known) for need, *known in zip(self._needs, spoken, named, strict=True)], self.likeness
        )
        self._phrases = Phrases(_placed(spoken), _placed(named), self.evidence.weights)
        self.spelling = Spelling(_known_words(vocabulary))

    def hits(self, text: str, floor: float = FLOOR, beside: float = BESIDE) -> Iterator[Hit]:
        """Every need heard, by its place in the vocabulary; one may come more than once."""
        found = words(text)[:MOST_WORDS]
        spelled = self.spelling.mended(found)
        mended = {spelled.words[place].start for place in spelled.mended}
        mistyped = spelled.strange or bool(mended)
        parts = heard(text, spelled.words)
        phrases = [
            hit
            for part in parts
            for hit in self._phrases.found(part) or self._phrases.nearly_found(part, mistyped=mistyped)
        ]
        if mistyped:
            phrases += self._slips(text, found)
        for hit in phrases:
            yield _less_sure(hit, mended)
        for hit in (hit for part in parts for hit in self._by_words(part, floor, beside)):
            if not any(phrase.start <= hit.start and hit.end <= phrase.end for phrase in phrases):
                yield _less_sure(hit, mended)

    def _slips(self, text: str, found: Sequence[Word]) -> list[Hit]:
        """Phrases that a slip hides from all else: "got nofriends", "I'm nots leeping"."""
        whole_sentences = [_part(sentence) for sentence in sentences(text, found)]
        return [
            hit for part in whole_sentences if part.marks for hit in self._phrases.nearly_found(part, mistyped=True)
        ]

    def _by_words(self, part: Part, floor: float, beside: float) -> list[Hit]:
        scores = self.evidence.scores(features(stems(part), self.likeness))
        least = max(floor, beside * confidence(max(scores.values(), default=0.0)))
        return [
            Hit(subject, sure, *self._stretch(part, subject))
            for subject, score in scores.items()
            if (sure := confidence(score)) >= least
        ]

    def _stretch(self, part: Part, subject: int) -> tuple[int, int]:
        """From the first to the last word that points to the subject."""
        telling = [mark for mark in part.marks if self._tells(mark.stem, subject)] or part.marks
        return telling[0].start, telling[-1].end

    def _tells(self, stem: str, subject: int) -> bool:
        return any(self.evidence.points_to(sign, subject) for sign in (stem, *alike(stem, self.likeness)))


def confidence(score: float) -> float:
    """How sure an overlap of words makes us (measured on phrases left out of the vocabulary, see docs/needs.md)."""
    return max(0.0, min(SUREST_BY_WORDS, 1.45 * score - 0.05))


def surest(hits: Iterable[Hit]) -> list[Hit]:
    """The surest hit of each subject, its confidence rounded to hundredths."""
    best: dict[int, Hit] = {}
    for hit in hits:
        if hit.subject not in best or hit.confidence > best[hit.subject].confidence:
            best[hit.subject] = hit
    return [hit._replace(confidence=round(hit.confidence, 2)) for hit in best.values()]


def heard(text: str, found: Sequence[Word]) -> list[Part]:
    """The telling words of each clause, of its parts round "and", and of all; not what the text says is no problem."""
    kept = [_kept(clause) for sentence in sentences(text, found) for clause in clauses(sentence)]
    parts = [_part(clause) for clause in kept]
    smaller = [
        _of(part, piece) for clause, part in zip(kept, parts, strict=True) for piece in pieces(clause) if part.marks
    ]
    every = [*parts, _joined(parts), *smaller]
    return [part for at, part in enumerate(every) if part.marks and part not in every[:at]]


def said(phrase: str) -> Part:
    """The telling words of a phrase that is known to say something."""
    found = words(phrase)
    return _joined([_part(clause) for sentence in sentences(phrase, found) for clause in clauses(sentence)])


def _subject(need: Need, spoken: Sequence[Part], named: Sequence[Part]) -> Subject:
    return Subject(
        phrases=[stems(part) for part in (*spoken, named[0], said(need.sentence))],
        words=[stems(said(word)) for word in need.words],
    )


def _placed(parts: Sequence[Sequence[Part]]) -> list[tuple[int, Part]]:
    return [(place, part) for place, of_one in enumerate(parts) for part in of_one]


def _kept(clause: Sequence[Word]) -> list[Word]:
    gone = dismissed(clause)
    return [word for place, word in enumerate(clause) if place not in gone]


def _part(clause: Sequence[Word]) -> Part:
    telling = [Mark(stem, clause[at].text, clause[at].start, clause[at].end) for at, stem in marks(clause)]
    return Part(" ".join(word.text for word in clause), telling)


def _joined(parts: Sequence[Part]) -> Part:
    return Part(" ".join(part.said for part in parts), [mark for part in parts for mark in part.marks])


def _of(part: Part, piece: Sequence[Word]) -> Part:
    """A piece of a clause, whose words are denied as in the whole clause."""
    inside = [mark for mark in part.marks if piece[0].start <= mark.start < piece[-1].end]
    return Part(" ".join(word.text for word in piece), inside)


def stems(part: Part) -> list[str]:
    """The stems of the telling words, denied ones marked."""
    return [mark.stem for mark in part.marks]


def _less_sure(hit: Hit, mended: set[int]) -> Hit:
    """Less sure where a word of it had to be mended."""
    if any(hit.start <= start < hit.end for start in mended):
        return hit._replace(confidence=hit.confidence * MENDED)
    return hit


def _known_words(vocabulary: Vocabulary) -> Iterator[str]:
    """Every word that is no typing error."""
    for need in vocabulary.needs:
        for entry in (*need.phrases, *need.words, need.code, need.name, need.sentence):
            yield from (word.text for word in words(entry))
    for members in vocabulary.alike.values():
        yield from (word.text for member in members for word in words(member))
    yield from vocabulary.ordinary.split()
