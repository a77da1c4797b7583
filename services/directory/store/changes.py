"""Queries for those who follow the directory."""

from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.contracts.open_referral import Service
from shared.db import Transaction


class Changed(Struct, frozen=True, kw_only=True):
    """A service that changed, as it is now: None where it is no longer shown."""

    sequence: int
    id: UUID
    last_modified: datetime
    shown: Service | None = None


async def last(tx: Transaction, since: int, limit: int | None) -> int:
    """The sequence up to which the next answer goes; `since` itself where nothing is new."""
    return await tx.one(
        int,
        """
        SELECT coalesce(max(sequence), %(since)s) AS sequence
        FROM (SELECT sequence FROM services WHERE sequence > %(since)s AND was_listed
              ORDER BY sequence LIMIT %(limit)s) AS following
        """,
        since=since,
        limit=limit,
    )


async def between(tx: Transaction, since: int, until: int) -> AsyncIterator[Changed]:
    """Every service whose last change lies between, in the order of the changes. Never-shown ones are not named."""
    async for row in tx.stream(
        Changed,
        """
        SELECT sequence, id, last_modified, CASE WHEN listed THEN shown END AS shown
        FROM services WHERE sequence > %(since)s AND sequence <= %(until)s AND was_listed ORDER BY sequence
        """,
        since=since,
        until=until,
    ):
        yield row
