"""Places in strips of latitude, so that what is near is found without looking at what is far."""

from collections.abc import Sequence
from math import cos, radians

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from services.matcher.index.earth import Floats, distances_km, position
from services.matcher.index.table import bits
from services.matcher.model import Offer
from shared.contracts.places import Point
from shared.contracts.words import Access

Ints = NDArray[np.int32]

STRIP = 0.02  # degrees of latitude, about 2.2 km
STRIDE = 1000.0  # of the key from one strip to the next; longitudes take 360 of it
KM_PER_DEGREE = 110.5  # of latitude, at the least
WHOLE_EARTH = 20_000  # km


class Spots(Struct, frozen=True):
    """Columns in the order of strip and longitude. `rows` are the offers, `numbers` the places within an offer."""

    keys: Floats
    positions: Floats
    rows: Ints
    numbers: Ints
    has: Ints
    lacks: Ints


class Near(Struct, frozen=True):
    """Offers with a place in reach, in order of rows: the nearest of its places, and kilometres to it."""

    rows: Ints
    km: Floats
    numbers: Ints
    has: Ints
    lacks: Ints


NOWHERE = Near(np.zeros(0, np.int32), np.zeros(0), *(np.zeros(0, np.int32) for _ in range(3)))


def nearest(of: Near, rows: Ints) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Whether each row is near, and where it stands among those that are. Rows may come in any order."""
    if not len(of.rows):
        return np.zeros(len(rows), np.bool_), np.zeros(len(rows), np.int64)
    at: NDArray[np.int64] = np.minimum(np.searchsorted(of.rows, rows), len(of.rows) - 1)
    return of.rows[at] == rows, at


def spots(offers: Sequence[Offer]) -> Spots:
    """Built from the offers of a layer."""
    flat = [(row, number, spot) for row, offer in enumerate(offers) for number, spot in enumerate(offer.spots)]
    return _sorted(
        Spots(
            np.array([_key(spot.point) for _, _, spot in flat], np.float64),
            np.array([position(spot.point) for _, _, spot in flat], np.float64).reshape(-1, 3),
            np.array([row for row, _, _ in flat], np.int32),
            np.array([number for _, number, _ in flat], np.int32),
            np.array([bits(Access, spot.has) for _, _, spot in flat], np.int32),
            np.array([bits(Access, spot.lacks) for _, _, spot in flat], np.int32),
        )
    )


def joined(parts: Sequence[Spots], rows: Sequence[Ints]) -> Spots:
    """One of several, with new numbers for their rows; -1 for rows that are gone."""
    moved = [new[part.rows] for part, new in zip(parts, rows, strict=True)]
    kept = [_kept(part, new) for part, new in zip(parts, moved, strict=True)]
    return _sorted(
        Spots(
            np.concatenate([part.keys for part in kept]),
            np.concatenate([part.positions for part in kept]),
            np.concatenate([part.rows for part in kept]),
            np.concatenate([part.numbers for part in kept]),
            np.concatenate([part.has for part in kept]),
            np.concatenate([part.lacks for part in kept]),
        )
    )


def near(of: Spots, point: Point, radius_km: float) -> Near:
    """Offers with a place within the radius, each with its nearest place."""
    inside = _in_strips(of, point, radius_km)
    km = distances_km(of.positions[inside], point)
    within = km <= radius_km
    inside, km = inside[within], km[within]
    rows = of.rows[inside]
    order = np.lexsort((of.numbers[inside], km, rows))
    rows, inside, km = rows[order], inside[order], km[order]
    first = np.ones(len(rows), np.bool_)
    first[1:] = rows[1:] != rows[:-1]
    best = inside[first]
    return Near(rows[first], km[first], of.numbers[best], of.has[best], of.lacks[best])


def _in_strips(of: Spots, point: Point, radius_km: float) -> NDArray[np.int64]:
    """Places in the box round the circle, strip by strip."""
    high = radius_km / KM_PER_DEGREE
    narrowest = cos(radians(min(89.0, abs(point.latitude) + high)))
    wide = high / narrowest
    if radius_km >= WHOLE_EARTH or wide >= 180:  # noqa: PLR2004 -- degrees: half way round
        return np.arange(len(of.keys))
    strips = np.arange(_strip(point.latitude - high), _strip(point.latitude + high) + 1) * STRIDE
    starts = np.searchsorted(of.keys, strips + (point.longitude - wide + 180), "left")
    ends = np.searchsorted(of.keys, strips + (point.longitude + wide + 180), "right")
    counts: NDArray[np.int64] = ends - starts
    before: NDArray[np.int64] = np.cumsum(counts) - counts
    return np.repeat(starts - before, counts) + np.arange(int(counts.sum()))


def _strip(latitude: float) -> int:
    return int((latitude + 90) // STRIP)


def _key(point: Point) -> float:
    return _strip(point.latitude) * STRIDE + point.longitude + 180


def _kept(part: Spots, rows: Ints) -> Spots:
    keep = rows >= 0
    return Spots(
        part.keys[keep], part.positions[keep], rows[keep], part.numbers[keep], part.has[keep], part.lacks[keep]
    )


def _sorted(found: Spots) -> Spots:
    order = np.argsort(found.keys, kind="stable")
    return Spots(
        found.keys[order],
        found.positions[order],
        found.rows[order],
        found.numbers[order],
        found.has[order],
        found.lacks[order],
    )
