"""Consent: who would get what, and for what. One press agrees and sends; another sends nothing."""

from datetime import datetime
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.desk.api.consent_page import Gathered, Rooms, gathered
from services.desk.api.sending import Sending, Sent, refuse
from services.desk.rooms.referrals import Referrals
from services.desk.rules import sharing
from services.desk.rules.agreeing import answer, filled, milestones
from services.desk.rules.choice import PURPOSE, Choice
from services.desk.sealing import Seal
from services.desk.web.forms import Form
from services.desk.web.pages import page, see
from services.desk.web.refusals import by_field
from services.desk.web.roles import case_worker
from shared.calendar import LONDON
from shared.contracts.words import ConsentId, SearchId
from shared.errors import Fault, Invalid, Unavailable


@get("/searches/{id:uuid}/consent", guards=[case_worker], include_in_schema=False)
async def ask(
    id: FromPath[UUID],
    of: FromQuery[str],
    seal: NamedDependency[Seal],
    rooms: NamedDependency[Rooms],
    now: NamedDependency[datetime],
) -> Template:
    """A card for each provider, and the words to read aloud."""
    found = await gathered(SearchId(id), seal.open(PURPOSE, Choice, of), rooms)
    return _page(found, Form.of(**filled(found.asks, now)), of)


@post("/searches/{id:uuid}/consent", guards=[case_worker], include_in_schema=False)
async def answered(
    id: FromPath[UUID],
    form: NamedDependency[Form],
    seal: NamedDependency[Seal],
    rooms: NamedDependency[Rooms],
    now: NamedDependency[datetime],
) -> Redirect | Template:
    """Yes sends at once; no sends nothing, and is just as easy."""
    of = form.text("of")
    found = await gathered(SearchId(id), seal.open(PURPOSE, Choice, of), rooms)
    if form.text("answer") != "yes":
        await refuse(found, now.astimezone(LONDON).date(), rooms.referrals, form.once)
        return see(f"/people/{found.person.id}?said=nothing-sent")
    agreed = answer(form, found.asks)
    if isinstance(agreed, list):
        return _page(found, form, of, *agreed)
    try:
        told = milestones(form, found.consumers)
        return _sent(found, await Sending(found, agreed, rooms.referrals, form.once).send(told), form, of)
    except Invalid as refusal:
        return _page(found, form, of, *by_field(refusal))
    except Unavailable as refusal:
        return _page(found, form, of, Fault(field="", message=refusal.detail), once=form.once)


@get("/consents/{id:uuid}", guards=[case_worker], include_in_schema=False)
async def receipt(id: FromPath[UUID], referrals: NamedDependency[Referrals]) -> Template:
    """The copy that the person keeps, to print."""
    consent = await referrals.consent(ConsentId(id))
    found = await referrals.receipt(ConsentId(id))
    return page("consents/receipt", found.title, consent=consent, receipt=found)


@get("/consents/{id:uuid}/withdrawal", guards=[case_worker], include_in_schema=False)
async def stop(id: FromPath[UUID], referrals: NamedDependency[Referrals]) -> Template:
    """Once more before it is done."""
    return page("consents/withdrawal", "Stop this sharing?", consent=await referrals.consent(ConsentId(id)))


@post("/consents/{id:uuid}/withdrawal", guards=[case_worker], include_in_schema=False)
async def stopped(id: FromPath[UUID], form: NamedDependency[Form], referrals: NamedDependency[Referrals]) -> Redirect:
    """At once, and without a reason."""
    await referrals.end_consent(ConsentId(id), form.once)
    return see(f"/consents/{id}")


def _sent(found: Gathered, sent: Sent, form: Form, of: str) -> Redirect | Template:
    """To the referral, or to the person if there are several. What could not be sent is said with its reason."""
    faults = [
        Fault(field=found.asks[number].field, message=f"{found.asks[number].organisation}: {refusal.detail}")
        for number, refusal in sent.refusals.items()
    ]
    if faults and not sent.referrals:
        return _page(found, form, of, *faults)
    if faults:
        return page("consents/partly", "Sent in part", person=found.person, sent=sent.referrals, unsent=faults)
    if len(sent.referrals) == 1:
        return see(f"/referrals/{sent.referrals[0].id}?sent=1")
    return see(f"/people/{found.person.id}?said=sent")


def _page(found: Gathered, form: Form, of: str, *faults: Fault, once: str | None = None) -> Template:
    return page(
        "consents/ask",
        "Ask for agreement",
        faults=faults,
        found=found,
        offers=[ask for ask in found.asks if ask.offer],
        signposts=[ask for ask in found.asks if not ask.offer],
        form=form,
        of=of,
        once=once,
        not_shared=sharing.NOT_SHARED,
    )


HANDLERS = (ask, answered, receipt, stop, stopped)
