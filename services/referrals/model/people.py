"""What is known about a person, and the row that holds it sealed."""

from datetime import datetime

from msgspec import Struct

from shared.contracts.people import ContactWay, TrustedPerson
from shared.contracts.words import Access, PersonId


class About(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything beyond the name. It is kept sealed, as one text."""

    known_as: str | None = None
    contacts: tuple[ContactWay, ...] = ()
    language: str | None = None
    interpreter: bool = False
    access: tuple[Access, ...] = ()
    communication: str | None = None
    trusted_person: TrustedPerson | None = None
    age: int | None = None
    postcode: str | None = None


class PersonRow(Struct, frozen=True, kw_only=True):
    """A row of `people`. `name` and `details` are sealed."""

    id: PersonId
    reference: str
    office: str
    case_worker: str
    created_at: datetime
    name: str
    details: str
