"""Makes the row of a listing out of its document."""

import hashlib
from datetime import date, datetime

import msgspec
from msgspec.structs import replace

from services.directory.model import Known, Listing
from services.directory.redaction import is_internal, publish
from shared.contracts.open_referral import Service

LONGEST = 500_000  # bytes; a message on the broker holds a million


def fingerprint(service: Service) -> bytes:
    """The same for the same document, however it was written."""
    return hashlib.sha256(msgspec.json.encode(service, order="deterministic")).digest()


def too_long(service: Service) -> bool:
    """Whether a document is too long to be announced."""
    return len(msgspec.json.encode(service)) > LONGEST


def listing(
    service: Service, before: Known | None, *, source: str, source_hash: bytes | None, now: datetime
) -> Listing:
    """The listing as of now. Where the document does not say when it was modified, that is now."""
    service = replace(service, last_modified=service.last_modified or now)
    internal = is_internal(service)
    return Listing(
        id=service.id,
        organization_id=service.organization_id,
        name=service.name,
        status=service.status,
        last_modified=service.last_modified or now,
        assured_date=assured_on(service),
        internal=internal,
        listed=not internal,
        was_listed=not internal or bool(before and before.was_listed),
        version=before.version + 1 if before else 1,
        source=source,
        source_hash=source_hash,
        document=service,
        shown=None if internal else publish(service),
    )


def taken_down(kept: Listing, now: datetime) -> Listing:
    """The listing after it was taken down: only its name and that it has ended are shown, and that to no new reader."""
    gone = Service(
        id=kept.id, name=kept.name, status="defunct", organization_id=kept.organization_id, last_modified=now
    )
    return replace(
        kept,
        status="defunct",
        last_modified=now,
        deleted_at=now,
        listed=False,
        version=kept.version + 1,
        shown=gone if kept.listed else None,
    )


def assured_on(service: Service) -> date | None:
    """When the listing was last checked; None for never, and for what is no date."""
    try:
        return date.fromisoformat(service.assured_date or "")
    except ValueError:
        return None
