"""Sheets of rows by column name, from CSV files and XLSX workbooks."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import NamedTuple
from zipfile import BadZipFile

import openpyxl

from services.directory.feeds.records import Content, Files, UnreadableFeed

csv.field_size_limit(10_000_000)


class Row(NamedTuple):
    """A row under its header. `line` is the line of a text file, or the row of a sheet."""

    line: int
    cells: Mapping[str, str]


class Sheet(NamedTuple):
    """A table: the file it came from, its columns, and its rows."""

    file: str
    columns: tuple[str, ...]
    rows: list[Row]


Tables = Mapping[str, Sheet]  # by the name of the file or sheet, in small letters and without ending


def tables(files: Files) -> Tables:
    """Every table of every file. Raises `UnreadableFeed`."""
    found: dict[str, Sheet] = {}
    for name, content in files.items():
        path = PurePath(name)
        if path.suffix.lower() == ".xlsx":
            found |= {title.lower(): sheet for title, sheet in _workbook(name, content)}
        elif path.suffix.lower() == ".csv":
            found[path.stem.lower()] = _csv(path.name, content)
        else:
            raise UnreadableFeed(f"{name} is neither a CSV file nor an XLSX workbook.")
    return found


def _csv(name: str, content: Content) -> Sheet:
    try:
        text = bytes(content).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFeed(f"{name} is not UTF-8 text (byte {error.start}). Save it as CSV UTF-8.") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            rows.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFeed(f"{name}, line {start}: {error}. Nothing was imported.") from None
    return _sheet(name, rows)


def _workbook(name: str, content: Content) -> Iterator[tuple[str, Sheet]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(bytes(content)), read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnreadableFeed(f"{name} is not an XLSX workbook that can be read: {error}") from None
    for sheet in book.worksheets:
        rows = [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        yield sheet.title, _sheet(f"{name}:{sheet.title}", list(enumerate(rows, 1)))
    book.close()


def _sheet(file: str, rows: list[tuple[int, list[str]]]) -> Sheet:
    """The first row that is not empty names the columns; empty rows are skipped."""
    filled = [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]
    if not filled:
        return Sheet(file, (), [])
    columns = tuple(cell.strip() for cell in filled[0][1])
    return Sheet(file, columns, [Row(line, dict(zip(columns, cells, strict=False))) for line, cells in filled[1:]])


def _text(cell: object) -> str:
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
