"""How to reach a service: languages, telephone numbers, people, addresses on the web."""

from typing import Literal
from uuid import UUID

from shared.contracts.open_referral.terms import Attribute, Record


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


class Url(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A further address on the web (HSDS 3.1)."""

    url: str
    label: str | None = None
    organization_id: UUID | None = None
    service_id: UUID | None = None
