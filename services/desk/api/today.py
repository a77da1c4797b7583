"""The first page."""

import asyncio
from datetime import datetime
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from services.desk.rooms.referrals import Referrals
from services.desk.rules.today import today
from services.desk.web.pages import page, see
from services.desk.web.roles import CASE_WORKERS
from services.desk.web.visit import Visit
from shared.access import signed_in
from shared.contracts.words import Role


@get("/", guards=[signed_in], include_in_schema=False)
async def start(
    visit: NamedDependency[Visit], referrals: NamedDependency[Referrals], now: NamedDependency[datetime]
) -> Response[Any]:
    """For staff their day, for partners their inbox, for others a plain word."""
    if visit.who.role is Role.PARTNER_RECEIVER:
        return see("/inbox")
    if visit.who.role not in CASE_WORKERS:
        return page("nothing_here", "There are no pages for your role yet")
    people, found = await asyncio.gather(referrals.people(), referrals.referrals())
    names = {person.id: person.name for person in people}
    return page("today", "Today", people=people, names=names, today=today(found, now), now=now)


HANDLERS = (start,)
