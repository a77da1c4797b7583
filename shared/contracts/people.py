"""People, as staff see them. Names and free text are kept under a key per person."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from shared.contracts.words import Access, PersonId

Short = Annotated[str, Meta(min_length=1, max_length=200)]
Text = Annotated[str, Meta(max_length=4000)]
Reference = Annotated[str, Meta(pattern="^[BCDFGHJKMNPQRTVWXY346789]{4}-[BCDFGHJKMNPQRTVWXY346789]{4}$")]


class ContactWay(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One way to reach a person, and whether it is safe."""

    way: Literal["phone", "text", "email", "letter"]
    value: Short
    safe: bool
    may_leave_message: bool = False
    times: Annotated[str, Meta(max_length=200)] | None = None


class TrustedPerson(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Somebody the person brings along (R29), and what they may hear."""

    name: Short
    role: Short
    may_hear: Text


class PersonNew(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is needed to begin: a name. Everything else may follow, or never."""

    name: Short
    known_as: Short | None = None
    contacts: Annotated[tuple[ContactWay, ...], Meta(max_length=10)] = ()
    language: Annotated[str, Meta(pattern="^[a-z]{2,3}$")] | None = None
    interpreter: bool = False
    access: tuple[Access, ...] = ()
    communication: Text | None = None
    trusted_person: TrustedPerson | None = None
    age: Annotated[int, Meta(ge=0, le=120)] | None = None
    postcode: Annotated[str, Meta(max_length=12)] | None = None


class Person(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A person as their own case worker sees them."""

    id: PersonId
    reference: str
    name: str
    office: str
    case_worker: str
    created_at: datetime
    known_as: str | None = None
    contacts: tuple[ContactWay, ...] = ()
    language: str | None = None
    interpreter: bool = False
    access: tuple[Access, ...] = ()
    communication: str | None = None
    trusted_person: TrustedPerson | None = None
    age: int | None = None
    postcode: str | None = None


class PersonSummary(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of the caseload."""

    id: PersonId
    reference: str
    name: str
    created_at: datetime
    case_worker: str | None = None  # another than oneself where one stands in for a colleague


class PersonChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Whatever is to be different; `null` takes a thing away, and what is left out stays."""

    name: Short | UnsetType = UNSET
    known_as: Short | UnsetType | None = UNSET
    contacts: Annotated[tuple[ContactWay, ...], Meta(max_length=10)] | UnsetType = UNSET
    language: Annotated[str, Meta(pattern="^[a-z]{2,3}$")] | UnsetType | None = UNSET
    interpreter: bool | UnsetType = UNSET
    access: tuple[Access, ...] | UnsetType = UNSET
    communication: Text | UnsetType | None = UNSET
    trusted_person: TrustedPerson | UnsetType | None = UNSET
    age: Annotated[int, Meta(ge=0, le=120)] | UnsetType | None = UNSET
    postcode: Annotated[str, Meta(max_length=12)] | UnsetType | None = UNSET


class CaseloadLine(Struct, frozen=True, kw_only=True):
    """That a person is with somebody of the office: what a manager sees, which is no name."""

    id: PersonId
    reference: str
    case_worker: str
    created_at: datetime


class Reassignment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is the person's case worker from now on."""

    case_worker: Short
