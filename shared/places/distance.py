"""How far apart two points are: the distance that people are shown."""

from typing import Protocol

from geopy.distance import geodesic

from shared.contracts.places import Point


class _Measured(Protocol):
    """What geopy, which carries no types, gives back."""

    @property
    def km(self) -> float: ...


def distance_km(a: Point, b: Point) -> float:
    """Kilometres in a straight line over the WGS 84 ellipsoid."""
    return _km(geodesic((a.latitude, a.longitude), (b.latitude, b.longitude)))


def _km(measured: _Measured) -> float:
    return measured.km
