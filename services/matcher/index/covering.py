"""Offers that need not be near: found by the squares of the map that they cover, or because they may cover all."""

from collections.abc import Iterator
from math import floor

from services.matcher.model import Offer
from shared.contracts.places import Point
from shared.contracts.words import Attendance

SQUARE = 0.25  # degrees, some 28 by 17 km
EDGE = 0.1  # degrees around an area, within which a place may be too near to be sure
MOST_SQUARES = 400  # an area larger than that is as good as everywhere
ANYWHERE = "~"


def squares(offer: Offer) -> Iterator[str]:
    """The terms under which an offer is found from far away; none for an offer that people must go to."""
    visits = Attendance.HOME_VISIT in offer.attend and bool(offer.areas)
    if not (offer.remote or visits or not offer.spots):
        return
    corners = [corner for area in offer.areas for ring in area.rings for corner in ring]
    if not corners or not all(area.rings for area in offer.areas):
        yield ANYWHERE
        return
    east, north = zip(*corners, strict=True)
    across = range(_square(min(east) - EDGE), _square(max(east) + EDGE) + 1)
    down = range(_square(min(north) - EDGE), _square(max(north) + EDGE) + 1)
    if len(across) * len(down) > MOST_SQUARES:
        yield ANYWHERE
        return
    yield from (f"{ANYWHERE}{x}:{y}" for x in across for y in down)


def around(point: Point) -> tuple[str, str]:
    """The terms of the offers that may reach a point from far away."""
    return ANYWHERE, f"{ANYWHERE}{_square(point.longitude)}:{_square(point.latitude)}"


def _square(degrees: float) -> int:
    return floor(degrees / SQUARE)
