"""Imports Code-Point Open of the Ordnance Survey: the postcodes of Great Britain on the National Grid."""

import re
from pathlib import Path

from shared.places.imports import Imported, Judged, Progress, judge, refuse, write
from shared.places.national_grid import to_wgs84
from shared.places.official import Line, lines

BY_AREA = re.compile(r"(^|/)[A-Z]{1,2}\.csv$", re.IGNORECASE)
NO_COORDINATES = "90"  # positional quality indicator
COLUMNS = 4  # postcode, quality, easting, northing; what follows is not needed
EAST, NORTH = 700_000, 1_300_000  # the extent of the National Grid in metres


def import_code_point_open(path: Path, target: Path, progress: Progress) -> Imported:
    """Write the postcodes of a published zip, its folder or one CSV to `target`; `progress` hears the lines read.

    Raises UnusableFile, and then leaves `target` as it was.
    """
    return write((_read(line) for line in lines(path, BY_AREA)), target, progress)


def _read(line: Line) -> Judged:
    if len(line.cells) < COLUMNS:
        return refuse(line, "line", ",".join(line.cells), "The line has too few columns.")
    postcode, quality, east, north = (cell.strip() for cell in line.cells[:COLUMNS])
    try:
        easting, northing = float(east), float(north)
    except ValueError:
        return refuse(line, "easting, northing", f"{east}, {north}", "The easting or northing is not a number.")
    if quality == NO_COORDINATES or easting == northing == 0:
        return judge(line, postcode, None)
    if not (0 <= easting <= EAST and 0 <= northing <= NORTH):
        return refuse(line, "easting, northing", f"{east}, {north}", "The position is outside the National Grid.")
    return judge(line, postcode, to_wgs84(easting, northing))
