"""Imports the ONS Postcode Directory, or the National Statistics Postcode Lookup, which has the same columns."""

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from shared.contracts.places import Point
from shared.places.imports import Imported, Judged, Progress, judge, refuse, write
from shared.places.official import Line, lines
from shared.places.refusals import UnusableFile

WHOLE_COUNTRY = re.compile(r"(^|/)(ONSPD|NSPL)[^/]*_UK\.csv$", re.IGNORECASE)
BY_AREA = re.compile(r"(^|/)(ONSPD|NSPL)[^/]*_UK_[A-Z]{1,2}\.csv$", re.IGNORECASE)
POSTCODE = ("pcds", "pcd", "pcd7", "pcd8", "pcd2")
NO_LATITUDE = 99  # the directory writes 99.999999 where a postcode has no grid reference


class Columns(Struct, frozen=True, kw_only=True):
    """Where to look in each line."""

    postcode: int
    latitude: int
    longitude: int
    ended: int

    @property
    def width(self) -> int:
        """The fewest cells that a line needs."""
        return 1 + max(self.postcode, self.latitude, self.longitude, self.ended)


def import_onspd(path: Path, target: Path, progress: Progress) -> Imported:
    """Write the postcodes of a published zip, its folder or one CSV to `target`; `progress` hears the lines read.

    Raises UnusableFile, and then leaves `target` as it was.
    """
    return write(_judged(lines(path, WHOLE_COUNTRY, BY_AREA)), target, progress)


def _judged(every: Iterator[Line]) -> Iterator[Judged]:
    file, columns = "", None
    for line in every:
        if columns is None or line.file != file:
            file, columns = line.file, _columns(line)
        else:
            yield _read(line, columns)


def _columns(header: Line) -> Columns:
    names = [cell.strip().lower() for cell in header.cells]
    postcode = next((name for name in POSTCODE if name in names), "pcds")
    if missing := [name for name in (postcode, "lat", "long", "doterm") if name not in names]:
        raise UnusableFile(f"{header.file} has no column {', '.join(missing)} in its first line. Nothing was changed.")
    return Columns(
        postcode=names.index(postcode),
        latitude=names.index("lat"),
        longitude=names.index("long"),
        ended=names.index("doterm"),
    )


def _read(line: Line, columns: Columns) -> Judged:
    if len(line.cells) < columns.width:
        return refuse(line, "line", ",".join(line.cells), "The line has too few columns.")
    latitude, longitude = line.cells[columns.latitude].strip(), line.cells[columns.longitude].strip()
    try:
        point = _point(latitude, longitude)
    except ValueError:
        return refuse(line, "lat, long", f"{latitude}, {longitude}", "The latitude or longitude is not a number.")
    return judge(line, line.cells[columns.postcode], point, ended=bool(line.cells[columns.ended].strip()))


def _point(latitude: str, longitude: str) -> Point | None:
    if not latitude and not longitude:
        return None
    point = Point(latitude=float(latitude), longitude=float(longitude))
    return None if point.latitude > NO_LATITUDE else point
