"""Begin a transaction for a caller: their rights as settings for row-level security, if they are still let in."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime

from services.referrals.rules.standing import OUTSIDE, PartnerNotApproved, partner_objection, staff_objection
from services.referrals.store import partners, staff
from shared.callers import Caller
from shared.contracts.words import Role
from shared.db import Database, Transaction

HOUSE = "house"


@asynccontextmanager
async def enter(database: Database, by: Caller | None, now: datetime, request_id: str) -> AsyncGenerator[Transaction]:
    """A transaction in which the caller sees and does what they may. Without a caller it sees nobody.

    Raises `NotOnTheStaffList` or `PartnerNotApproved` for somebody who was let in once and is not any more.
    """
    async with database.transaction(rights(by, now, request_id) if by else moment(now, request_id)) as tx:
        if by:
            await _let_in(tx, by)
        yield tx


@asynccontextmanager
async def as_house(database: Database, now: datetime, request_id: str = HOUSE) -> AsyncGenerator[Transaction]:
    """A transaction of the service itself: its clocks and its tidying. It sees everybody."""
    settings = {**moment(now, request_id), "sub": HOUSE, "role": "system"}
    async with database.transaction(settings) as tx:
        yield tx


def rights(by: Caller, now: datetime, request_id: str) -> Mapping[str, str]:
    """What row-level security and the audit go by. Names that a role has no use for are left out."""
    partner = by.partner if by.role is Role.PARTNER_RECEIVER else None
    consumer = by.consumer if by.role is Role.JOBCENTRE else None
    named = {"sub": by.sub, "role": by.role, "office": by.office, "partner": partner, "consumer": consumer}
    return {**moment(now, request_id), **{name: str(value) for name, value in named.items() if value is not None}}


def moment(now: datetime, request_id: str) -> dict[str, str]:
    """When, and in which request."""
    return {"now": now.isoformat(), "request": request_id}


async def _let_in(tx: Transaction, by: Caller) -> None:
    if by.role in OUTSIDE:
        return
    if by.role is Role.PARTNER_RECEIVER:
        objection = partner_objection(await partners.known(tx, by.partner)) if by.partner else PartnerNotApproved()
    else:
        objection = staff_objection(by, await staff.find(tx, by.sub))
    if objection:
        raise objection
