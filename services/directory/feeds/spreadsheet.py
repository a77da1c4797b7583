"""Reads spreadsheets by a saved column mapping: a row of the service table is a listing, other tables are joined."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from msgspec import Struct

from services.directory.feeds import open_referral
from services.directory.feeds.mapping import Link, LocationColumns, chosen
from services.directory.feeds.mapping import Mapping as Columns
from services.directory.feeds.naming import Names
from services.directory.feeds.records import Feed, Files, Found, Read, Refused
from services.directory.feeds.sheet_listing import document, unclear
from services.directory.feeds.sheet_places import at_location, missing_parts, organization
from services.directory.feeds.tables import Row, Sheet, Tables, tables
from services.directory.feeds.terms import term
from shared.contracts.imports import FeedRemark
from shared.contracts.open_referral import ServiceAtLocation, TaxonomyTerm
from shared.errors import Fault

Rows = Mapping[str, Row]
Links = Mapping[str, list[tuple[int, str]]]  # of a service: lines and what they link to


class Book(Struct, frozen=True, kw_only=True):
    """The tables of a feed, joined by their ids."""

    columns: Columns
    names: Names
    services: Sheet
    organizations: Rows
    locations: Rows
    places: Links
    terms: Mapping[str, TaxonomyTerm]
    categories: Links


def read(files: Files, source: str, mapping: str | None = None) -> Feed:
    """Every service. Raises `NotAMapping` or `UnreadableFeed` where the mapping and the columns do not fit."""
    sheets = tables(files)
    book = _book(chosen(mapping, sheets), sheets, Names(source))
    for row in book.services.rows:
        yield _found(book, row)


def _book(columns: Columns, sheets: Tables, names: Names) -> Book:
    by, place, categories = columns.organization, columns.location, columns.categories
    return Book(
        columns=columns,
        names=names,
        services=sheets[columns.service.table.lower()],
        organizations=_rows(sheets, by.table, by.id) if by else {},
        locations=_rows(sheets, place.table, place.id) if place else {},
        places=_links(sheets, place.services) if place else {},
        terms={
            key: term(names, categories.taxonomy, key, row.cells.get(categories.name, "").strip())
            for key, row in _rows(sheets, categories.table, categories.id).items()
        }
        if categories
        else {},
        categories=_links(sheets, categories.services) if categories else {},
    )


def _found(book: Book, row: Row) -> Found:
    columns, file = book.columns.service, book.services.file
    key = row.cells.get(columns.id, "").strip()
    faults, remarks = list(_faults(book, row)), list(_remarks(book, row))
    if faults:
        return Refused(faults=tuple(open_referral.remark(fault, row.line, file, key or "no id") for fault in faults))
    by = book.columns.organization
    given = document(
        row.cells,
        book.columns.service,
        book.names,
        organization=organization(book.organizations[row.cells[columns.organization].strip()].cells, by, book.names)
        if by
        else None,
        places=tuple(_places(book, key)),
        categories=tuple(book.terms[other] for _, other in book.categories.get(key, []) if other in book.terms),
    )
    found = open_referral.found(given, row.line, file, row.line)
    return _with(found, tuple(open_referral.remark(fault, row.line, file, key) for fault in remarks))


def _with(found: Found, remarks: tuple[FeedRemark, ...]) -> Found:
    if isinstance(found, Refused):
        return found
    return Read(service=found.service, line=found.line, file=found.file, remarks=(*remarks, *found.remarks))


def _faults(book: Book, row: Row) -> Iterator[Fault]:
    """What a listing cannot do without, by the name of its column."""
    columns = book.columns.service
    for column in (columns.id, columns.name, columns.organization):
        if not row.cells.get(column, "").strip():
            yield Fault(field=column, message="This is required.")
    by, owner = book.columns.organization, row.cells.get(columns.organization, "").strip()
    if by and owner and owner not in book.organizations:
        yield Fault(field=columns.organization, message=f"Table {by.table} has no {owner}")


def _remarks(book: Book, row: Row) -> Iterator[Fault]:
    yield from unclear(row.cells, book.columns.service)
    place = book.columns.location
    for line, other in book.places.get(row.cells.get(book.columns.service.id, "").strip(), []) if place else []:
        if place and (reason := _no_place(book, place, other)):
            yield Fault(
                field=f"{place.services.table}.{place.services.other}",
                message=f"{reason} (line {line}), so the listing has no such place",
            )


def _no_place(book: Book, place: LocationColumns, id: str) -> str | None:
    if not id:
        return "No place is named"
    if id not in book.locations:
        return f"Table {place.table} has no {id}"
    missing = missing_parts(book.locations[id].cells, place)
    return f"{id} has no {', '.join(missing)}" if missing else None


def _places(book: Book, service: str) -> Iterator[ServiceAtLocation]:
    place = book.columns.location
    for _, other in book.places.get(service, []):
        if place and _no_place(book, place, other) is None:
            yield at_location(book.locations[other].cells, place, book.names, service)


def _rows(sheets: Tables, table: str, id: str) -> Rows:
    return {key: row for row in sheets[table.lower()].rows if (key := row.cells.get(id, "").strip())}


def _links(sheets: Tables, link: Link) -> Links:
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in sheets[link.table.lower()].rows:
        found[row.cells.get(link.service, "").strip()].append((row.line, row.cells.get(link.other, "").strip()))
    return found
