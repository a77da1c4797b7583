"""The audit: who did what to which record, and when. Ids and names of fields, never what stands in them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.db import Transaction

PAGE = 200


class AuditLine(Struct, frozen=True, kw_only=True):
    """One line. It cannot be changed."""

    sequence: int
    id: UUID
    at: datetime
    by: str
    role: str
    action: str
    subject_kind: str
    subject_id: str
    fields: tuple[str, ...]
    request_id: str


async def note(tx: Transaction, action: str, kind: str, id: object, fields: Iterable[str] = ()) -> None:
    """Write down that the caller of this transaction did `action` (`person.read`). Who and when, the transaction knows.

    Without a caller the line is refused and the transaction with it.
    """
    await tx.run(
        """
        INSERT INTO audit (at, by, role, action, subject_kind, subject_id, fields, request_id)
        VALUES (app('now')::timestamptz, app('sub'), app('role'), %(action)s, %(kind)s, %(id)s, %(fields)s,
                app('request'))
        """,
        action=action,
        kind=kind,
        id=str(id),
        fields=sorted(fields),
    )


async def lines(tx: Transaction, subject: str | None, by: str | None, before: int | None) -> list[AuditLine]:
    """The newest lines before a sequence, of one subject or caller if named; at most 200. For auditors alone."""
    return await tx.all(
        AuditLine,
        """
        SELECT * FROM audit
        WHERE (%(subject)s::text IS NULL OR subject_id = %(subject)s)
          AND (%(by)s::text IS NULL OR by = %(by)s)
          AND (%(before)s::bigint IS NULL OR sequence < %(before)s)
        ORDER BY sequence DESC
        LIMIT %(page)s
        """,
        subject=subject,
        by=by,
        before=before,
        page=PAGE,
    )
