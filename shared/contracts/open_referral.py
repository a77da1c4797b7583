"""Open Referral UK 3.0 documents with the fields of HSDS 3.1: one superset, valid against both schemas.

Empty values are omitted, as the UK profile asks. Ids are UUIDs, dates ISO 8601, degrees WGS 84, money in `currency`.
"""

from datetime import datetime
from typing import Generic, Literal, TypeVar
from uuid import UUID

from msgspec import Struct

T = TypeVar("T")
ServiceStatus = Literal["active", "inactive", "defunct", "temporarily closed"]


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every object of the standard has."""

    id: UUID


class Taxonomy(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A vocabulary."""

    name: str
    description: str
    uri: str | None = None
    version: str | None = None
    taxonomy_terms: tuple["TaxonomyTerm", ...] = ()


class TaxonomyTerm(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A word of a vocabulary."""

    name: str
    description: str
    code: str | None = None
    parent_id: UUID | None = None
    taxonomy: str | None = None
    taxonomy_id: UUID | None = None
    language: str | None = None
    term_uri: str | None = None
    taxonomy_detail: Taxonomy | None = None


class Attribute(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A term hung on a record. `link_type` says in which sense: need, kind, eligibility, referral_route …"""

    link_id: UUID | None = None
    taxonomy_term_id: UUID | None = None
    link_type: str | None = None
    link_entity: str | None = None
    value: str | None = None
    label: str | None = None
    taxonomy_term: TaxonomyTerm | None = None


class Language(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A language that help is given in. `code` is ISO 639."""

    service_id: UUID | None = None
    location_id: UUID | None = None
    phone_id: UUID | None = None
    name: str | None = None
    code: str | None = None
    note: str | None = None


class Phone(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A telephone number."""

    number: str
    extension: float | None = None
    type: Literal["text", "voice", "fax", "cell", "video", "pager", "textphone"] | None = None
    description: str | None = None
    contact_id: UUID | None = None
    location_id: UUID | None = None
    service_id: UUID | None = None
    organization_id: UUID | None = None
    service_at_location_id: UUID | None = None
    languages: tuple[Language, ...] = ()


class Contact(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A public contact."""

    service_id: UUID | None = None
    organization_id: UUID | None = None
    location_id: UUID | None = None
    service_at_location_id: UUID | None = None
    name: str | None = None
    title: str | None = None
    department: str | None = None
    email: str | None = None
    phones: tuple[Phone, ...] = ()
    attributes: tuple[Attribute, ...] = ()


class Schedule(Record, frozen=True, kw_only=True, omit_defaults=True):
    """When: RFC 5545 parts. `opens_at` and `closes_at` carry Z or an offset."""

    service_id: UUID | None = None
    location_id: UUID | None = None
    service_at_location_id: UUID | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    dtstart: str | None = None
    until: str | None = None
    count: int | None = None
    timezone: float | None = None
    wkst: str | None = None
    freq: Literal["WEEKLY", "MONTHLY"] | None = None
    interval: int | None = None
    byday: str | None = None
    byweekno: str | None = None
    bymonthday: str | None = None
    byyearday: str | None = None
    description: str | None = None
    opens_at: str | None = None
    closes_at: str | None = None
    schedule_link: str | None = None
    attending_type: str | None = None
    notes: str | None = None
    attributes: tuple[Attribute, ...] = ()


class ServiceArea(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Where people must live. `extent` is written as `extent_type` says."""

    service_id: UUID | None = None
    service_at_location_id: UUID | None = None
    name: str | None = None
    description: str | None = None
    extent: str | None = None
    extent_type: str | None = None
    uri: str | None = None


class CostOption(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What it costs."""

    service_id: UUID | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    option: str | None = None
    currency: str | None = None
    amount: float | None = None
    amount_description: str | None = None
    attributes: tuple[Attribute, ...] = ()


class Funding(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Who pays for it."""

    organization_id: UUID | None = None
    service_id: UUID | None = None
    source: str | None = None


class Unit(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What is counted in a capacity."""

    name: str
    scheme: str | None = None
    identifier: str | None = None
    uri: str | None = None


class ServiceCapacity(Record, frozen=True, kw_only=True, omit_defaults=True):
    """How many places are free (HSDS 3.1)."""

    unit: Unit
    available: float
    updated: datetime
    service_id: UUID | None = None
    maximum: float | None = None
    description: str | None = None


class Url(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A further address on the web (HSDS 3.1)."""

    url: str
    label: str | None = None
    organization_id: UUID | None = None
    service_id: UUID | None = None


class RequiredDocument(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A paper to bring."""

    service_id: UUID | None = None
    document: str | None = None
    uri: str | None = None


class Accessibility(Record, frozen=True, kw_only=True, omit_defaults=True):
    """How people get in and take part."""

    location_id: UUID | None = None
    description: str | None = None
    details: str | None = None
    url: str | None = None
    attributes: tuple[Attribute, ...] = ()


class Address(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A postal or physical address. In Britain `state_province` is the county or nation."""

    address_1: str
    city: str
    state_province: str
    postal_code: str
    country: str
    address_type: Literal["physical", "postal", "virtual"]
    address_2: str | None = None
    attention: str | None = None
    region: str | None = None
    location_id: UUID | None = None
    attributes: tuple[Attribute, ...] = ()


class Location(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A place where help is given."""

    location_type: Literal["physical", "postal", "virtual"]
    name: str | None = None
    alternate_name: str | None = None
    description: str | None = None
    transportation: str | None = None
    url: str | None = None
    organization_id: UUID | None = None
    latitude: float | None = None
    longitude: float | None = None
    external_identifier: str | None = None
    external_identifier_type: str | None = None
    addresses: tuple[Address, ...] = ()
    accessibility: tuple[Accessibility, ...] = ()
    languages: tuple[Language, ...] = ()
    contacts: tuple[Contact, ...] = ()
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    attributes: tuple[Attribute, ...] = ()


class ServiceAtLocation(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A service as given at one place. `name` and `status` are there because the HSDS OpenAPI asks for them."""

    service_id: UUID | None = None
    location_id: UUID | None = None
    name: str | None = None
    status: ServiceStatus | None = None
    description: str | None = None
    last_modified: datetime | None = None
    location: Location | None = None
    service: "Service | None" = None
    contacts: tuple[Contact, ...] = ()
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    service_areas: tuple[ServiceArea, ...] = ()
    attributes: tuple[Attribute, ...] = ()


class OrganizationIdentifier(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A registration, such as GB-CHC for charities."""

    identifier_type: str
    identifier: str
    identifier_scheme: str | None = None
    organization_id: UUID | None = None
    attributes: tuple[Attribute, ...] = ()


class Program(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A group of services."""

    name: str
    description: str
    organization_id: UUID | None = None
    alternate_name: str | None = None


class Organization(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Who gives help."""

    name: str
    description: str
    alternate_name: str | None = None
    email: str | None = None
    website: str | None = None
    additional_websites: tuple[Url, ...] = ()
    legal_status: str | None = None
    year_incorporated: int | None = None
    tax_id: str | None = None
    tax_status: str | None = None
    logo: str | None = None
    uri: str | None = None
    parent_organization_id: UUID | None = None
    last_modified: datetime | None = None
    funding: tuple[Funding, ...] = ()
    contacts: tuple[Contact, ...] = ()
    phones: tuple[Phone, ...] = ()
    locations: tuple[Location, ...] = ()
    programs: tuple[Program, ...] = ()
    organization_identifiers: tuple[OrganizationIdentifier, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    services: tuple["Service", ...] = ()


class Service(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A service, whole."""

    name: str
    status: ServiceStatus
    organization_id: UUID | None = None
    program_id: UUID | None = None
    alternate_name: str | None = None
    description: str | None = None
    url: str | None = None
    additional_urls: tuple[Url, ...] = ()
    email: str | None = None
    interpretation_services: str | None = None
    application_process: str | None = None
    fees_description: str | None = None
    accreditations: str | None = None
    eligibility_description: str | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    assured_date: str | None = None
    assurer_email: str | None = None
    alert: str | None = None
    last_modified: datetime | None = None
    organization: Organization | None = None
    program: Program | None = None
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    service_areas: tuple[ServiceArea, ...] = ()
    service_at_locations: tuple[ServiceAtLocation, ...] = ()
    languages: tuple[Language, ...] = ()
    funding: tuple[Funding, ...] = ()
    cost_options: tuple[CostOption, ...] = ()
    contacts: tuple[Contact, ...] = ()
    required_documents: tuple[RequiredDocument, ...] = ()
    capacities: tuple[ServiceCapacity, ...] = ()
    attributes: tuple[Attribute, ...] = ()


class Page(Struct, Generic[T], frozen=True, kw_only=True):
    """The envelope of every list. `size` is the number of records on this page."""

    total_items: int
    total_pages: int
    page_number: int
    size: int
    first_page: bool
    last_page: bool
    empty: bool
    contents: tuple[T, ...]
