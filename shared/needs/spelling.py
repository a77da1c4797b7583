"""Spelling: a word nobody knows is read as the known word that it nearly is."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from shared.needs.words import SILENT, Word, stem

SHORTEST = 5  # letters; shorter words have too many neighbours
LONG = 9  # letters from which two errors are forgiven


class Spelled(NamedTuple):
    """Words of a text with typing errors mended, and where they stood in the list."""

    words: list[Word]
    mended: frozenset[int]
    strange: bool  # a word is neither known nor nearly known


class Spelling:
    """The words that are known."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known) | SILENT
        self._long_enough = sorted(word for word in self._known if len(word) >= SHORTEST - 1)

    def knowing(self, more: Iterable[str]) -> "Spelling":
        """The same with more known words."""
        return Spelling(self._known.union(more))

    def mended(self, found: Sequence[Word]) -> Spelled:
        """Read each unknown word of five letters and more as a known one with one error (two, from nine letters)."""
        words: list[Word] = []
        places: set[int] = set()
        strange = False
        for place, word in enumerate(found):
            better = None if word.text in self._known else self._nearest(word.text)
            strange = strange or (better is None and word.text not in self._known)
            words.append(word if better is None else word._replace(text=better, stem=stem(better)))
            if better is not None:
                places.add(place)
        return Spelled(words, frozenset(places), strange)

    def _nearest(self, text: str) -> str | None:
        """Errors are a letter added, left out, changed, or two swapped (optimal string alignment)."""
        if len(text) < SHORTEST:
            return None
        errors = 2 if len(text) >= LONG else 1
        near = process.extract(text, self._long_enough, scorer=OSA.distance, score_cutoff=errors, limit=4)
        same_start = [(errors, known) for known, errors, _ in near if known[0] == text[0]]
        return min(same_start)[1] if same_start else None
