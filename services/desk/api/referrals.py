"""A referral, as staff see it: what happened, what was shared, and how to stop it."""

import asyncio
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from services.desk.rooms.referrals import Referrals
from services.desk.rules.asking import Wanted, names, request
from services.desk.rules.today import TURNED_DOWN
from services.desk.web.forms import Form, missing
from services.desk.web.pages import page, see
from services.desk.web.refusals import by_field
from services.desk.web.roles import case_worker
from services.desk.web.visit import Visit
from shared.contracts.conversations import SearchNew
from shared.contracts.referrals import OutcomeBody, Question, Referral, Withdrawal
from shared.contracts.words import Outcome, ReferralId
from shared.errors import Fault, Invalid, NotAllowedNow
from shared.needs.vocabulary import Vocabulary


@get("/referrals/{id:uuid}", guards=[case_worker], include_in_schema=False)
async def show(
    id: FromPath[UUID], referrals: NamedDependency[Referrals], words: NamedDependency[Vocabulary]
) -> Template:
    """With every step that was taken."""
    return await _page(ReferralId(id), referrals, words, Form.of())


@get("/referrals/{id:uuid}/withdrawal", guards=[case_worker], include_in_schema=False)
async def stop(id: FromPath[UUID], referrals: NamedDependency[Referrals]) -> Template:
    """Once more before it is done. A reason is not asked for."""
    referral = await referrals.referral(Referral, ReferralId(id))
    return page("referrals/withdrawal", "Withdraw this referral?", referral=referral, faults=())


@post("/referrals/{id:uuid}/withdrawal", guards=[case_worker], include_in_schema=False)
async def stopped(
    id: FromPath[UUID], form: NamedDependency[Form], referrals: NamedDependency[Referrals]
) -> Redirect | Template:
    """At once; the provider is told to stop and to delete."""
    referral = ReferralId(id)
    try:
        await referrals.act(Referral, referral, "withdrawal", Withdrawal(), once=form.once)
    except NotAllowedNow as refusal:
        found = await referrals.referral(Referral, referral)
        return page("referrals/withdrawal", "Withdraw this referral?", referral=found, faults=by_field(refusal))
    return see(f"/referrals/{id}")


@post("/referrals/{id:uuid}/question", guards=[case_worker], include_in_schema=False)
async def reply(
    id: FromPath[UUID],
    form: NamedDependency[Form],
    referrals: NamedDependency[Referrals],
    words: NamedDependency[Vocabulary],
) -> Redirect | Template:
    """An answer to the provider's question, within what was agreed."""
    faults = missing(form, text="Write an answer")
    if not faults:
        faults = await _act(referrals, ReferralId(id), "question", Question(text=form.text("text")), form)
    return await _page(ReferralId(id), referrals, words, form, *faults) if faults else see(f"/referrals/{id}")


@post("/referrals/{id:uuid}/outcome", guards=[case_worker], include_in_schema=False)
async def outcome(
    id: FromPath[UUID],
    form: NamedDependency[Form],
    referrals: NamedDependency[Referrals],
    words: NamedDependency[Vocabulary],
) -> Redirect | Template:
    """What came of it, in the person's word, where the provider has gone quiet."""
    chosen = form.text("outcome")
    if chosen not in set(Outcome):
        faults = [Fault(field="outcome", message="Choose what came of it")]
    else:
        confirmed = form.text("person_confirms") == "yes"
        body = OutcomeBody(outcome=Outcome(chosen), person_confirms=confirmed)
        faults = await _act(referrals, ReferralId(id), "outcome", body, form)
    return await _page(ReferralId(id), referrals, words, form, *faults) if faults else see(f"/referrals/{id}")


@post("/referrals/{id:uuid}/alternatives", guards=[case_worker], include_in_schema=False)
async def alternatives(
    id: FromPath[UUID],
    form: NamedDependency[Form],
    referrals: NamedDependency[Referrals],
    visit: NamedDependency[Visit],
) -> Redirect:
    """Something else for the same needs. What declined before, and why, is taken into account."""
    referral = await referrals.referral(Referral, ReferralId(id))
    person, earlier = await asyncio.gather(referrals.person(referral.person), referrals.referrals(referral.person))
    wanted = Wanted(needs=referral.needs, postcode=person.postcode, access=person.access)
    new = SearchNew(request=request(wanted, person, earlier, office=visit.who.office), person=person.id)
    return see(f"/searches/{(await referrals.keep_search(new, form.once)).id}")


async def _act(
    referrals: Referrals, id: ReferralId, action: str, body: Question | OutcomeBody, form: Form
) -> list[Fault]:
    try:
        await referrals.act(Referral, id, action, body, once=form.once)
    except (Invalid, NotAllowedNow) as refusal:
        return by_field(refusal)
    return []


async def _page(id: ReferralId, referrals: Referrals, words: Vocabulary, form: Form, *faults: Fault) -> Template:
    referral, actions = await asyncio.gather(referrals.referral(Referral, id), referrals.actions(id))
    person, consent = await asyncio.gather(referrals.person(referral.person), referrals.consent(referral.consent))
    return page(
        "referrals/show",
        f"Referral to {referral.partner_name}",
        faults=faults,
        referral=referral,
        actions=actions,
        person=person,
        consent=consent,
        needs=names(words, referral.needs),
        turned_down=referral.status in TURNED_DOWN,
        form=form,
    )


HANDLERS = (show, stop, stopped, reply, outcome, alternatives)
