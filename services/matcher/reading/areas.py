"""Where people must live, as far as a listing draws it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeGuard

import msgspec

from services.matcher.model import Area, Ring
from shared.contracts.open_referral import ServiceArea

EVERYWHERE = frozenset({"united kingdom", "uk", "national", "nationwide", "uk wide", "uk-wide", "whole uk"})
LEAST_CORNERS = 3


def area(stated: ServiceArea) -> Area:
    """The whole country by its name, the polygons of GeoJSON, or only a name."""
    name = (stated.name or stated.description or "").strip() or None
    if (name or "").lower() in EVERYWHERE:
        return Area(name=name, everywhere=True)
    return Area(name=name, rings=tuple(_drawn(stated.extent or "")))


def _drawn(extent: str) -> Iterator[Ring]:
    """Outer rings of the polygons in a GeoJSON text; nothing for a text in another form."""
    if not extent.lstrip().startswith("{"):
        return
    try:
        shape: object = msgspec.json.decode(extent)
    except msgspec.DecodeError:
        return
    yield from _rings(shape)


def _rings(shape: object) -> Iterator[Ring]:
    if not _is_mapping(shape):
        return
    match shape.get("type"):
        case "Polygon":
            yield from _outer(shape.get("coordinates"))
        case "MultiPolygon":
            for polygon in _items(shape.get("coordinates")):
                yield from _outer(polygon)
        case "Feature":
            yield from _rings(shape.get("geometry"))
        case "FeatureCollection" | "GeometryCollection":
            for part in (*_items(shape.get("features")), *_items(shape.get("geometries"))):
                yield from _rings(part)
        case _:
            return


def _outer(polygon: object) -> Iterator[Ring]:
    """The outer ring. Holes are left out: at worst a listing is shown with an area to ask about."""
    rings = list(_items(polygon))
    corners = tuple(_corners(_items(rings[0]))) if rings else ()
    if len(corners) >= LEAST_CORNERS:
        yield corners


def _corners(points: Iterable[object]) -> Iterator[tuple[float, float]]:
    for point in points:
        numbers = [float(number) for number in _items(point) if isinstance(number, int | float)]
        if len(numbers) > 1 and abs(numbers[0]) <= 180 and abs(numbers[1]) <= 90:  # noqa: PLR2004 -- degrees
            yield numbers[0], numbers[1]


def _items(value: object) -> Iterable[object]:
    return value if _is_list(value) else ()


def _is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)


def _is_mapping(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, Mapping)
