"""Referrals: one person, one need, one provider approached; and what each side says about them (REFERRALS 1 to 4)."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from shared.contracts.people import Short, Text
from shared.contracts.words import (
    Cancellation,
    ConsentId,
    Failure,
    Outcome,
    PartnerId,
    PersonId,
    ReferralId,
    Rejection,
    ServiceId,
    Status,
)

Content = dict[Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,59}$")], Annotated[str, Meta(max_length=4000)]]


class ReferralNew(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A draft. `content` holds what is to be shared, and may hold only the fields of the consent."""

    person: PersonId
    service_id: ServiceId
    partner: PartnerId
    needs: Annotated[tuple[Annotated[str, Meta(max_length=80)], ...], Meta(min_length=1, max_length=40)]
    consent: ConsentId
    content: Annotated[Content, Meta(max_length=60)]
    service_name: Short | None = None
    replaces: ReferralId | None = None


class Acceptance(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Yes: who will get in touch, and by when."""

    contact_name: Short
    contact_by: date
    message: Text | None = None


class RejectionBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """No, and why; another service may be suggested, and nothing is passed on."""

    reason: Rejection
    text: Text | None = None
    suggested_service: ServiceId | None = None


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What else is needed. A field that was not agreed to needs a new agreement first."""

    text: Text
    fields: tuple[Short, ...] = ()


class Progress(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A start, a pause or a step of support."""

    sub_status: Short | None = None
    reason: Text | None = None
    expected: date | None = None
    channel: Short | None = None


class OutcomeBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What support led to. Staff record it when the provider has gone quiet and the person confirms."""

    outcome: Outcome
    text: Text | None = None
    person_confirms: bool = False


class FailureBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """It did not work out; never the person's failing. `could_not_contact` needs 3 attempts recorded before."""

    reason: Failure
    text: Text | None = None


class Withdrawal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Stop. A reason is never demanded."""

    reason: Cancellation = Cancellation.CHANGED_MIND


class Mistake(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sent by mistake: the provider is told to delete."""

    reason: Text


class ReferralEvent(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A transition, appended and never rewritten."""

    at: datetime
    status: Status
    label: str
    by: str
    sub_status: str | None = None
    reason: str | None = None
    text: str | None = None


class Referral(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A referral as staff see it."""

    id: ReferralId
    reference: str
    person: PersonId
    service_id: ServiceId
    partner: PartnerId
    partner_name: str
    needs: tuple[str, ...]
    consent: ConsentId
    status: Status
    label: str
    created_at: datetime
    events: tuple[ReferralEvent, ...]
    service_name: str | None = None
    sub_status: str | None = None
    reason: str | None = None
    contact_name: str | None = None
    contact_by: date | None = None
    message: str | None = None
    suggested_service: ServiceId | None = None
    sent_at: datetime | None = None
    collected_at: datetime | None = None
    deletion_confirmed_at: datetime | None = None
    replaces: ReferralId | None = None


class PartnerReferral(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A referral as its provider sees it. What was shared is collected apart, and only while consent holds."""

    id: ReferralId
    reference: str
    service_id: ServiceId
    status: Status
    label: str
    sent_at: datetime
    detail_url: str
    service_name: str | None = None
    sub_status: str | None = None
    contact_name: str | None = None
    contact_by: date | None = None
    question: str | None = None
    respond_by: datetime | None = None


class Collected(Struct, frozen=True, kw_only=True):
    """Exactly the fields that the person agreed to share."""

    referral_id: ReferralId
    reference: str
    service_id: ServiceId
    content: dict[str, str]


class Action(Struct, frozen=True, kw_only=True):
    """Something the caller may do now. `schema` is the name of the body in the OpenAPI document."""

    action: str
    method: Literal["POST"]
    url: str
    schema: str | None


class Actions(Struct, frozen=True, kw_only=True):
    """Every button."""

    actions: tuple[Action, ...]


class CollectRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Asked on `collect.<partner_id>`."""

    request_id: UUID
    referral_id: ReferralId


class CollectAnswer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """200 with the content; 404, 410, 422 or 503 with a sentence."""

    status: int
    content: Collected | None = None
    problem: str | None = None


class ReplyAnswer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of a reply on `replies.<partner_id>`, after it was committed."""

    status: int
    referral: PartnerReferral | None = None
    problem: str | None = None
    errors: tuple[str, ...] = ()
    replayed: bool = False
