"""From the National Grid (OSGB36) to WGS 84: Ordnance Survey, "A guide to coordinate systems in Great Britain"."""

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan
from typing import NamedTuple

from shared.contracts.places import Point


class Ellipsoid(NamedTuple):
    """Its half axes in metres."""

    a: float
    b: float

    @property
    def e2(self) -> float:
        """Eccentricity squared."""
        return 1 - (self.b / self.a) ** 2


AIRY_1830 = Ellipsoid(6_377_563.396, 6_356_256.909)
WGS_84 = Ellipsoid(6_378_137.0, 6_356_752.314_245)

SCALE = 0.999_601_271_7
TRUE_ORIGIN = (radians(49), radians(-2))
FALSE_ORIGIN = (400_000.0, -100_000.0)
SETTLED = 0.000_01  # metres: where the guide stops its rounds

# OSGB36 to WGS 84: metres, parts per million, seconds of arc.
SHIFT = (446.448, -125.157, 542.060)
STRETCH = -20.4894
TURN = (0.1502, 0.2470, 0.8421)


def to_wgs84(easting: float, northing: float) -> Point:
    """The point in degrees WGS 84 of National Grid metres; the Helmert transform is right to about five metres."""
    latitude, longitude = on_airy(easting, northing)
    x, y, z = _helmert(*_cartesian(latitude, longitude))
    latitude, longitude = _geodetic(x, y, z)
    return Point(latitude=degrees(latitude), longitude=degrees(longitude))


def on_airy(easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude in radians on the Airy ellipsoid (annex C: transverse Mercator, backwards)."""
    phi = _foot(northing)
    s2, t, sec = sin(phi) ** 2, tan(phi), 1 / cos(phi)
    nu = AIRY_1830.a * SCALE / sqrt(1 - AIRY_1830.e2 * s2)
    rho = nu * (1 - AIRY_1830.e2) / (1 - AIRY_1830.e2 * s2)
    eta2, t2, de = nu / rho - 1, t * t, easting - FALSE_ORIGIN[0]
    vii = t / (2 * rho * nu)
    viii = t / (24 * rho * nu**3) * (5 + 3 * t2 + eta2 - 9 * t2 * eta2)
    ix = t / (720 * rho * nu**5) * (61 + 90 * t2 + 45 * t2 * t2)
    x = sec / nu
    xi = sec / (6 * nu**3) * (nu / rho + 2 * t2)
    xii = sec / (120 * nu**5) * (5 + 28 * t2 + 24 * t2 * t2)
    xiia = sec / (5040 * nu**7) * (61 + 662 * t2 + 1320 * t2 * t2 + 720 * t2**3)
    latitude = phi - vii * de**2 + viii * de**4 - ix * de**6
    return latitude, TRUE_ORIGIN[1] + x * de - xi * de**3 + xii * de**5 - xiia * de**7


def _foot(northing: float) -> float:
    """The latitude on the central meridian with this northing, to a hundredth of a millimetre."""
    up = northing - FALSE_ORIGIN[1]
    phi, left = TRUE_ORIGIN[0], up
    while abs(left) >= SETTLED:
        phi += left / (AIRY_1830.a * SCALE)
        left = up - _meridian_arc(phi)
    return phi


def _meridian_arc(phi: float) -> float:
    """Metres along the meridian from the true origin."""
    a, b = AIRY_1830
    n = (a - b) / (a + b)
    less, more = phi - TRUE_ORIGIN[0], phi + TRUE_ORIGIN[0]
    return (b * SCALE) * (
        (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
        + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * less) * cos(2 * more)
        - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
    )


def _cartesian(latitude: float, longitude: float) -> tuple[float, float, float]:
    nu = AIRY_1830.a / sqrt(1 - AIRY_1830.e2 * sin(latitude) ** 2)
    flat = nu * cos(latitude)
    return flat * cos(longitude), flat * sin(longitude), nu * (1 - AIRY_1830.e2) * sin(latitude)


def _helmert(x: float, y: float, z: float) -> tuple[float, float, float]:
    rx, ry, rz = (radians(seconds / 3600) for seconds in TURN)
    k = 1 + STRETCH / 1e6
    return (
        SHIFT[0] + k * x - rz * y + ry * z,
        SHIFT[1] + rz * x + k * y - rx * z,
        SHIFT[2] - ry * x + rx * y + k * z,
    )


def _geodetic(x: float, y: float, z: float) -> tuple[float, float]:
    """Latitude and longitude in radians on WGS 84; three rounds settle far below a millimetre."""
    p = hypot(x, y)
    phi = atan2(z, p * (1 - WGS_84.e2))
    for _ in range(3):
        nu = WGS_84.a / sqrt(1 - WGS_84.e2 * sin(phi) ** 2)
        phi = atan2(z + WGS_84.e2 * nu * sin(phi), p)
    return phi, atan2(y, x)
