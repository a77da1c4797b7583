"""Reads lines out of an official download: a zip as published, the folder in it, or one CSV file."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from shared.places.refusals import UnusableFile


class Line(NamedTuple):
    """One line of a CSV file, with the file's name in the download and its number from 1."""

    file: str
    number: int
    cells: list[str]


def lines(path: Path, *wanted: re.Pattern[str]) -> Iterator[Line]:
    """Lines of the files whose name in the download fits the first pattern that fits any; of a single file, all.

    Raises UnusableFile, at the latest when a broken part is reached.
    """
    try:
        for name, stream in _streams(path, wanted):
            with stream, io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="") as text:
                rows = csv.reader(text)
                yield from (Line(name, rows.line_num, cells) for cells in rows if cells)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, csv.Error, NotImplementedError) as error:
        raise UnusableFile(f"{path.name} cannot be read: {error}. Download it again. Nothing was changed.") from error


def _streams(path: Path, wanted: tuple[re.Pattern[str], ...]) -> Iterator[tuple[str, IO[bytes]]]:
    if path.is_dir():
        for name in _chosen(path, [file.relative_to(path).as_posix() for file in path.rglob("*.csv")], wanted):
            yield name, (path / name).open("rb")
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in _chosen(path, archive.namelist(), wanted):
                yield name, _member(path, archive, name)
    else:
        yield path.name, path.open("rb")


def _member(path: Path, archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    if archive.getinfo(name).flag_bits & 1:
        raise UnusableFile(f"{path.name} is locked with a password. Nothing was changed.")
    return archive.open(name)


def _chosen(path: Path, names: list[str], wanted: tuple[re.Pattern[str], ...]) -> list[str]:
    for pattern in wanted:
        if fitting := sorted(name for name in names if pattern.search(name)):
            return fitting
    raise UnusableFile(f"{path.name} holds none of the files that this download should have. Nothing was changed.")
