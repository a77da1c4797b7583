"""Evidence: how strongly the words of a clause point to each of a list of subjects (needs, or somebody's own terms)."""

from collections import Counter
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from shared.needs.features import Features, Likeness, features

WORD = 0.7  # a service's word, against 1 for a phrase of people
STEADY = 0.3  # one mention already counts 1 / (1 + STEADY)
SPECIFIC = 0.35  # how much it matters that a word belongs to this subject more than to others
NEAREST = 0.4  # share of the nearest single phrase, against all words of the subject together
ENOUGH = 1.3  # weight that must be said before a score counts in full: "I don't know" says little
STRANGE = 0.5  # weight of a word that no subject knows


class Subject(NamedTuple):
    """What can be pointed to: the telling words of what people say about it, and of the words that name it."""

    phrases: Sequence[Sequence[str]]
    words: Sequence[Sequence[str]]


class Evidence:
    """Weighted word evidence over a list of subjects; a word counts more the fewer subjects share it (after tf-idf)."""

    def __init__(self, subjects: Sequence[Subject], likeness: Likeness) -> None:
        spoken = [[features(phrase, likeness) for phrase in subject.phrases] for subject in subjects]
        named = [[features(word, likeness) for word in subject.words] for subject in subjects]
        counts = [_counted(phrases, nouns) for phrases, nouns in zip(spoken, named, strict=True)]
        self.weights = _weights(counts)
        self._pointers = _pointers(counts)
        self._nearest = _Nearest(spoken, named, self.weights)

    def scores(self, found: Features) -> dict[int, float]:
        """Subjects by their place in the list, with a score of 0 to 1."""
        total = self._weight(found)
        if not total:
            return {}
        near = self._nearest.scores(found, total)
        scores: dict[int, float] = {}
        for feature, share in found.items():
            weight = share * self.weights.get(feature, 0.0) / total
            for subject, strength in self._pointers.get(feature, ()):
                scores[subject] = scores.get(subject, 0.0) + weight * strength
        share = min(1.0, total / ENOUGH)
        return {
            subject: share * ((1 - NEAREST) * score + NEAREST * near.get(subject, 0.0))
            for subject, score in scores.items()
        }

    def points_to(self, feature: str, subject: int) -> bool:
        """Whether the feature is part of what is known of the subject."""
        return any(at == subject for at, _ in self._pointers.get(feature, ()))

    def _weight(self, found: Features) -> float:
        known = sum(share * self.weights.get(feature, 0.0) for feature, share in found.items())
        strange = sum(1 for feature, share in found.items() if share == 1.0 and feature not in self.weights)
        return known + STRANGE * strange if known else 0.0


class _Nearest:
    """The phrase of each subject that shares most with what was said (Dice's coefficient over weights)."""

    def __init__(
        self, spoken: Sequence[Sequence[Features]], named: Sequence[Sequence[Features]], weights: dict[str, float]
    ) -> None:
        self._weights = weights
        self._subjects: list[int] = []
        self._sizes: list[float] = []
        self._phrases: dict[str, list[tuple[int, float]]] = {}
        for subject, (phrases, nouns) in enumerate(zip(spoken, named, strict=True)):
            for phrase in (*phrases, *nouns):
                self._add(subject, phrase)

    def _add(self, subject: int, phrase: Features) -> None:
        at = len(self._subjects)
        self._subjects.append(subject)
        self._sizes.append(sum(share * self._weights[feature] for feature, share in phrase.items()))
        for feature, share in phrase.items():
            self._phrases.setdefault(feature, []).append((at, share * self._weights[feature]))

    def scores(self, found: Features, total: float) -> dict[int, float]:
        """The best Dice coefficient of each subject."""
        shared: dict[int, float] = {}
        for feature, share in found.items():
            limit = share * self._weights.get(feature, 0.0)
            for phrase, weight in self._phrases.get(feature, ()):
                shared[phrase] = shared.get(phrase, 0.0) + min(weight, limit)
        best: dict[int, float] = {}
        for phrase, weight in shared.items():
            subject = self._subjects[phrase]
            best[subject] = max(best.get(subject, 0.0), 2 * weight / (total + self._sizes[phrase]))
        return best


def _counted(phrases: Sequence[Features], nouns: Sequence[Features]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for phrase in phrases:
        counts.update(dict.fromkeys(phrase, 1))
    for noun in nouns:
        for feature in noun:
            counts[feature] += WORD  # pyright: ignore[reportArgumentType]  # a Counter may hold shares of one
    return counts


def _weights(counts: Sequence[Counter[str]]) -> dict[str, float]:
    """Near 1 for a feature of one subject, 0 for a feature of all (inverse document frequency)."""
    spread = Counter(feature for counted in counts for feature in counted)
    subjects = len(counts) + 1
    return {feature: max(0.0, log(subjects / (times + 0.5)) / log(subjects)) for feature, times in spread.items()}


def _pointers(counts: Sequence[Counter[str]]) -> dict[str, list[tuple[int, float]]]:
    """For each feature the subjects it points to, and how strongly."""
    totals: Counter[str] = Counter()
    for counted in counts:
        totals.update(counted)
    pointers: dict[str, list[tuple[int, float]]] = {}
    for subject, counted in enumerate(counts):
        for feature, times in counted.items():
            strength = times / (times + STEADY) * (times / totals[feature]) ** SPECIFIC
            pointers.setdefault(feature, []).append((subject, strength))
    return pointers
