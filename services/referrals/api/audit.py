"""`/audit`."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from services.referrals.store import audit as store
from shared.access import only
from shared.contracts.words import Role
from shared.db import Transaction


@get("/audit", guards=[only(Role.AUDITOR)], tags=["audit"], summary="Who did what to which record, newest first")
async def audit(
    tx: NamedDependency[Transaction],
    subject: FromQuery[str | None] = None,
    caller: FromQuery[str | None] = None,
    before: FromQuery[int | None] = None,
) -> list[store.AuditLine]:
    """At most 200 lines, of one subject or one caller if named. `before` a sequence gives the next page."""
    lines = await store.lines(tx, subject, caller, before)
    await store.note(tx, "audit.read", "audit", subject or caller or "all")
    return lines
