"""Staff, partners who may receive, Jobcentre consumers, and sign-in sessions."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from shared.contracts.people import Short
from shared.contracts.words import OrganizationId, PartnerId, Role

ConsumerId = Annotated[str, Meta(pattern="^[a-z0-9-]{1,60}$")]
PublicKey = Annotated[str, Meta(pattern="^U[A-Z2-7]{55}$")]  # an NKey, public half


class StaffNew(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A member of staff, known by the `sub` of their sign-in."""

    sub: Short
    name: Short
    role: Role
    office: Short
    employer: Short | None = None  # shown to the person (R44, R111)


class Staff(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A member of staff. One who is not active is refused at once, whatever their token says."""

    sub: str
    name: str
    role: Role
    office: str
    active: bool
    employer: str | None = None


class StaffChange(StaffNew, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A member of staff as they are from now on. With `active` false they are refused at once."""

    active: bool


class CoverNew(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A manager names who stands in for a colleague of the same office, and until when."""

    covering: Short
    covered: Short
    until: datetime


class Cover(Struct, frozen=True, kw_only=True):
    """While it lasts, `covering` reaches the caseload of `covered`."""

    id: UUID
    office: str
    covering: str
    covered: str
    until: datetime


class PartnerNew(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Somebody who asks to receive referrals. Keeping a listing gives no right to this (REFERRALS section 6)."""

    legal_name: Short
    organizations: Annotated[tuple[OrganizationId, ...], Meta(max_length=200)]
    email: Annotated[str, Meta(pattern="^[^@ ]+@[^@ ]+$", max_length=200)]
    agreement: Annotated[str, Meta(max_length=200)] | None = None
    nats_key: PublicKey | None = None
    id: PartnerId | None = None


class Partner(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A partner. It receives only when an admin has approved it."""

    id: PartnerId
    legal_name: str
    organizations: tuple[OrganizationId, ...]
    state: Literal["asked", "approved", "suspended"]
    email: str | None = None
    agreement: str | None = None
    approved_at: datetime | None = None
    approved_by: str | None = None
    nats_key: str | None = None


class ConsumerNew(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A Jobcentre system that people may choose to share milestones with."""

    id: ConsumerId
    name: Short
    nats_key: PublicKey | None = None


class Consumer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A Jobcentre system as it is registered."""

    id: str
    name: str
    nats_key: str | None = None


class SessionNew(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A sign-in to be kept: the bearer token that came with this very request, and until when it lasts."""

    expires_in: Annotated[int, Meta(gt=0, le=86400)]


class Session(Struct, frozen=True, kw_only=True):
    """The opaque secret for the cookie. It is hashed at rest and cannot be shown again."""

    secret: str
    id: UUID


class SignedIn(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who a session belongs to, and the token to call the other services with."""

    token: str
    sub: str
    role: Role
    name: str
    office: str | None = None
    partner: PartnerId | None = None
