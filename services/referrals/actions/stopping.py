"""When agreement ends: everything under it stops, at once."""

from datetime import datetime

from services.referrals.actions import milestones, notices, reading, steps
from services.referrals.actions.house import House
from services.referrals.model.actors import Actor
from services.referrals.model.consents import ConsentRow
from services.referrals.model.referrals import ReferralRow, Step, Who
from services.referrals.rules.transitions import OPEN
from services.referrals.store import referrals
from shared.contracts.referrals import Withdrawal
from shared.contracts.words import Cancellation
from shared.db import Transaction

WITHDRAWN = Withdrawal(reason=Cancellation.CONSENT_WITHDRAWN)


async def everything_under(tx: Transaction, house: House, by: Actor, consent: ConsentRow, now: datetime) -> None:
    """Cancel what is open, recall what was collected before it ended, and end what Jobcentre systems were told."""
    for row in await referrals.under(tx, consent.id):
        await _stop(tx, house, by, row, now)
    await milestones.withdraw(tx, house, consent, now)


async def _stop(tx: Transaction, house: House, by: Actor, row: ReferralRow, now: datetime) -> None:
    if row.status in OPEN:
        person = Actor(by=by.by, who=Who.PERSON, request_id=by.request_id, channel=by.channel)
        opened = await reading.opened(tx, house, row, now)
        await steps.take(tx, house, person, opened, Step.WITHDRAWAL, answer=WITHDRAWN, now=now)
    elif row.collected_at is not None and row.deletion_confirmed_at is None:
        await notices.withdrawn(tx, house, row, now)
