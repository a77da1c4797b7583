"""Agreements, and the log of what left."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from shared.contracts.consents import Evidence
from shared.contracts.words import ConsentId, Milestone, PartnerId, PersonId, ReferralId

Kind = Literal["given", "refused", "withdrawn", "expired", "renewed"]
JOBCENTRE = "jobcentre:"
SCHEMA_VERSION = "1"


class Terms(Struct, frozen=True, kw_only=True):
    """What was agreed, whole: kept sealed with the event that it belongs to."""

    schema_version: str
    record_id: ConsentId
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
    evidence: Evidence
    captured_by: str
    lawful_basis: str = "UK GDPR Art 6(1)(a) consent"
    condition: str = "UK GDPR Art 9(2)(a) explicit consent"
    jurisdiction: str = "GB"
    authority: str = "ICO"
    withdrawal: str = "In person, by phone or in writing, through any member of staff; no reason is asked"


class Link(Struct, frozen=True, kw_only=True):
    """An event of a consent, chained to the one before by its hash."""

    consent: ConsentId
    number: int
    at: datetime
    event: Kind
    by: str
    terms: str  # sealed under the person's key, or "" where the terms did not change
    previous: str
    hash: str


class ConsentRow(Struct, frozen=True, kw_only=True):
    """A row of `consents`: the terms that the rules ask for, and where it stands."""

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
    state: Literal["given", "refused", "withdrawn"]

    @property
    def consumer(self) -> str | None:
        """The Jobcentre system that it names, if it names one."""
        return self.recipient.removeprefix(JOBCENTRE) if self.recipient.startswith(JOBCENTRE) else None


class PartnerKnown(Struct, frozen=True, kw_only=True):
    """What the rules ask of a partner."""

    id: PartnerId
    legal_name: str
    state: Literal["asked", "approved", "suspended"]


class DisclosureRow(Struct, frozen=True, kw_only=True):
    """A row of the disclosure log."""

    id: UUID
    consent: ConsentId | None
    referral: ReferralId | None
    recipient: str
    channel: str
    fields: tuple[str, ...]
    payload_sha256: str | None
    request_id: str
    refused: str | None
    at: datetime
    by: str
