"""A referral and its history, as the rules and the store know them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from shared.contracts.words import ConsentId, PartnerId, PersonId, ReferralId, ServiceId, Status


class Who(StrEnum):
    """The actors of REFERRALS section 1."""

    CASE_WORKER = "CW"
    ADVISER = "ADV"
    PROVIDER = "PRV"
    PERSON = "CLM"
    MANAGER = "MGR"
    SYSTEM = "SYS"


class Step(StrEnum):
    """What can be done to a referral: the last part of its URL."""

    DRAFT = "draft"
    SENDING = "sending"
    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"
    REJECTION = "rejection"
    QUESTION = "question"
    START = "start"
    PAUSE = "pause"
    PROGRESS = "progress"
    OUTCOME = "outcome"
    FAILURE = "failure"
    WITHDRAWAL = "withdrawal"
    MISTAKE = "mistake"
    UNDO = "undo"
    DELETION = "deletion"


class Standing(Struct, frozen=True, kw_only=True):
    """Where a referral stands. No status: it has not been begun."""

    status: Status | None
    sub_status: str | None = None


class Details(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was said at a step. Kept under the person's key."""

    text: str | None = None
    contact_name: str | None = None
    fields: tuple[str, ...] = ()
    suggested_service: ServiceId | None = None
    expected: date | None = None


class Happened(Struct, frozen=True, kw_only=True):
    """A step that was taken: appended, and never rewritten."""

    number: int
    at: datetime
    by: str
    who: Who
    step: Step
    status: Status
    sub_status: str | None = None
    reason: str | None = None
    contact_by: date | None = None
    channel: str | None = None
    details: Details = Details()

    @property
    def standing(self) -> Standing:
        """Where the referral stood after it."""
        return Standing(status=self.status, sub_status=self.sub_status)


class EventRow(Struct, frozen=True, kw_only=True):
    """A row of `referral_events`: a step whose details are sealed, and the request that made it."""

    referral: ReferralId
    number: int
    at: datetime
    by: str
    who: Who
    step: Step
    status: Status
    sub_status: str | None
    reason: str | None
    contact_by: date | None
    channel: str | None
    details: str
    request_id: str


class ReferralRow(Struct, frozen=True, kw_only=True):
    """A row of `referrals`."""

    id: ReferralId
    reference: str
    correlation: UUID
    person: PersonId
    service_id: ServiceId
    service_name: str | None
    partner: PartnerId
    partner_name: str
    needs: tuple[str, ...]
    consent: ConsentId
    content: str
    status: Status
    created_at: datetime
    sub_status: str | None = None
    reason: str | None = None
    sent_at: datetime | None = None
    collected_at: datetime | None = None
    deletion_confirmed_at: datetime | None = None
    replaces: ReferralId | None = None

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return Standing(status=self.status, sub_status=self.sub_status)


class Facts(Struct, frozen=True, kw_only=True):
    """Everything the rules need to know to say what may be done next."""

    standing: Standing
    history: tuple[Happened, ...] = ()
    obstacles: tuple[str, ...] = ()  # why it cannot be sent now
    sent: bool = False
    deletion_confirmed: bool = False


class Told(Struct, frozen=True, kw_only=True):
    """One piece of news for one Jobcentre system: the event that carries it, and the step that caused it."""

    referral: ReferralId
    consumer: str
    news: str
    event: UUID
    number: int
    consent: ConsentId
