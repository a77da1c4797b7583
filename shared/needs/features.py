"""Features: what of a phrase can be compared with another, and how much each part counts."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from shared.needs.denials import denied
from shared.needs.words import Word, words

PAIR = 0.4  # two neighbouring words together
ALIKE = 0.9  # a word of nearly the same meaning
DENIED = "!"  # mark of a word that is denied: "no home" is not "home"
MEANING = "~"  # mark of a shared meaning

Features = dict[str, float]


class Likeness:
    """Everyday words of nearly the same meaning."""

    def __init__(self, alike: Mapping[str, Sequence[str]]) -> None:
        self._meanings: dict[str, tuple[str, ...]] = {}
        for meaning, members in alike.items():
            for member in {word.stem for entry in members for word in words(entry)}:
                self._meanings[member] = (*self._meanings.get(member, ()), MEANING + meaning)

    def meanings(self, word_stem: str) -> tuple[str, ...]:
        """The marks of the meanings that a stem shares with others."""
        return self._meanings.get(word_stem, ())

    def stems(self) -> frozenset[str]:
        """All stems that have a meaning in common with others."""
        return frozenset(self._meanings)


def marks(clause: Sequence[Word]) -> list[tuple[int, str]]:
    """The telling words of a clause as (place, stem), a denied one marked and the word that denies left out."""
    deniers, denied_places = denied(clause)
    return [
        (place, DENIED + word.stem if place in denied_places else word.stem)
        for place, word in enumerate(clause)
        if not word.silent and place not in deniers
    ]


def features(marked: Sequence[str], likeness: Likeness) -> Features:
    """Each mark, its shared meanings, and each pair of neighbours, with the share of its weight that counts."""
    found: Features = dict.fromkeys(marked, 1.0)
    for mark in marked:
        for like in alike(mark, likeness):
            found.setdefault(like, ALIKE)
    for first, second in pairwise(marked):
        found[f"{first} {second}"] = PAIR
    return found


def alike(mark: str, likeness: Likeness) -> list[str]:
    """The shared meanings of a mark, denied where the word is."""
    sign = DENIED if mark.startswith(DENIED) else ""
    return [sign + meaning for meaning in likeness.meanings(mark.removeprefix(DENIED))]
