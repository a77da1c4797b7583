"""Where help is given, whom it covers, and when."""

from typing import Literal
from uuid import UUID

from shared.contracts.open_referral.contacts import Contact, Language, Phone
from shared.contracts.open_referral.terms import Attribute, Record


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
    service_area: str | None = None  # UK profile


class Accessibility(Record, frozen=True, kw_only=True, omit_defaults=True):
    """How people get in and take part."""

    location_id: UUID | None = None
    description: str | None = None
    details: str | None = None
    url: str | None = None
    accessibility: str | None = None  # UK profile
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
