"""Every event that crosses a wall: CloudEvents 1.0, structured JSON, past tense, and none of them knows a person."""

from datetime import datetime
from typing import Annotated, Generic, Literal, TypeVar
from uuid import UUID

from msgspec import Meta, Struct

from shared.contracts.open_referral import Service
from shared.contracts.words import Milestone, PartnerId, ReferralId, ServiceId

Data = TypeVar("Data")


class Event(Struct, Generic[Data], frozen=True, kw_only=True):
    """The CloudEvents envelope. `id` is the `Nats-Msg-Id`; `type` is `noun.verb.vN`."""

    id: UUID
    source: str
    type: str
    time: datetime
    data: Data
    specversion: Literal["1.0"] = "1.0"
    datacontenttype: Literal["application/json"] = "application/json"


class ListingPublished(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`listing.published.v1` on `directory.services.<service_id>`: the public listing, whole, or its tombstone.

    Readers ignore a version that is not higher than the one they have.
    """

    service_id: ServiceId
    version: Annotated[int, Meta(ge=1)]
    service: Service | None = None  # None: a tombstone
    replaced_by: ServiceId | None = None
    internal: bool = False


class HandoffReady(Struct, frozen=True, kw_only=True):
    """`handoff.ready.v1` on `handoffs.<partner_id>`: something is there to be collected."""

    referral_id: ReferralId
    partner_id: PartnerId
    detail_url: str


class HandoffWithdrawn(Struct, frozen=True, kw_only=True):
    """`handoff.withdrawn.v1` on `handoffs.<partner_id>`: stop, delete what you collected, and confirm."""

    referral_id: ReferralId
    partner_id: PartnerId
    detail_url: str


class MilestoneReached(Struct, frozen=True, kw_only=True):
    """`milestone.<name>.v1` on `jobcentre.<consumer_id>`. Pseudonym and reference differ for each consumer."""

    pseudonym: str
    reference: str
    milestone: Milestone


class SharingEnded(Struct, frozen=True, kw_only=True):
    """`sharing.ended.v1` on `jobcentre.<consumer_id>`: one form for every ending, and no reason."""

    pseudonym: str
    reference: str
