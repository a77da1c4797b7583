"""Finds the place of a postcode, and the outward code of a point."""

import csv
import sqlite3
from importlib.resources import files
from math import cos, radians
from pathlib import Path
from typing import Self

from shared.contracts.places import Place, Point, Precision
from shared.places import postcode_file
from shared.places.distance import distance_km
from shared.places.postcode import Postcode, read
from shared.places.refusals import NoOutcodeNear, UnknownPostcode

FARTHEST_KM = 60  # no address in the United Kingdom is farther than this from the middle of its outward code


class Gazetteer:
    """The bundled centroids of sectors and outward codes and, where the operator imported one, a file of postcodes."""

    def __init__(self, areas: dict[str, Point], full: sqlite3.Connection | None = None) -> None:
        self._areas = areas
        self._outcodes = [(point, code) for code, point in areas.items() if " " not in code]
        self._full = full

    @classmethod
    def load(cls, full: Path | None = None) -> Self:
        """Bundled centroids, with the whole postcodes of `full` where that file exists. Raises UnusableFile."""
        areas = _bundled("outcodes.csv") | _bundled("sectors.csv")
        if full is None or not full.exists():
            return cls(areas)
        connection = postcode_file.open_for_reading(full)
        return cls(postcode_file.areas(connection) | areas, connection)

    def close(self) -> None:
        """Let go of the imported file."""
        if self._full is not None:
            self._full.close()

    def find(self, postcode: str) -> Place:
        """The nearest that is known: the postcode, else its sector, else its outward code.

        Raises NotAPostcode for what cannot be one, and UnknownPostcode.
        """
        asked = read(postcode)
        point, precision = self._best(asked)
        return Place(point=point, precision=precision, postcode=asked.whole, outcode=asked.outcode)

    def outcode_near(self, point: Point) -> str:
        """The outward code whose centroid is nearest. Raises NoOutcodeNear outside the United Kingdom."""
        narrowing = cos(radians(point.latitude)) ** 2
        nearest, outcode = min(
            self._outcodes,
            key=lambda known: (
                (known[0].latitude - point.latitude) ** 2 + narrowing * (known[0].longitude - point.longitude) ** 2
            ),
        )
        if distance_km(point, nearest) > FARTHEST_KM:
            raise NoOutcodeNear
        return outcode

    def _best(self, asked: Postcode) -> tuple[Point, Precision]:
        if asked.whole and self._full and (point := postcode_file.find(self._full, asked.whole)):
            return point, Precision.POSTCODE
        if asked.sector and (point := self._areas.get(asked.sector)):
            return point, Precision.SECTOR
        if point := self._areas.get(asked.outcode):
            return point, Precision.OUTCODE
        raise UnknownPostcode


def _bundled(name: str) -> dict[str, Point]:
    rows = csv.reader(files("shared.places").joinpath(name).read_text(encoding="utf-8").splitlines()[1:])
    return {code: Point(latitude=float(latitude), longitude=float(longitude)) for code, latitude, longitude, _ in rows}
