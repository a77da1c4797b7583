"""What the clocks do: referrals without an answer come back, and agreements end on their date."""

from datetime import datetime, timedelta

from services.referrals.actions import milestones, reading, recording, steps
from services.referrals.actions.house import House
from services.referrals.model.actors import Actor
from services.referrals.model.referrals import Step, Who
from services.referrals.rules.deadlines import ANSWER, no_answer, today
from services.referrals.store import consents, referrals
from shared.contracts.referrals import FailureBody
from shared.contracts.words import Failure
from shared.db import Transaction
from shared.ids import new_id

DRAFTS_KEPT = timedelta(days=30)
UNANSWERED = FailureBody(reason=Failure.NO_RESPONSE_FROM_PROVIDER)


async def fail_unanswered(tx: Transaction, house: House, now: datetime) -> int:
    """Fail what had no answer within ten working days (row 12a); how many. Needs the rights of the house."""
    rows = await referrals.unanswered(tx, now - timedelta(days=ANSWER))
    late = 0
    for row in rows:
        opened = await reading.opened(tx, house, row, now)
        if no_answer(row.standing, opened.history, now, house.nation):
            await steps.take(tx, house, _clock(), opened, Step.FAILURE, answer=UNANSWERED, now=now)
            late += 1
    return late


async def end_agreements(tx: Transaction, house: House, now: datetime) -> int:
    """Write down that agreements have come to their end, and end what Jobcentre systems were told; how many.

    Sending and collecting do not wait for this: they look at the date themselves.
    """
    over = await consents.over(tx, today(now))
    for consent in over:
        await recording.add(tx, consent, "expired", _clock().by, now)
        await milestones.end(tx, house, consent, now)
    return len(over)


async def delete_drafts(tx: Transaction, now: datetime) -> int:
    """Delete drafts that were not sent within a month (row 1); how many."""
    return await referrals.delete_old_drafts(tx, now - DRAFTS_KEPT)


def _clock() -> Actor:
    return Actor(by="clock", who=Who.SYSTEM, request_id=str(new_id()), channel="clock")
