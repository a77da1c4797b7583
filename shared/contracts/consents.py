"""Consent: a named recipient, a purpose, fields and an end (REFERRALS section 5)."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from shared.contracts.people import Short, Text
from shared.contracts.words import ConsentId, Milestone, PersonId, ReferralId

FieldName = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,59}$")]
ConsentState = Literal["given", "refused", "withdrawn", "expired"]
Recipient = Annotated[str, Meta(pattern="^([0-9a-f-]{36}|jobcentre:[a-z0-9-]{1,60})$")]


class Evidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How agreement was given. Spoken consent needs the words read out and the person's own words back."""

    method: Literal["spoken", "signature", "tick"]
    words: Text | None = None
    read_back: Text | None = None
    present: Annotated[str, Meta(max_length=400)] | None = None
    channel: Literal["face-to-face", "phone", "video", "self-view", "letter"] = "face-to-face"
    language: Annotated[str, Meta(pattern="^[a-z]{2,3}$")] = "en"
    format: Literal["plain", "easy-read", "bsl", "large-print"] = "plain"
    benefits_statement: bool = False  # "this has no effect on your benefits" was said


class ConsentNew(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """`recipient` is a partner's id, or `jobcentre:<consumer>` with the milestones that the person chose."""

    person: PersonId
    recipient: Recipient
    purpose: Annotated[str, Meta(min_length=1, max_length=500)]
    fields: Annotated[tuple[FieldName, ...], Meta(max_length=60)]
    valid_until: date
    evidence: Evidence
    excluded: Annotated[tuple[FieldName, ...], Meta(max_length=60)] = ()
    milestones: tuple[Milestone, ...] = ()
    agreed: bool = True  # False: asked and refused, which is recorded and has no effect on anything


class Renewal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same agreement for longer, asked and said anew."""

    valid_until: date
    evidence: Evidence


class Verification(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Are the events of an agreement as they were written? `broken_at` is the first that is not."""

    whole: bool
    events: int
    broken_at: int | None = None


class ConsentEvent(Struct, frozen=True, kw_only=True):
    """A link of the chain: each holds the hash of the one before."""

    at: datetime
    event: Literal["given", "refused", "withdrawn", "expired", "renewed"]
    by: str
    hash: str


class Consent(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the person agreed, as it stands."""

    id: ConsentId
    receipt_id: str
    person: PersonId
    recipient: str
    recipient_name: str
    purpose: str
    fields: tuple[str, ...]
    excluded: tuple[str, ...]
    milestones: tuple[Milestone, ...]
    valid_from: datetime
    valid_until: date
    state: ConsentState
    events: tuple[ConsentEvent, ...]
    pseudonym_code: str | None = None  # for a Jobcentre: the code the person may hand over if they want to


class Receipt(Struct, frozen=True, kw_only=True):
    """The copy that the person keeps, in plain words."""

    receipt_id: str
    title: str
    lines: tuple[Short, ...]


class Disclosure(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One time that something left, or was refused (REFERRALS section 5)."""

    id: UUID
    consent: ConsentId
    recipient: str
    channel: str
    fields: tuple[str, ...]
    at: datetime
    by: str
    payload_sha256: str | None = None
    referral: ReferralId | None = None
    refused: str | None = None
    recalled_at: datetime | None = None
    deletion_confirmed_at: datetime | None = None
