"""Queries of who keeps which organisations' listings."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shared.db import Transaction


async def organizations_of(tx: Transaction, sub: str) -> list[UUID]:
    """The organisations whose listings somebody keeps."""
    return await tx.all(
        UUID, "SELECT organization_id FROM editors WHERE sub = %(sub)s ORDER BY organization_id", sub=sub
    )


async def grant(tx: Transaction, sub: str, organizations: Sequence[UUID], by: str, now: datetime) -> None:
    """Let somebody keep the listings of these organisations, and of no others."""
    await tx.run("DELETE FROM editors WHERE sub = %(sub)s", sub=sub)
    await tx.run(
        """
        INSERT INTO editors (sub, organization_id, granted_by, granted_at)
        SELECT DISTINCT %(sub)s, organization_id, %(by)s, %(now)s::timestamptz
        FROM unnest(%(organizations)s::uuid[]) AS given (organization_id)
        """,
        sub=sub,
        organizations=list(organizations),
        by=by,
        now=now,
    )
