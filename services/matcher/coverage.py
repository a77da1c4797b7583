"""Whether the areas that a listing draws cover a point, and how near to their edge it is."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import cos, hypot, radians

from services.matcher.model import Area, Covers, Ring
from shared.contracts.places import Point, Precision

KM_PER_DEGREE = 111.2
SLACK_KM = {Precision.POINT: 0.0, Precision.POSTCODE: 0.2, Precision.SECTOR: 2.0, Precision.OUTCODE: 4.0}


def covers(areas: Sequence[Area], point: Point, precision: Precision) -> Covers:
    """No only where every area is drawn and the point is farther outside than we can be wrong about it."""
    if not areas:
        return Covers.UNSURE
    if any(area.everywhere or any(_inside(ring, point) for ring in area.rings) for area in areas):
        return Covers.YES
    if not all(area.rings for area in areas):
        return Covers.UNSURE
    slack = SLACK_KM[precision]
    near = slack > 0 and any(_edge_km(ring, point) <= slack for area in areas for ring in area.rings)
    return Covers.UNSURE if near else Covers.NO


def _inside(ring: Ring, point: Point) -> bool:
    """Crossings of a ray to the east: an odd number is inside."""
    crossed = 0
    for (west, south), (east, north) in _edges(ring):
        if (south > point.latitude) != (north > point.latitude):
            at = west + (point.latitude - south) / (north - south) * (east - west)
            crossed += point.longitude < at
    return crossed % 2 == 1


def _edge_km(ring: Ring, point: Point) -> float:
    """Kilometres to the nearest edge, on a plane that touches the point."""
    narrowing = cos(radians(point.latitude))
    flat = [((x - point.longitude) * KM_PER_DEGREE * narrowing, (y - point.latitude) * KM_PER_DEGREE) for x, y in ring]
    return min(_from_middle(*edge) for edge in _edges(flat))


def _from_middle(start: tuple[float, float], end: tuple[float, float]) -> float:
    """The distance of a stretch from the origin."""
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    share = -(start[0] * along[0] + start[1] * along[1]) / length if length else 0.0
    share = min(1.0, max(0.0, share))
    return hypot(start[0] + share * along[0], start[1] + share * along[1])


def _edges(ring: Sequence[tuple[float, float]]) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    yield from pairwise(ring)
    yield ring[-1], ring[0]
