"""Every event of the house: its type, where it travels, and the Struct of its data."""

from msgspec import Struct

from shared.contracts.events import HandoffReady, HandoffWithdrawn, ListingPublished, MilestoneReached, SharingEnded
from shared.contracts.words import Milestone


class EventType(Struct, frozen=True, kw_only=True):
    """One type of event. `subject` has `{…}` where an id stands."""

    name: str
    stream: str
    subject: str
    data: type[Struct]
    summary: str


LISTING_PUBLISHED = EventType(
    name="listing.published.v1",
    stream="DIRECTORY",
    subject="directory.services.{service_id}",
    data=ListingPublished,
    summary="A public listing as it is now, whole, or its tombstone. One message is kept for each service.",
)
INTERNAL_LISTING_PUBLISHED = EventType(
    name="listing.published.v1",
    stream="DIRECTORY",
    subject="directory.internal.{service_id}",
    data=ListingPublished,
    summary="A listing of an office's own advisers, for the matcher alone.",
)
HANDOFF_READY = EventType(
    name="handoff.ready.v1",
    stream="HANDOFFS",
    subject="handoffs.{partner_id}",
    data=HandoffReady,
    summary="A referral waits to be collected. Consent is checked when you ask.",
)
HANDOFF_WITHDRAWN = EventType(
    name="handoff.withdrawn.v1",
    stream="HANDOFFS",
    subject="handoffs.{partner_id}",
    data=HandoffWithdrawn,
    summary="Stop, delete what you collected, and confirm that you have.",
)
MILESTONES = {
    milestone: EventType(
        name=f"milestone.{milestone}.v1",
        stream="JOBCENTRE_{consumer_id}",
        subject="jobcentre.{consumer_id}",
        data=MilestoneReached,
        summary=f"Somebody who chose to share this has a referral that was {milestone}.",
    )
    for milestone in Milestone
}
SHARING_ENDED = EventType(
    name="sharing.ended.v1",
    stream="JOBCENTRE_{consumer_id}",
    subject="jobcentre.{consumer_id}",
    data=SharingEnded,
    summary="Sharing has ended. It looks the same for every ending and gives no reason.",
)
EVENTS = (
    LISTING_PUBLISHED,
    INTERNAL_LISTING_PUBLISHED,
    HANDOFF_READY,
    HANDOFF_WITHDRAWN,
    *MILESTONES.values(),
    SHARING_ENDED,
)
