"""Reads Street Support: three JSON files, in which a service is repeated once for each of its categories.

The same words of the same organisation are one service, with all its categories, places and opening times.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from services.directory.feeds import splitting
from services.directory.feeds.naming import Names
from services.directory.feeds.open_referral import decoded, found, remark
from services.directory.feeds.opening import fault_of
from services.directory.feeds.records import Feed, Files, Found, Read, Refused, UnreadableFeed
from services.directory.feeds.splitting import Piece
from services.directory.feeds.street_listing import listing
from services.directory.feeds.street_records import CategoryRecord, StreetRecord, names_of
from services.directory.feeds.tidying import is_mapping, plain, tidy
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
        yield from _read(repeats, names, organisations, categories)


def _read(
    repeats: Repeats, names: Names, organisations: Mapping[str, str], categories: Mapping[str, str]
) -> Iterator[Found]:
    """A listing; where it is not as the standard asks, each of its records is refused."""
    service = listing([record for _, record in repeats], names, organisations, categories)
    for piece, record in repeats:
        checked = found(plain(service), piece.line, SERVICES, 0)
        if isinstance(checked, Read):
            remarks = (*checked.remarks, *_remarks(repeats, categories, organisations))
            yield replace(checked, remarks=remarks, joined=len(repeats) - 1)
            return
        yield Refused(faults=tuple(replace(fault, record=record.service_id) for fault in checked.faults))


def _record(piece: Piece) -> StreetRecord:
    return convert(StreetRecord, tidy(decoded(piece)))


def _refused(refusal: Invalid, piece: Piece, number: int) -> Refused:
    record = _name(piece) or f"number {number}"
    return Refused(faults=tuple(remark(fault, piece.line, SERVICES, record) for fault in refusal.faults))


def _name(piece: Piece) -> str | None:
    try:
        given = decoded(piece)
    except Invalid:
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
