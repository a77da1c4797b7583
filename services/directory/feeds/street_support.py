"""Reads Street Support: three JSON files, in which a service is repeated once for each of its categories.

The same words of the same organisation are one service, with all its categories, places and opening times.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeVar

import msgspec

from services.directory.feeds import splitting
from services.directory.feeds.naming import Names
from services.directory.feeds.open_referral import remark
from services.directory.feeds.opening import fault_of
from services.directory.feeds.records import Feed, Files, Read, Refused, UnreadableFeed
from services.directory.feeds.splitting import Piece
from services.directory.feeds.street_listing import listing
from services.directory.feeds.street_records import CategoryRecord, StreetRecord, names_of
from services.directory.feeds.tidying import is_mapping, tidy
from shared.checking import convert
from shared.contracts.imports import FeedRemark
from shared.errors import Fault, Invalid

SERVICES, ORGANISATIONS, CATEGORIES = "services.json", "organisations.json", "service-categories.json"
T = TypeVar("T")
Repeats = list[tuple[Piece, StreetRecord]]


def read(files: Files, source: str) -> Feed:
    """Refused records first, then every distinct service."""
    by_name = {name.rpartition("/")[2]: content for name, content in files.items()}
    if SERVICES not in by_name:
        raise UnreadableFeed(f"Street Support feeds have a file {SERVICES}. There is: {', '.join(by_name) or 'none'}.")
    organisations = _table(by_name, ORGANISATIONS, dict[str, str], {})
    categories = names_of(_table(by_name, CATEGORIES, tuple[CategoryRecord, ...], ()))
    same: defaultdict[tuple[str, str], Repeats] = defaultdict(list)
    for number, piece in enumerate(splitting.pieces(by_name[SERVICES]), 1):
        try:
            record = _record(piece)
        except Invalid as refusal:
            yield _refused(refusal, piece, number)
            continue
        same[record.organization_id, record.description.strip() or record.service_id].append((piece, record))
    names = Names(source)
    for repeats in same.values():
        yield _read(repeats, names, organisations, categories)


def _read(repeats: Repeats, names: Names, organisations: Mapping[str, str], categories: Mapping[str, str]) -> Read:
    return Read(
        service=listing([record for _, record in repeats], names, organisations, categories),
        line=repeats[0][0].line,
        file=SERVICES,
        remarks=tuple(_remarks(repeats, categories, organisations)),
        joined=len(repeats) - 1,
    )


def _record(piece: Piece) -> StreetRecord:
    try:
        given: object = msgspec.json.decode(piece.text)
    except msgspec.DecodeError as error:
        fault = Fault(field="", message=f"This is not JSON that can be read: {error}")
        raise Invalid(faults=[fault]) from None
    return convert(StreetRecord, tidy(given))


def _refused(refusal: Invalid, piece: Piece, number: int) -> Refused:
    record = _name(piece) or f"number {number}"
    return Refused(faults=tuple(remark(fault, piece.line, SERVICES, record) for fault in refusal.faults))


def _name(piece: Piece) -> str | None:
    try:
        given: object = msgspec.json.decode(piece.text)
    except msgspec.DecodeError:
        return None
    named = given.get("service_id") if is_mapping(given) else None
    return named if isinstance(named, str) else None


def _remarks(repeats: Repeats, categories: Mapping[str, str], organisations: Mapping[str, str]) -> Iterator[FeedRemark]:
    for piece, record in repeats:
        for fault in _odd(record, categories, organisations):
            yield remark(fault, piece.line, SERVICES, record.service_id)


def _odd(record: StreetRecord, categories: Mapping[str, str], organisations: Mapping[str, str]) -> Iterator[Fault]:
    for index, time in enumerate(record.opening_times):
        if reason := fault_of(time.day, time.start, time.end):
            yield Fault(field=f"opening_times[{index}]", message=f"{reason}, so this time was left out")
    key = f"{record.category.parent}/{record.category.sub}"
    if categories and key not in categories:
        yield Fault(field="category", message=f"{CATEGORIES} has no {key}, so its key is its name")
    if organisations and record.organization_id not in organisations:
        yield Fault(field="organization_id", message=f"{ORGANISATIONS} has no such key, so the service's name is used")


def _table(files: Files, name: str, kind: type[T], without: T) -> T:
    if name not in files:
        return without
    try:
        return msgspec.json.decode(bytes(files[name]), type=kind)
    except msgspec.DecodeError as error:
        raise UnreadableFeed(f"{name} cannot be read: {error}") from None
