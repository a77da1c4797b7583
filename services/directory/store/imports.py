"""Queries of what imports did."""

from uuid import UUID

from msgspec import Struct

from shared.contracts.imports import ImportReport
from shared.db import Transaction, encode


class _Row(Struct, frozen=True):
    report: ImportReport


async def keep(tx: Transaction, report: ImportReport) -> None:
    """Write a report down."""
    await tx.run(
        """
        INSERT INTO imports (id, source, started_at, report)
        VALUES (%(id)s, %(source)s, %(started_at)s, %(report)s::jsonb)
        """,
        id=report.id,
        source=report.source,
        started_at=report.started_at,
        report=encode(report),
    )


async def latest(tx: Transaction, limit: int) -> list[ImportReport]:
    """The latest reports, the newest first."""
    rows = await tx.all(_Row, "SELECT report FROM imports ORDER BY started_at DESC, id LIMIT %(limit)s", limit=limit)
    return [row.report for row in rows]


async def get(tx: Transaction, id: UUID) -> ImportReport | None:
    """One report."""
    row = await tx.maybe(_Row, "SELECT report FROM imports WHERE id = %(id)s", id=id)
    return row.report if row else None
