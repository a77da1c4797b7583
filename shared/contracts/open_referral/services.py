"""Who gives help, and a service: whole, and as it is given at one place."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.contracts.open_referral.backing import Funding, OrganizationIdentifier, Program
from shared.contracts.open_referral.contacts import Contact, Language, Phone, Url
from shared.contracts.open_referral.places import Location, Schedule, ServiceArea
from shared.contracts.open_referral.terms import Attribute, Record

ServiceStatus = Literal["active", "inactive", "defunct", "temporarily closed"]


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


class RequiredDocument(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A paper to bring."""

    service_id: UUID | None = None
    document: str | None = None
    uri: str | None = None


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
    fees: str | None = None  # UK profile, deprecated there
    fees_description: str | None = None
    wait_time: str | None = None
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
