"""A saved column mapping: which table and which columns hold what. Kept in TOML, one file for each kind of export."""

from collections.abc import Iterator
from importlib.resources import files

import msgspec
from msgspec import Struct

from services.directory.feeds.records import UnreadableFeed
from services.directory.feeds.tables import Tables
from shared.checking import convert
from shared.errors import Fault, Invalid


class NotAMapping(Invalid):
    """This column mapping cannot be used. Each thing that is wrong with it is listed."""


class Link(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of pairs: a service, and something it has."""

    table: str
    service: str
    other: str


class Rename(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column that becomes a term on the service, its text by its code, under a link type.

    A text that `values` does not name is its own name; one mapped to "" says nothing.
    """

    column: str
    link_type: str
    taxonomy: str
    values: dict[str, str] = {}


class ServiceColumns(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a service's fields stand. `fields` are fields of the standard that hold text, by column."""

    table: str
    id: str
    name: str
    organization: str
    description: tuple[str, ...] = ()  # in order; a text that an earlier one already has is not repeated
    fields: dict[str, str] = {}
    status: str | None = None
    statuses: dict[str, str] = {}
    ages: str | None = None
    free: str | None = None
    fees: str | None = None
    eligibility: dict[str, str] = {}  # label by column: together they are eligibility_description
    links: dict[str, str] = {}  # label by column: further web addresses
    terms: tuple[Rename, ...] = ()


class OrganizationColumns(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an organisation's fields stand. Texts in `nothing` are what the export writes for no value."""

    table: str
    id: str
    name: str
    fields: dict[str, str] = {}
    nothing: tuple[str, ...] = ()


class LocationColumns(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a place's fields stand: `address` columns in order, or degrees."""

    table: str
    id: str
    services: Link
    address: tuple[str, ...] = ()
    city: str | None = None
    county: str | None = None
    postcode: str | None = None
    name: str | None = None
    latitude: str | None = None
    longitude: str | None = None


class CategoryColumns(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of categories, and which service has which."""

    table: str
    id: str
    name: str
    taxonomy: str
    services: Link
    link_type: str = "service_type"


class Mapping(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole mapping."""

    title: str
    service: ServiceColumns
    organization: OrganizationColumns | None = None
    location: LocationColumns | None = None
    categories: CategoryColumns | None = None


def shipped() -> dict[str, Mapping]:
    """The mappings that come with Wayfare, by name."""
    folder = files("services.directory.feeds") / "mappings"
    named = sorted((item.name.removesuffix(".toml"), item) for item in folder.iterdir() if item.name.endswith(".toml"))
    return {name: read(item.read_text(encoding="utf-8")) for name, item in named}


def read(text: str) -> Mapping:
    """A mapping. Raises `NotAMapping` with everything that is wrong."""
    try:
        return convert(Mapping, msgspec.toml.decode(text))
    except msgspec.DecodeError as error:
        raise NotAMapping(faults=[Fault(field="mapping", message=f"This is not TOML: {error}")]) from None
    except Invalid as refusal:
        found = [Fault(field=f"mapping.{fault.field}", message=fault.message) for fault in refusal.faults]
        raise NotAMapping(faults=found) from None


def chosen(asked: str | None, tables: Tables) -> Mapping:
    """The mapping of that name, or written out as TOML; without either the shipped one that fits these tables."""
    known = shipped()
    if asked is not None:
        mapping = known.get(asked) or (read(asked) if "=" in asked else None)
        if mapping is None:
            raise NotAMapping(faults=[Fault(field="mapping", message=f"There is {', '.join(known)}, and no {asked!r}")])
        found = list(missing(mapping, tables))
        if found:
            raise NotAMapping(faults=found)
        return mapping
    fitting = [mapping for mapping in known.values() if not any(missing(mapping, tables))]
    if not fitting:
        raise UnreadableFeed(
            f"No saved mapping fits the columns of {', '.join(tables) or 'no table'}. Send one as `mapping`.",
            [fault for mapping in known.values() for fault in missing(mapping, tables)],
        )
    return fitting[0]


def missing(mapping: Mapping, tables: Tables) -> Iterator[Fault]:
    """Every table and column that the mapping names and the feed does not have."""
    for table, columns in _named(mapping).items():
        sheet = tables.get(table.lower())
        if sheet is None:
            yield Fault(field=table, message="The feed has no such table. Name the file or sheet like this")
        else:
            for column in columns:
                if sheet.columns and column not in sheet.columns:
                    yield Fault(field=f"{table}.{column}", message=f"There is no such column in {sheet.file}")


def _named(mapping: Mapping) -> dict[str, list[str]]:
    service, organization, location, categories = (
        mapping.service,
        mapping.organization,
        mapping.location,
        mapping.categories,
    )
    singles = (service.id, service.name, service.organization, service.status, service.ages, service.free, service.fees)
    groups = (*service.description, *service.fields.values(), *service.eligibility, *service.links)
    terms = (term.column for term in service.terms)
    named = {service.table: [column for column in (*singles, *groups, *terms) if column]}
    if organization:
        named[organization.table] = [organization.id, organization.name, *organization.fields.values()]
    if location:
        parts = (
            location.city,
            location.county,
            location.postcode,
            location.name,
            location.latitude,
            location.longitude,
        )
        named[location.table] = [location.id, *location.address, *(column for column in parts if column)]
        named[location.services.table] = [location.services.service, location.services.other]
    if categories:
        named[categories.table] = [categories.id, categories.name]
        named[categories.services.table] = [categories.services.service, categories.services.other]
    return named
