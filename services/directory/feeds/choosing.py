"""Which reader reads these files."""

from enum import StrEnum
from pathlib import PurePath

from services.directory.feeds import open_referral, spreadsheet, street_support
from services.directory.feeds.records import Content, Feed, Files, UnreadableFeed

ZIP = b"PK\x03\x04"
SHEETS = {".csv", ".xlsx"}


class Format(StrEnum):
    """The kinds of feed."""

    AUTO = "auto"
    ORUK = "oruk"
    NDJSON = "ndjson"
    STREET_SUPPORT = "street-support"
    SPREADSHEET = "spreadsheet"


def feed(files: Files, format: Format, source: str, mapping: str | None) -> Feed:
    """The records of these files. Raises `UnreadableFeed` where they cannot be read at all."""
    match recognised(files) if format is Format.AUTO else format:
        case Format.STREET_SUPPORT:
            return street_support.read(_one_named(files, street_support.SERVICES), source)
        case Format.SPREADSHEET:
            return spreadsheet.read(files, source, mapping)
        case Format.NDJSON:
            return open_referral.read_lines(files)
        case _:
            return open_referral.read(files)


def recognised(files: Files) -> Format:
    """The kind, by the names of the files and what they begin with."""
    names = {PurePath(name).name.lower() for name in files}
    endings = {PurePath(name).suffix.lower() for name in files}
    if street_support.SERVICES in names and names & {street_support.ORGANISATIONS, street_support.CATEGORIES}:
        return Format.STREET_SUPPORT
    if endings <= SHEETS:
        return Format.SPREADSHEET
    if endings <= {".ndjson", ".jsonl"}:
        return Format.NDJSON
    if any(content[:4] == ZIP for content in files.values()):
        raise UnreadableFeed("A file inside is neither JSON, CSV nor an XLSX workbook.")
    return Format.ORUK


def named_for(content: Content, format: Format, media_type: str) -> str:
    """A name for a body that came without one, so that it is read as what it is."""
    if content[:4] == ZIP:
        return "feed.xlsx" if _is_workbook(content) else "feed.zip"
    if format is Format.SPREADSHEET or media_type == "text/csv":
        return "service.csv"
    return "feed.ndjson" if "ndjson" in media_type else "feed.json"


def _is_workbook(content: Content) -> bool:
    return content[: 1 << 16].find(b"[Content_Types].xml") >= 0


def _one_named(files: Files, name: str) -> Files:
    """A single file is the one that is needed, whatever it is called."""
    return {name: next(iter(files.values()))} if len(files) == 1 else files
