"""Listings as the directory keeps them."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from shared.contracts.open_referral import Service, ServiceStatus

BY_HAND = "manage"  # the source of listings that were written here


class Known(Struct, frozen=True, kw_only=True):
    """What is known of a listing before a change."""

    id: UUID
    version: int
    source: str
    internal: bool
    listed: bool
    was_listed: bool
    source_hash: bytes | None = None
    deleted_at: datetime | None = None
    seen_line: int | None = None  # where this very import has seen it already


class Listing(Struct, frozen=True, kw_only=True):
    """A listing. `document` is whole; `shown` is what anybody may see: None for an internal one."""

    id: UUID
    name: str
    status: ServiceStatus
    last_modified: datetime
    version: int
    source: str
    document: Service
    internal: bool
    listed: bool
    was_listed: bool
    organization_id: UUID | None = None
    assured_date: date | None = None
    deleted_at: datetime | None = None
    source_hash: bytes | None = None
    shown: Service | None = None

    def known(self, seen_line: int | None = None) -> Known:
        """What is known of it before the next change."""
        return Known(
            id=self.id,
            version=self.version,
            source=self.source,
            source_hash=self.source_hash,
            internal=self.internal,
            listed=self.listed,
            was_listed=self.was_listed,
            deleted_at=self.deleted_at,
            seen_line=seen_line,
        )


class Change(Struct, frozen=True, kw_only=True):
    """A listing before and after."""

    before: Known | None
    after: Listing


class HistoryEntry(Struct, frozen=True, kw_only=True):
    """One change of a listing: who and when."""

    version: int
    at: datetime
    by: str
    action: str
