"""Where something is, and how precisely that is known."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct


class Point(Struct, frozen=True, kw_only=True):
    """A position in degrees WGS 84."""

    latitude: Annotated[float, Meta(ge=-90, le=90)]
    longitude: Annotated[float, Meta(ge=-180, le=180)]


class Precision(StrEnum):
    """What a point stands for, from the nearest to the widest; `point` was given as a point."""

    POINT = "point"
    POSTCODE = "postcode"
    SECTOR = "sector"
    OUTCODE = "outcode"


class Place(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A point with what it stands for. The postcode is the whole one that was asked for, if it was whole."""

    point: Point
    precision: Precision
    postcode: str | None = None
    outcode: str | None = None
