"""Denials: what somebody says is not a problem must not be taken for a need."""

import re
from collections.abc import Sequence

from shared.needs.words import Word

_TROUBLE = r"(?:problems?|troubles?|issues?|difficult(?:y|ies)|worr(?:y|ies)|concerns?|bother|complaints?)"
_NOT = r"(?:not|no|dont|do not|doesnt|didnt|did not|havent|have not|isnt|arent|aint|never|without|hardly|wont)"
_SOFT = r"(?:(?:really|currently|actually|any|some|more|much|a|an|had|have|got|big|real|major|longer|that|at|all) )*"
_TO = r"(?:with|about|over|getting|paying|at|in|on|when|around|regarding|for|finding)"
_FINE = (
    r"(?:fine|ok|okay|good|great|sorted|alright|all right|going well|under control|manageable|no (?:bother|trouble))"
)
_NOW = r"(?: (?:now|thanks|thank you|at the moment|for me|these days|for now|so far|with me|already))*"

# "no problems with …", "I don't need help with …", "not worried about …", "fine with …": all that follows is denied.
_HELP = r"(?:help|support|advice|assistance|hand)"
_PLEASED = r"(?:happy|fine|ok|okay|alright|good|great|comfortable|sorted|managing)"
_UNLESS = r"(?<!not )(?<!no )(?<!never )(?<!isnt )(?<!arent )"
_AHEAD = (
    re.compile(rf"\b{_NOT} {_SOFT}{_TROUBLE} {_TO}\b"),
    re.compile(rf"\b{_NOT} {_SOFT}(?:need|want|require|looking for|interested in|after) {_SOFT}{_HELP}\b"),
    re.compile(rf"\b(?:dont|do not|doesnt) {_SOFT}(?:need|require|mind)\b|\bno need (?:for|of|to)\b"),
    re.compile(rf"\b{_NOT} {_SOFT}(?:worr(?:y|ied)|bothered|concerned|struggling|interested) (?:about|by|with|in)\b"),
    re.compile(r"\bnothing (?:is )?wrong with\b"),
    re.compile(rf"{_UNLESS}\b{_PLEASED} (?:with|about|at) \w"),
)  # fmt: skip

# "… is fine", "housing ok", "… isn't a problem", "no housing problems": all that stands before is denied.
_IS = r"(?:is|are|was|been|im|am|its|theyre|all|feels|pretty|quite|really|just|going|seems|both|\w+s)"
_BEHIND = (
    re.compile(rf"\b{_NOT} {_SOFT}(?:problem|issue|worry|concern)s?{_NOW}$"),
    re.compile(rf"{_UNLESS}\b{_IS} (?:all |just |quite |really )?{_FINE}{_NOW}$"),
    re.compile(rf"^(?!not )\w+(?: \w+)? (?:fine|ok|okay|sorted){_NOW}$"),
)  # fmt: skip
_NAMED = re.compile(rf"\b(?:no|without|not any|havent (?:got )?any|dont have any) (?:\w+ ){{1,3}}{_TROUBLE}\b")

_DENIERS = frozenset(
    {"no", "not", "never", "havent", "hasnt", "isnt", "arent", "aint", "without", "wasnt", "neither", "nor"}
)
_DENIERS_OF_DEEDS = frozenset({"dont", "doesnt", "didnt", "wont"})
_SOME_DEEDS = """
have owe drink smoke gamble bet use take suffer hurt struggle panic got any drinking smoking gambling using smoked drank
gambled had
"""
_DEEDS = frozenset(_SOME_DEEDS.split())
# After "not" these make no denial: "not sure how", "not good at", "not only".
_SOME_UNABLE = """
able allowed doing enough everybody everyone fair feel going good idea just know like long much one only
right sure the think understand until
"""
_UNABLE = frozenset(_SOME_UNABLE.split())
_BETWEEN = frozenset({"been", "really", "even", "always", "ever", "yet", "so", "very", "being"})
_REACH = 3  # telling words after a denier


def dismissed(clause: Sequence[Word]) -> frozenset[int]:
    """Places in the clause that it says are no problem; the clause is as `clauses.clauses` cuts it."""
    said = " ".join(word.text for word in clause)
    if any(pattern.search(said) for pattern in (*_BEHIND, _NAMED)):
        return frozenset(range(len(clause)))
    for pattern in _AHEAD:
        if found := pattern.search(said):
            return frozenset(range(said.count(" ", 0, found.start()), len(clause)))
    return frozenset()


def deniers(said: Sequence[str]) -> int:
    """How many words that can deny there are."""
    return sum(word in _DENIERS or word in _DENIERS_OF_DEEDS for word in said)


def denied(clause: Sequence[Word]) -> tuple[frozenset[int], frozenset[int]]:
    """Places of the words that deny, and of the telling words that are denied: "no home", "I'm not homeless".

    Whether that makes a need ("no home") or ends one ("not homeless") is for the vocabulary to say: its phrases carry
    the same marks.
    """
    denying = [at for at, word in enumerate(clause) if _denies(clause, at, word)]
    places: set[int] = set()
    for at in denying:
        telling = [place for place in range(at + 1, len(clause)) if not clause[place].silent]
        places.update(telling[:_REACH])
    return frozenset(denying), frozenset(places.difference(denying))


def _denies(clause: Sequence[Word], at: int, word: Word) -> bool:
    after = next((later.text for later in clause[at + 1 :] if later.text not in _BETWEEN), "")
    if word.text in _DENIERS_OF_DEEDS or (word.text == "not" and at and clause[at - 1].text in {"do", "does", "did"}):
        return after in _DEEDS
    if word.text not in _DENIERS:
        return False
    if after in _UNABLE:
        return False
    unable = word.text not in {"no", "without", "neither", "nor"} and after.endswith("ing")  # "not sleeping"
    return not unable or after in _DEEDS
