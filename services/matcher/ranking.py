"""Ranking: what is ruled out, what is best, and in which order. Equal input, seed included, gives equal output."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from services.matcher.candidates import Candidates, any_row
from services.matcher.factors import FACTORS
from services.matcher.index.table import Table
from services.matcher.model import Question
from services.matcher.objections import OBJECTIONS
from services.matcher.weights import Weights

Order = NDArray[np.int64]

# SplitMix64 (Steele, Lea and Flood, 2014): spreads ids evenly, differently for each seed.
STEP = 0x9E3779B97F4A7C15
ROUNDS = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
WHOLE = (1 << 64) - 1


class Ranking(Struct, frozen=True):
    """`points` has a row for each factor, whole numbers; `against` one for each objection. `best` are the fitting."""

    of: Candidates
    points: NDArray[np.int64]
    scores: NDArray[np.int64]
    against: NDArray[np.bool_]
    best: Order


def rank(of: Candidates, asked: Question, weights: Weights) -> Ranking:
    """Score everything, rule out, and order the rest: score, then chance by seed, then id."""
    points = np.array([np.rint(factor.points(of, asked, weights)) for factor in FACTORS]).astype(np.int64)
    against = np.array([objection.holds(of, asked) for objection in OBJECTIONS])
    scores = points.sum(axis=0)
    order = _order(of.table, -scores, asked.seed)
    return Ranking(of, points, scores, against, order[~any_row(against)[order]])


def ruled_out(ranking: Ranking, most: int) -> list[int]:
    """Those that would have met needs, the best first, then the nearest."""
    gone = any_row(ranking.against)
    of = ranking.of
    order = np.lexsort((of.table["id_low"], of.table["id_high"], of.km, -ranking.points[0]))
    return [int(at) for at in order[gone[order]][:most]]


def objected(ranking: Ranking, at: int) -> Sequence[str]:
    """The codes of all objections against one."""
    return [objection.code for objection, holds in zip(OBJECTIONS, ranking.against[:, at], strict=True) if holds]


def _order(table: Table, cost: NDArray[np.int64], seed: int) -> Order:
    return np.lexsort((table["id_low"], table["id_high"], _chance(table, seed), cost))


def _chance(table: Table, seed: int) -> NDArray[np.uint64]:
    """A number for each id that is the same for the same seed, so that equals take turns over seeds (R56)."""
    mixed = table["id_high"] ^ table["id_low"] ^ np.uint64((seed + 1) * STEP & WHOLE)
    for shift, factor in ROUNDS:
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed ^ (mixed >> np.uint64(31))
