"""The SQLite file of whole postcodes: written once by an import, then only read."""

import os
import sqlite3
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from shared.contracts.places import Point
from shared.places.refusals import UnusableFile

FORMAT = 1466984497  # application_id: "Wph1", with the version of the tables

STAGING = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TEMP TABLE staged (
    postcode TEXT PRIMARY KEY, latitude REAL NOT NULL, longitude REAL NOT NULL, ended INTEGER NOT NULL
) WITHOUT ROWID;
"""

# A postcode that is no longer used counts only where its whole sector is no longer used.
FINISHING = """
CREATE TABLE postcodes (
    postcode TEXT PRIMARY KEY, latitude REAL NOT NULL, longitude REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE areas (
    code TEXT PRIMARY KEY, latitude REAL NOT NULL, longitude REAL NOT NULL
) WITHOUT ROWID;
INSERT INTO postcodes
    SELECT postcode, latitude, longitude FROM staged WHERE NOT ended ORDER BY postcode;
INSERT INTO areas
    SELECT substr(postcode, 1, length(postcode) - 2), avg(latitude), avg(longitude) FROM postcodes GROUP BY 1;
INSERT INTO postcodes
    SELECT postcode, latitude, longitude FROM staged
    WHERE ended AND substr(postcode, 1, length(postcode) - 2) NOT IN (SELECT code FROM areas) ORDER BY postcode;
INSERT OR IGNORE INTO areas
    SELECT substr(postcode, 1, length(postcode) - 2), avg(latitude), avg(longitude) FROM postcodes GROUP BY 1;
INSERT INTO areas
    SELECT substr(postcode, 1, length(postcode) - 4), avg(latitude), avg(longitude) FROM postcodes GROUP BY 1;
PRAGMA application_id = 1466984497;
"""


def open_for_reading(path: Path) -> sqlite3.Connection:
    """The file, read-only and from any thread. Raises UnusableFile where an import did not write it."""
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
    except sqlite3.Error as error:
        raise UnusableFile(f"{path.name} cannot be opened: {error}.") from error
    if _format(connection) != FORMAT:
        connection.close()
        raise UnusableFile(f"{path.name} is not a file of postcodes that this version wrote. Import it again.")
    return connection


def _format(connection: sqlite3.Connection) -> int | None:
    try:
        return _number(connection, "PRAGMA application_id")
    except sqlite3.DatabaseError:
        return None


def find(connection: sqlite3.Connection, postcode: str) -> Point | None:
    """Where a whole postcode in its official spelling is."""
    query = "SELECT latitude, longitude FROM postcodes WHERE postcode = ?"
    row = connection.execute(query, (postcode,)).fetchone()
    return Point(latitude=row[0], longitude=row[1]) if row else None


def areas(connection: sqlite3.Connection) -> dict[str, Point]:
    """Centroids of all sectors and outward codes in the file."""
    rows = connection.execute("SELECT code, latitude, longitude FROM areas")
    return {code: Point(latitude=latitude, longitude=longitude) for code, latitude, longitude in rows}


@contextmanager
def replacing(target: Path) -> Generator[sqlite3.Connection]:
    """A new file to fill, which takes the place of `target` in one step, and only when everything went well."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as folder:
        new = Path(folder) / target.name
        with closing(sqlite3.connect(new)) as connection:
            yield connection
        with new.open("rb+") as file:
            os.fsync(file.fileno())
        new.replace(target)


def stage(connection: sqlite3.Connection, rows: Iterator[tuple[str, float, float, bool]]) -> int:
    """Take in postcodes, one that is in use before one that has ended; the number of different ones."""
    connection.executescript(STAGING)
    connection.executemany(
        "INSERT INTO staged VALUES (?, ?, ?, ?) ON CONFLICT (postcode) DO UPDATE SET"
        " latitude = excluded.latitude, longitude = excluded.longitude, ended = excluded.ended"
        " WHERE excluded.ended < staged.ended",
        rows,
    )
    return _number(connection, "SELECT count(*) FROM staged")


def finish(connection: sqlite3.Connection) -> int:
    """Settle which postcodes stay, and the centroids of their sectors and outward codes; the number that stay."""
    connection.executescript(FINISHING)
    connection.commit()
    return _number(connection, "SELECT count(*) FROM postcodes")


def _number(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])
