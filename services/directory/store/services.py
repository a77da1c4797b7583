"""Queries of listings. Public answers read `shown`, never `document`."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.directory.model import HistoryEntry, Known, Listing
from shared.contracts.open_referral import Service
from shared.db import Transaction, encode

ONE_WRITER = 7_401_931  # changes commit in the order of their sequence, so that no follower misses one
LONGEST_TEXT, LONGEST_NAME = 100_000, 1_000  # letters that are searched


async def lock(tx: Transaction) -> None:
    """Wait until nobody else is changing listings; held until the transaction ends."""
    await tx.run("SELECT pg_advisory_xact_lock(%(lock)s)", lock=ONE_WRITER)


async def known(tx: Transaction, ids: Sequence[UUID], import_id: UUID | None = None) -> dict[UUID, Known]:
    """What is known of these listings; `seen_line` where this import has seen them."""
    rows = await tx.all(
        Known,
        """
        SELECT services.id, version, source, internal, listed, was_listed, source_hash, deleted_at, line AS seen_line
        FROM services LEFT JOIN sightings ON service_id = services.id AND import_id = %(import_id)s
        WHERE services.id = ANY(%(ids)s)
        """,
        ids=list(ids),
        import_id=import_id,
    )
    return {row.id: row for row in rows}


async def whole(tx: Transaction, id: UUID) -> Listing | None:
    """A listing with everything in it, for whoever keeps it."""
    return await tx.maybe(
        Listing,
        """
        SELECT id, organization_id, name, status, last_modified, assured_date, internal, listed, was_listed,
               deleted_at, version, source, source_hash, document, shown
        FROM services WHERE id = %(id)s
        """,
        id=id,
    )


async def save(tx: Transaction, listings: Sequence[Listing]) -> None:
    """Write listings as they are now."""
    await tx.run_many(SAVE, [_row(listing) for listing in listings])


async def note_history(tx: Transaction, listings: Sequence[Listing], by: str, action: str, now: datetime) -> None:
    """Write down who changed what, and when."""
    await tx.run_many(
        """
        INSERT INTO history (service_id, version, at, by, action, document)
        VALUES (%(id)s, %(version)s, %(now)s, %(by)s, %(action)s, %(document)s::jsonb)
        """,
        [
            {
                "id": one.id,
                "version": one.version,
                "now": now,
                "by": by,
                "action": action,
                "document": encode(one.document),
            }
            for one in listings
        ],
    )


async def history(tx: Transaction, id: UUID) -> list[HistoryEntry]:
    """Every change of a listing, the newest first."""
    return await tx.all(
        HistoryEntry,
        "SELECT version, at, by, action FROM history WHERE service_id = %(id)s ORDER BY history.id DESC",
        id=id,
    )


async def see(tx: Transaction, import_id: UUID, seen: Sequence[tuple[UUID, int]]) -> None:
    """Write down where an import saw listings."""
    await tx.run(
        """
        INSERT INTO sightings (service_id, import_id, line)
        SELECT id, %(import_id)s, min(line)
        FROM unnest(%(ids)s::uuid[], %(lines)s::integer[]) AS seen (id, line) GROUP BY id
        ON CONFLICT (service_id) DO UPDATE SET import_id = excluded.import_id, line = excluded.line
        """,
        import_id=import_id,
        ids=[service_id for service_id, _ in seen],
        lines=[line for _, line in seen],
    )


def _row(listing: Listing) -> dict[str, object]:
    shown = listing.shown
    return {
        "id": listing.id,
        "organization_id": listing.organization_id,
        "name": listing.name,
        "status": listing.status,
        "last_modified": listing.last_modified,
        "assured_date": listing.assured_date,
        "internal": listing.internal,
        "listed": listing.listed,
        "was_listed": listing.was_listed,
        "deleted_at": listing.deleted_at,
        "version": listing.version,
        "source": listing.source,
        "source_hash": listing.source_hash,
        "document": encode(listing.document),
        "shown": encode(shown) if shown else None,
        "title": f"{shown.name[:LONGEST_NAME]} {(shown.alternate_name or '')[:LONGEST_NAME]}" if shown else "",
        "about": _about(shown) if shown else "",
    }


def _about(shown: Service) -> str:
    terms = [one.taxonomy_term.name for one in shown.attributes if one.taxonomy_term]
    by = shown.organization.name if shown.organization else ""
    texts = (by, *terms, shown.eligibility_description, shown.application_process, shown.description)
    return " ".join(text for text in texts if text)[:LONGEST_TEXT]


SAVE = """
INSERT INTO services (id, organization_id, name, status, last_modified, assured_date, internal, listed, was_listed,
                      deleted_at, version, sequence, source, source_hash, document, shown, words)
VALUES (%(id)s, %(organization_id)s, %(name)s, %(status)s, %(last_modified)s, %(assured_date)s, %(internal)s,
        %(listed)s, %(was_listed)s, %(deleted_at)s, %(version)s, nextval('change_sequence'), %(source)s,
        %(source_hash)s, %(document)s::jsonb, %(shown)s::jsonb,
        setweight(to_tsvector('english', %(title)s), 'A') || setweight(to_tsvector('english', %(about)s), 'B'))
ON CONFLICT (id) DO UPDATE SET
    organization_id = excluded.organization_id, name = excluded.name, status = excluded.status,
    last_modified = excluded.last_modified, assured_date = excluded.assured_date, internal = excluded.internal,
    listed = excluded.listed, was_listed = excluded.was_listed, deleted_at = excluded.deleted_at,
    version = excluded.version, sequence = excluded.sequence, source = excluded.source,
    source_hash = excluded.source_hash, document = excluded.document, shown = excluded.shown, words = excluded.words
"""
