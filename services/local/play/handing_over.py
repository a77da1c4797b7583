"""Scene d: agreed, sent, collected and accepted."""

from msgspec import Struct

from services.local.callers import ask, ask_for
from services.local.outside.partner_system import Notice
from services.local.personas import CONSUMERS, OPEN_DOOR
from services.local.play import script
from services.local.play.stage import Stage, promised, until
from shared.contracts.consents import Consent, ConsentNew, Evidence
from shared.contracts.referrals import Referral, ReferralNew
from shared.contracts.words import ConsentId, Milestone, PersonId, ReferralId, Status

OK = 200


class Sent(Struct, frozen=True, kw_only=True):
    """A referral and the agreement under which it went."""

    referral: ReferralId
    consent: ConsentId


async def hand_over(stage: Stage, person: PersonId) -> Sent:
    """From agreement to answer."""
    sent = _send(stage, person)
    await until("The notice reaching the provider", lambda: notice(stage, sent, "handoff.ready.v1"))
    stage.say("A notice reaches their own account on NATS. It holds ids and times, and nothing about anybody.")
    await _collect(stage, sent)
    await _accept(stage, sent)
    return sent


def _send(stage: Stage, person: PersonId) -> Sent:
    until_day = stage.in_days(90)
    consent = ask_for(
        Consent,
        stage.referrals,
        "POST",
        "/consents",
        ConsentNew(
            person=person,
            recipient=str(OPEN_DOOR.id),
            purpose=script.PURPOSE,
            fields=tuple(script.CONTENT),
            valid_until=until_day,
            evidence=_spoken(script.WORDS, script.READ_BACK),
        ),
    )
    names = ", ".join(name.replace("_", " ") for name in script.CONTENT)
    stage.say(f"{script.FIRST_NAME} agrees: {OPEN_DOOR.legal_name} may have {names}, until {until_day:%d %B %Y}.")
    _let_diary_know(stage, person)
    new = ReferralNew(
        person=person,
        service_id=script.SERVICE,
        service_name=script.SERVICE_NAME,
        partner=OPEN_DOOR.id,
        needs=tuple(script.NEEDS),
        consent=consent.id,
        content=script.CONTENT,
    )
    draft = ask_for(Referral, stage.referrals, "POST", "/referrals", new)
    referral = ask_for(Referral, stage.referrals, "POST", f"/referrals/{draft.id}/sending")
    stage.say(f"The referral {referral.reference} to {script.SERVICE_NAME} is on its way: {referral.label}.")
    return Sent(referral=referral.id, consent=consent.id)


def _let_diary_know(stage: Stage, person: PersonId) -> None:
    diary = CONSUMERS[0]
    new = ConsentNew(
        person=person,
        recipient=f"jobcentre:{diary.id}",
        purpose="So that my work coach knows that help is under way",
        fields=(),
        milestones=(Milestone.SENT, Milestone.ACCEPTED),
        valid_until=stage.in_days(90),
        evidence=_spoken(script.DIARY_WORDS, script.DIARY_READ_BACK),
    )
    ask(stage.referrals, "POST", "/consents", new)
    stage.say(f"{script.FIRST_NAME} also lets the {diary.name} know when it is sent and accepted, and nothing more.")


async def _collect(stage: Stage, sent: Sent) -> None:
    collected = await stage.provider.collect(sent.referral)
    content = collected.content.content if collected.content else {}
    promised(content == script.CONTENT, f"The provider did not get exactly what was agreed ({collected.status}).")
    stage.say(f"They collect exactly what was agreed: {', '.join(sorted(content))}.")


async def _accept(stage: Stage, sent: Sent) -> None:
    answer = await stage.provider.accept(sent.referral, script.CONTACT, stage.in_days(script.DAYS))
    promised(answer.status == OK, f"The provider could not accept ({answer.status}): {answer.problem}")
    seen = ask_for(Referral, stage.referrals, "GET", f"/referrals/{sent.referral}")
    promised(
        seen.status is Status.ACCEPTED and seen.contact_name == script.CONTACT and seen.contact_by is not None,
        f"The case worker does not see the answer: {seen.label}.",
    )
    stage.say(f"The case worker sees: {seen.label}. {seen.contact_name} gets in touch by {seen.contact_by:%d %B %Y}.")


async def notice(stage: Stage, sent: Sent, kind: str) -> Notice | None:
    """The provider's notice of this kind about this referral, if it is there."""
    found = [one for one in await stage.provider.notices() if one.data.referral_id == sent.referral]
    return next((one for one in found if one.type == kind), None)


def _spoken(words: str, read_back: str) -> Evidence:
    return Evidence(method="spoken", words=words, read_back=read_back, benefits_statement=True)
