"""Phrases: whole everyday phrases found in what somebody says, in other word forms or with typing errors too."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from shared.needs.denials import deniers

ALL_SAID = 0.97  # the phrase of the vocabulary, and nothing else
ALL_LETTERS = 0.95  # the phrase inside a longer sentence
WORD_FORMS = 0.9  # its telling words in other forms: "panicking on the trains"
NEARLY = 0.85  # highest confidence with a typing error
TELLING = 0.6  # weight from which a phrase counts inside a longer sentence
TELLING_ALONE = 0.75  # the same where it has but one telling word: "I get lost" is "lost"
LEAST_ALIKE = 84.0  # of 100: below, two phrases are not the same with typing errors

ALL_BUT_A_LETTER = 92.5
CANDIDATES = 3


class Mark(NamedTuple):
    """A telling word of what was said: its stem (denied or not), how it is written, and where it stands."""

    stem: str
    text: str
    start: int
    end: int


class Part(NamedTuple):
    """A clause, or several: all its words as they compare, and the telling ones."""

    said: str
    marks: list[Mark]


class Hit(NamedTuple):
    """A subject that was heard in a stretch of the text."""

    subject: int
    confidence: float
    start: int
    end: int


class Phrases:
    """All phrases of all subjects, by their telling words."""

    def __init__(
        self, phrases: Sequence[tuple[int, Part]], names: Sequence[tuple[int, Part]], weights: Mapping[str, float]
    ) -> None:
        """Names count only where they are all that is said: "food" in a sentence is not yet the need of food."""
        self._phrases = _by_stems(phrases)
        self._whole = {**_by_stems(names), **self._phrases}
        self._telling = frozenset(stems for stems in self._phrases if _telling(stems, weights))
        self._longest = max((len(stems) for stems in self._phrases), default=0)
        by_length = sorted(phrases, key=lambda known: len(known[1].said))
        self._written = [part.said for _, part in by_length]
        self._lengths = [len(written) for written in self._written]
        self._meant = [(subject, deniers(part.said.split())) for subject, part in by_length]

    def found(self, part: Part) -> list[Hit]:
        """Phrases whose telling words stand in a row in what was said; of two, one inside the other, the longer."""
        stems, marks = _stems(part.marks), part.marks
        if whole := self._whole.get(stems):
            return [_hit(whole, marks, ALL_SAID)]
        hits = [
            _hit(self._phrases[some], marks[first:last], ALL_LETTERS)
            for first in range(len(marks))
            for last in range(first + 1, min(len(marks), first + self._longest) + 1)
            if (some := stems[first:last]) in self._telling
        ]
        return [hit for hit in hits if not any(_inside(hit, other) for other in hits)]

    def nearly_found(self, part: Part, *, mistyped: bool) -> list[Hit]:
        """Phrases that are, but for typing errors, all that was said; stricter where every word is a word."""
        least = LEAST_ALIKE if mistyped else ALL_BUT_A_LETTER
        first, last = self._of_like_length(len(part.said), least)
        near = process.extract(
            part.said, self._written[first:last], scorer=fuzz.ratio, score_cutoff=least, limit=CANDIDATES
        )
        return [
            Hit(self._meant[first + at][0], NEARLY * alike / 100, part.marks[0].start, part.marks[-1].end)
            for _, alike, at in near
            if self._may_be(part, first + at, alike, mistyped=mistyped)
        ]

    def _of_like_length(self, length: int, least: float) -> tuple[int, int]:
        """Where in the list the phrases begin and end that are not too short or too long to be alike."""
        longest = length * (200 / least - 1)
        shortest = length / (200 / least - 1)
        return bisect_left(self._lengths, shortest), bisect_right(self._lengths, longest)

    def _may_be(self, part: Part, at: int, alike: float, *, mistyped: bool) -> bool:
        """Never "I'm homeless" in "I'm not homeless"; "got no friends" in "got nofriends", not in "got friends"."""
        denials, in_phrase = deniers(part.said.split()), self._meant[at][1]
        return denials == in_phrase or (mistyped and denials < in_phrase and alike >= ALL_BUT_A_LETTER)


def _hit(known: tuple[int, tuple[str, ...]], marks: Sequence[Mark], sure: float) -> Hit:
    subject, texts = known
    confidence = sure if texts == _texts(marks) else WORD_FORMS
    return Hit(subject, confidence, marks[0].start, marks[-1].end)


def _by_stems(phrases: Sequence[tuple[int, Part]]) -> dict[tuple[str, ...], tuple[int, tuple[str, ...]]]:
    return {_stems(part.marks): (subject, _texts(part.marks)) for subject, part in reversed(phrases) if part.marks}


def _telling(stems: Sequence[str], weights: Mapping[str, float]) -> bool:
    return sum(weights.get(stem, 0.0) for stem in stems) >= (TELLING if len(stems) > 1 else TELLING_ALONE)


def _inside(hit: Hit, other: Hit) -> bool:
    return (other.start, other.end) != (hit.start, hit.end) and other.start <= hit.start and hit.end <= other.end


def _stems(marks: Sequence[Mark]) -> tuple[str, ...]:
    return tuple(mark.stem for mark in marks)


def _texts(marks: Sequence[Mark]) -> tuple[str, ...]:
    return tuple(mark.text for mark in marks)
