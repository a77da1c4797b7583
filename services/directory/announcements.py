"""Which events a change of a listing makes."""

from collections.abc import Iterator
from datetime import datetime

from services.directory.model import Change
from services.directory.redaction import publish
from shared.bus import Stream
from shared.contracts.catalogue import LISTING_PUBLISHED
from shared.contracts.events import Event, ListingPublished
from shared.contracts.open_referral import Service
from shared.contracts.words import ServiceId
from shared.ids import new_id

STREAM = Stream(
    name="DIRECTORY",
    subjects=("directory.services.*", "directory.internal.*", "directory.directives.*"),
    latest_only=True,
)
SOURCE = "/directory"
Announcement = tuple[str, Event[ListingPublished]]


def announcements(change: Change, now: datetime) -> Iterator[Announcement]:
    """The public subject and the internal one, each as far as it knows or knew the listing."""
    before, after = change.before, change.after
    if after.listed or (before and before.listed):
        yield _event("services", change, after.shown if after.listed else None, now)
    internal = after.internal and after.deleted_at is None
    was_internal = before is not None and before.internal and before.deleted_at is None
    if internal or was_internal:
        yield _event("internal", change, publish(after.document) if internal else None, now)


def _event(room: str, change: Change, service: Service | None, now: datetime) -> Announcement:
    after = change.after
    data = ListingPublished(
        service_id=ServiceId(after.id), version=after.version, service=service, internal=room == "internal"
    )
    return f"directory.{room}.{after.id}", Event(
        id=new_id(), source=SOURCE, type=LISTING_PUBLISHED.name, time=now, data=data
    )
