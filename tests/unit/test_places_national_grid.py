"""The National Grid against the Ordnance Survey's published points."""

from math import degrees

import pytest

from shared.contracts.places import Point
from shared.places.distance import distance_km
from shared.places.national_grid import on_airy, to_wgs84

# Test points of the OSTN15 developer pack. Contains OS data © Crown copyright and database rights 2016.
TEST_POINTS = {
    "TP01": (49.92226394, -6.29977752, 91492.146, 11318.804),
    "TP03": (50.43885826, -4.10864564, 250359.811, 62016.569),
    "TP07": (51.37447026, 1.44454730, 639821.835, 169565.858),
    "TP09": (51.48936565, -0.11992557, 530624.974, 178388.464),
    "TP10": (51.85890896, -4.30852477, 241124.584, 220332.641),
    "TP12": (52.25529382, -2.15458614, 389544.190, 261912.153),
    "TP14": (52.75136687, 0.40153547, 562180.547, 319784.995),
    "TP19": (53.77911026, -3.04045491, 331534.564, 431920.794),
    "TP20": (53.80021520, -1.66379168, 422242.186, 433818.701),
    "TP23": (54.32919541, -4.38849118, 244780.636, 495254.887),
    "TP26": (55.85399953, -4.29649016, 256340.925, 664697.269),
    "TP30": (57.48625001, -4.21926399, 267056.768, 846176.972),
    "TP31": (57.81351838, -8.57854456, 9587.909, 899448.996),
    "TP32": (58.21262247, -7.59255561, 71713.132, 938516.404),
    "TP38": (59.53470794, -1.62516966, 421300.525, 1072147.239),
    "TP40": (60.13308092, -2.07382823, 395999.668, 1138728.951),
}


@pytest.mark.parametrize("name", TEST_POINTS)
def test_published_points_are_met_within_five_metres(name: str) -> None:
    latitude, longitude, easting, northing = TEST_POINTS[name]

    point = to_wgs84(easting, northing)

    assert distance_km(point, Point(latitude=latitude, longitude=longitude)) < 0.005


def test_the_worked_example_of_the_projection_is_met_within_a_millimetre() -> None:
    """OS, "A guide to coordinate systems in Great Britain", annex C.2: 52° 39' 27.2531" N, 1° 43' 4.5177" E."""
    latitude, longitude = on_airy(651409.903, 313177.270)

    assert degrees(latitude) == pytest.approx(52 + 39 / 60 + 27.2531 / 3600, abs=1e-8)
    assert degrees(longitude) == pytest.approx(1 + 43 / 60 + 4.5177 / 3600, abs=1e-8)
