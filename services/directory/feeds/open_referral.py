"""Reads Open Referral UK 3.0: a list, pages, NDJSON or one document."""

from collections.abc import Callable, Iterator

import msgspec

from services.directory.feeds import conformance, splitting
from services.directory.feeds.records import Content, Feed, Files, Found, Read, Refused, UnreadableFeed
from services.directory.feeds.splitting import Piece
from services.directory.feeds.tidying import is_mapping
from shared.contracts.imports import FeedRemark
from shared.errors import Fault, Invalid

MOST_FAULTS = 20  # of one record
TOO_DEEP = Fault(field="", message="This is nested more deeply than any record of the standard")


def read(files: Files) -> Feed:
    """Every service of every file, in order."""
    return _read_all(files, splitting.pieces)


def read_lines(files: Files) -> Feed:
    """Every service of NDJSON files, even where the first line is broken."""
    return _read_all(files, splitting.lines)


def found(given: object, line: int, file: str, number: int) -> Found:
    """One record that was decoded."""
    record = name_of(given, number)
    try:
        service, left_out = conformance.check(given)
    except Invalid as refusal:
        return Refused(faults=tuple(remark(fault, line, file, record) for fault in refusal.faults[:MOST_FAULTS]))
    except RecursionError:
        return Refused(faults=(remark(TOO_DEEP, line, file, record),))
    odd = tuple(remark(fault, line, file, record) for fault in conformance.oddities(service))
    return Read(service=service, line=line, file=file, remarks=odd, left_out=left_out)


def remark(fault: Fault, line: int, file: str, record: str) -> FeedRemark:
    """A fault with the place of its record."""
    return FeedRemark(field=fault.field, reason=fault.message, line=line, file=file, record=record)


def name_of(given: object, number: int) -> str:
    """The record's own id, else its number."""
    named = given.get("id") if is_mapping(given) else None
    return named if isinstance(named, str) and named.strip() else f"number {number}"


def decoded(piece: Piece) -> object:
    """The JSON of one record. Raises `Invalid`."""
    try:
        return msgspec.json.decode(piece.text)
    except msgspec.DecodeError as error:
        fault = Fault(field="", message=f"This is not JSON that can be read: {error}")
        raise Invalid(faults=[fault]) from None
    except RecursionError:
        raise Invalid(faults=[TOO_DEEP]) from None


def _read_all(files: Files, split: Callable[[Content], Iterator[Piece]]) -> Feed:
    empty = True
    for file, content in files.items():
        for number, piece in enumerate(split(content), 1):
            empty = False
            yield _found(piece, file, number)
    if empty and not any(content[:1] for content in files.values()):
        raise UnreadableFeed("There is nothing in this feed.")


def _found(piece: Piece, file: str, number: int) -> Found:
    try:
        given = decoded(piece)
    except Invalid as refusal:
        return Refused(faults=tuple(remark(fault, piece.line, file, f"number {number}") for fault in refusal.faults))
    return found(given, piece.line, file, number)
