"""Words that a question and an offer share, weighed as BM25 weighs them."""

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct

from services.matcher.index.earth import Floats
from services.matcher.index.postings import Ints
from services.matcher.index.snapshot import Snapshot
from services.matcher.index.table import Table
from services.matcher.model import Question
from services.matcher.weights import Weights


class Words(Struct, frozen=True):
    """The words of a question. `least` is the share of those of the text that makes a match where no need is met."""

    tells: Mapping[str, float]  # how much each tells; all together 1
    in_text: Mapping[str, float]  # the same among the words of the text alone
    needed: tuple[str, ...]  # an offer with none of these has less than `least`
    least: float


def words(of: Snapshot, asked: Question, weights: Weights) -> Words:
    """Rare words tell more."""
    rarity = {stem: of.rarity(stem) for stem in asked.words}
    tells = _shares(rarity)
    in_text = _shares({stem: rare for stem, rare in rarity.items() if stem in asked.text_stems})
    least = weights.words.least if asked.needs else weights.words.least_alone
    return Words(tells, in_text, _needed(in_text, least), least)


def shared(held: Sequence[Ints], here: Table, of: Words, weights: Weights, usual_length: float) -> Floats:
    """A row for each word, 0 to its share: BM25 with the weights of the words adding up to 1."""
    by_length = weights.words.by_length
    flat = weights.words.saturation * (1 - by_length + by_length * here["length"] / usual_length)
    rows = [share * amount / (amount + flat) for share, amount in zip(of.tells.values(), held, strict=True)]
    return np.array(rows, np.float64).reshape(len(rows), len(here))


def enough(shares: Floats, of: Words) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether an offer holds enough words of the text to be meant by them alone."""
    total = np.zeros(shares.shape[1])
    for stem, row in zip(of.tells, shares, strict=True):
        total = total + of.in_text.get(stem, 0.0) * (row > 0)
    return (total >= of.least) & bool(of.in_text)


def _shares(rarity: Mapping[str, float]) -> dict[str, float]:
    total = sum(rarity.values())
    return {stem: rare / total for stem, rare in rarity.items()}


def _needed(shares: Mapping[str, float], least: float) -> tuple[str, ...]:
    """The rarest words, until those left cannot be enough without them."""
    needed: list[str] = []
    left = sum(shares.values())
    for stem in sorted(shares, key=lambda stem: (-shares[stem], stem)):
        if left < least:
            break
        needed.append(stem)
        left -= shares[stem]
    return tuple(needed)
