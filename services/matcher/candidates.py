"""Candidates: the offers that may be meant by a question, as columns that the rules look at."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from services.matcher.index.earth import Floats
from services.matcher.index.layer import Layer
from services.matcher.index.table import NEVER, Table, bits, day
from services.matcher.model import KNOWN_DAYS, REMOTE, Offer, Question, Spot
from shared.contracts.words import Attendance

Mask = NDArray[np.bool_]
Ints = NDArray[np.int32]

IN_PERSON = bits(Attendance, [Attendance.IN_PERSON])
AT_HOME = bits(Attendance, [Attendance.HOME_VISIT])
FAR = np.inf  # kilometres to a place that is out of sight


class Candidates(Struct, frozen=True):
    """One entry of each column for one offer. `sure` and `shares` have a row for each need and word of the question."""

    layers: tuple[Layer, ...]
    layer: Ints
    rows: Ints
    table: Table
    km: Floats  # to the nearest place, `FAR` if none is in sight
    spot: Ints  # which of its places that is, -1 for none
    has: Ints  # access there, or at any of its places where distance plays no part
    lacks: Ints
    sure: Floats  # 0 to 1, of each need
    shares: Floats  # of each word of the question, 0 to what that word tells
    speaks: Mask  # one of the languages
    covers: NDArray[np.int8]  # `Covers` of the place

    def __len__(self) -> int:
        return len(self.rows)

    def offer(self, at: int) -> Offer:
        """The offer itself."""
        return self.layers[int(self.layer[at])].offers[int(self.rows[at])]

    def place(self, at: int) -> Spot | None:
        """Its nearest place in sight."""
        number = int(self.spot[at])
        return self.offer(at).spots[number] if number >= 0 else None


def any_row(of: NDArray[np.bool_]) -> Mask:
    """For each column, whether any of its rows holds."""
    return np.asarray(np.logical_or.reduce(of, axis=0), np.bool_)


def words_held(of: Candidates) -> Floats:
    """The share of the question's words that each offer holds, 0 to 1; added in their order, so that bits are equal."""
    total = np.zeros(len(of))
    for row in of.shares:
        total = total + row
    return total


def places_known(of: Candidates, asked: Question) -> Mask:
    """Whether free places were counted lately."""
    counted = of.table["counted"]
    return (counted != NEVER) & (counted >= day(asked.now.date()) - KNOWN_DAYS)


def remotely(of: Candidates, asked: Question) -> Mask:
    """Whether help comes by phone, video or the web, in a way that would do."""
    return (of.table["attend"] & bits(Attendance, asked.remotely & REMOTE)) != 0


def at_home(of: Candidates, asked: Question) -> Mask:
    """Whether somebody would come to the home, and that would do."""
    return ((of.table["attend"] & AT_HOME) != 0) & asked.at_home


def by_going(of: Candidates, asked: Question) -> Mask:
    """Whether it is given at a place, or from one to the homes around it, and that would do."""
    attend = of.table["attend"]
    going = ((attend & IN_PERSON) != 0) & asked.in_person
    return (going | at_home(of, asked) | (attend == 0)) & ~of.table["placeless"]
