"""Distances over arrays: straight lines through the earth between points of the WGS 84 ellipsoid, as arcs."""

from math import cos, radians, sin, sqrt

import numpy as np
from numpy.typing import NDArray

from shared.contracts.places import Point

Floats = NDArray[np.float64]

HALF_AXIS = 6378.137  # km, WGS 84
E2 = 0.006_694_379_990_14  # its eccentricity squared
RADIUS = 6371.0  # km; only the small difference between line and arc depends on it


def position(point: Point) -> tuple[float, float, float]:
    """Kilometres from the middle of the earth along its three axes."""
    latitude, longitude = radians(point.latitude), radians(point.longitude)
    across = HALF_AXIS / sqrt(1 - E2 * sin(latitude) ** 2)
    return (
        across * cos(latitude) * cos(longitude),
        across * cos(latitude) * sin(longitude),
        across * (1 - E2) * sin(latitude),
    )


def distances_km(positions: Floats, point: Point) -> Floats:
    """Kilometres from a point to each position (n by 3), within a metre of the geodesic up to 100 km.

    Only additions, products and roots, so that equal input gives equal bits wherever a row stands in an array.
    """
    x, y, z = position(point)
    squares = (positions[:, 0] - x) ** 2 + (positions[:, 1] - y) ** 2 + (positions[:, 2] - z) ** 2
    bend = squares / RADIUS**2
    return np.sqrt(squares) * (1 + bend / 24 + 3 * bend * bend / 640)
