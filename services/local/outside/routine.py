"""What an example partner does with each notice, said in a line."""

from collections.abc import Callable
from datetime import datetime, timedelta

from services.local.outside.partner_system import Notice, PartnerSystem

Say = Callable[[str], None]


async def answer_notices(system: PartnerSystem, say: Say, contact: str, days: int, now: datetime) -> None:
    """Deal with all that is new."""
    for notice in await system.notices():
        if notice.type == "handoff.ready.v1":
            await _take_on(system, notice, say, contact, now + timedelta(days=days))
        else:
            await _delete(system, notice, say)


async def _take_on(system: PartnerSystem, notice: Notice, say: Say, contact: str, by: datetime) -> None:
    referral = notice.data.referral_id
    collected = await system.collect(referral)
    if collected.content is None:
        say(f"{referral}: could not be collected ({collected.status}): {collected.problem}")
        return
    say(f"{collected.content.reference}: collected {', '.join(sorted(collected.content.content))}")
    answer = await system.accept(referral, contact, by.date())
    if answer.referral is None:
        say(f"{collected.content.reference}: could not be accepted ({answer.status}): {answer.problem}")
        return
    say(f"{answer.referral.reference}: {answer.referral.label}. {contact} gets in touch by {by:%d %B %Y}")


async def _delete(system: PartnerSystem, notice: Notice, say: Say) -> None:
    answer = await system.confirm_deletion(notice.data.referral_id)
    done = "deleted, and said so" if answer.status == 200 else f"not confirmed ({answer.status}): {answer.problem}"  # noqa: PLR2004 -- HTTP's own number
    say(f"{notice.data.referral_id}: withdrawn; {done}")
