"""Offers as rows of one array: sets of choices are bits, what the listing does not say has a value of its own."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from math import inf, nan

import numpy as np
from numpy.typing import NDArray

from services.matcher.model import Offer
from shared.contracts.words import Access, Attendance, Hours, Kind, Route

Table = NDArray[np.void]

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WINDOWS = tuple(f"{day}-{part}" for day in DAYS for part in ("morning", "afternoon", "evening"))
WINDOW_PLACES = {window: 1 << place for place, window in enumerate(WINDOWS)}
SEXES = {None: 0, "female": 1, "male": 2}
UNKNOWN, NO, YES = -1, 0, 1
NOT_STATED, EVERYWHERE, DRAWN, PARTLY_DRAWN = range(4)  # areas
NEVER = np.iinfo(np.int32).min  # a day that is not known

COLUMNS = np.dtype(
    [
        ("id_high", np.uint64),
        ("id_low", np.uint64),
        ("active", np.bool_),
        ("placeless", np.bool_),  # the listing has no place that can be found
        ("kind", np.uint32),
        ("attend", np.uint32),
        ("routes", np.uint32),
        ("hours", np.uint32),
        ("has", np.uint32),  # access that holds wherever it is given
        ("lacks", np.uint32),
        ("has_somewhere", np.uint32),  # and what holds at one of its places
        ("windows", np.uint32),
        ("languages", np.bool_),  # whether it names any
        ("interpreters", np.bool_),
        ("sex", np.int8),
        ("free", np.int8),
        ("accepting", np.int8),
        ("from_age", np.float64),
        ("to_age", np.float64),
        ("available", np.float64),
        ("waiting_weeks", np.float64),
        ("counted", np.int32),  # day
        ("assured", np.int32),  # day
        ("employer_support", np.int32),
        ("length", np.int32),
        ("area", np.int8),
        ("west", np.float64),
        ("south", np.float64),
        ("east", np.float64),
        ("north", np.float64),
    ]
)

Row = tuple[float, ...]


def bits(choices: type[StrEnum], chosen: Collection[StrEnum]) -> int:
    """A bit for each choice, in the order in which the glossary has them. Each choice comes once."""
    places = _places(choices)
    return sum(places[choice] for choice in chosen)


@cache
def _places(choices: type[StrEnum]) -> dict[StrEnum, int]:
    return {choice: 1 << place for place, choice in enumerate(choices)}


def window_bits(windows: Iterable[str]) -> int:
    """A bit for each part of the week."""
    return sum(WINDOW_PLACES[window] for window in windows)


def day(of: date | None) -> int:
    """Days since year 1."""
    return of.toordinal() if of else NEVER


def halves(id: int) -> tuple[int, int]:
    """The two halves of an id of 128 bits."""
    return id >> 64, id & (1 << 64) - 1


def table(offers: Sequence[Offer]) -> Table:
    """A row for each offer."""
    return np.array([_row(offer) for offer in offers], dtype=COLUMNS)


def _row(offer: Offer) -> Row:
    somewhere = offer.has.union(*(spot.has for spot in offer.spots))
    return (
        *halves(offer.id.int),
        offer.status == "active",
        not offer.spots,
        bits(Kind, {offer.kind} if offer.kind else ()),
        bits(Attendance, offer.attend),
        bits(Route, offer.routes),
        bits(Hours, offer.hours),
        bits(Access, offer.has),
        bits(Access, offer.lacks),
        bits(Access, somewhere),
        window_bits(offer.windows),
        bool(offer.languages),
        offer.interpreters,
        SEXES[offer.sex],
        _told(offer.free),
        _told(offer.accepting),
        -inf if offer.from_age is None else offer.from_age,
        inf if offer.to_age is None else offer.to_age,
        offer.places.available if offer.places else nan,
        nan if offer.waiting_weeks is None else offer.waiting_weeks,
        day(offer.places.counted if offer.places else None),
        day(offer.assured),
        len(offer.employer_support),
        offer.length,
        *_area(offer),
    )


def _told(value: bool | None) -> int:
    return UNKNOWN if value is None else int(value)


def _area(offer: Offer) -> Row:
    """How far its areas are known, and the box round all that is drawn: west, south, east, north."""
    corners = [corner for area in offer.areas for ring in area.rings for corner in ring]
    if not offer.areas or any(area.everywhere for area in offer.areas):
        return EVERYWHERE if offer.areas else NOT_STATED, -180, -90, 180, 90
    if not corners:
        return PARTLY_DRAWN, -180, -90, -180, -90
    east, north = zip(*corners, strict=True)
    state = DRAWN if all(area.rings for area in offer.areas) else PARTLY_DRAWN
    return state, min(east), min(north), max(east), max(north)
