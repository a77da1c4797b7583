"""A partner's referrals: what was shared, and the answer, on one page."""

import asyncio
from datetime import datetime
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from services.desk.rooms.referrals import Referrals, part_of
from services.desk.rules.answering import FIELDS, LABELS, body, faults
from services.desk.rules.today import inbox, is_overdue
from services.desk.web.forms import Form
from services.desk.web.pages import page, see
from services.desk.web.refusals import by_field
from shared.access import partner_receiver
from shared.contracts.referrals import Collected, PartnerReferral
from shared.contracts.words import ReferralId
from shared.errors import Fault, Gone, Invalid, NotAllowedNow, NotFound


@get("/inbox", guards=[partner_receiver], include_in_schema=False)
async def everything(referrals: NamedDependency[Referrals], now: NamedDependency[datetime]) -> Template:
    """Overdue first."""
    return page("inbox/list", "Referrals to you", inbox=inbox(await referrals.inbox(), now), now=now)


@get("/inbox/{id:uuid}", guards=[partner_receiver], include_in_schema=False)
async def show(id: FromPath[UUID], referrals: NamedDependency[Referrals], now: NamedDependency[datetime]) -> Template:
    """Where it stands. What was shared is shown on demand, because each look is written down."""
    return await _page(ReferralId(id), referrals, now, Form.of())


@post("/inbox/{id:uuid}/shared", guards=[partner_receiver], include_in_schema=False)
async def look(
    id: FromPath[UUID],
    form: NamedDependency[Form],
    referrals: NamedDependency[Referrals],
    now: NamedDependency[datetime],
) -> Template:
    """Show what was shared, and say that it has arrived."""
    referral = ReferralId(id)
    try:
        shared = await referrals.collect(referral)
    except Gone as refusal:
        return await _page(referral, referrals, now, Form.of(), Fault(field="", message=refusal.detail))
    if "receipt" in await referrals.actions(referral):
        await referrals.act(PartnerReferral, referral, "receipt", once=part_of(form.once, "receipt"))
    return await _page(referral, referrals, now, Form.of(), shared=shared)


@post("/inbox/{id:uuid}/{action:str}", guards=[partner_receiver], include_in_schema=False)
async def answer(
    id: FromPath[UUID],
    action: FromPath[str],
    form: NamedDependency[Form],
    referrals: NamedDependency[Referrals],
    now: NamedDependency[datetime],
) -> Redirect | Template:
    """Take a step: the same steps as a partner's own system takes."""
    referral = ReferralId(id)
    if action not in LABELS:
        raise NotFound
    found = faults(action, form)
    if not found:
        found = await _act(referrals, referral, action, form)
    return await _page(referral, referrals, now, form, *found, tried=action) if found else see(f"/inbox/{id}")


async def _act(referrals: Referrals, id: ReferralId, action: str, form: Form) -> list[Fault]:
    try:
        await referrals.act(PartnerReferral, id, action, body(action, form), once=form.once)
    except (Invalid, NotAllowedNow) as refusal:
        return by_field(refusal, FIELDS.get(action))
    return []


async def _page(
    id: ReferralId,
    referrals: Referrals,
    now: datetime,
    form: Form,
    *found: Fault,
    shared: Collected | None = None,
    tried: str | None = None,
) -> Template:
    referral, actions = await asyncio.gather(referrals.referral(PartnerReferral, id), referrals.actions(id))
    return page(
        "inbox/show",
        f"Referral {referral.reference}",
        faults=found,
        referral=referral,
        actions=actions,
        shared=shared,
        overdue=is_overdue(referral, now),
        form=form,
        tried=tried,
    )


HANDLERS = (everything, show, look, answer)
