"""Notices to partners: ids, times and where to ask. Never a name, a need, a postcode or a service."""

from datetime import datetime
from uuid import UUID

from services.referrals.actions.house import House
from services.referrals.model.referrals import ReferralRow
from services.referrals.store import disclosures, referrals
from shared.contracts.events import Event, HandoffReady, HandoffWithdrawn
from shared.db import Transaction
from shared.ids import new_id
from shared.outbox import announce

STREAM = "HANDOFFS"
SOURCE = "/referrals"


async def ready(tx: Transaction, house: House, referral: ReferralRow, now: datetime) -> None:
    """Something is there to be collected."""
    data = HandoffReady(referral_id=referral.id, partner_id=referral.partner, detail_url=house.detail_url(referral.id))
    event = Event(id=new_id(), source=SOURCE, type="handoff.ready.v1", time=now, data=data)
    await announce(tx, STREAM, subject(referral.partner), event)
    await referrals.note_sent(tx, referral.id, event.id, now)


async def withdrawn(tx: Transaction, house: House, referral: ReferralRow, now: datetime) -> None:
    """Stop, delete what you collected, and confirm."""
    data = HandoffWithdrawn(
        referral_id=referral.id, partner_id=referral.partner, detail_url=house.detail_url(referral.id)
    )
    event = Event(id=new_id(), source=SOURCE, type="handoff.withdrawn.v1", time=now, data=data)
    await announce(tx, STREAM, subject(referral.partner), event)
    await disclosures.recall(tx, referral.id, now)


def subject(partner: UUID) -> str:
    """Where a partner's notices are."""
    return f"handoffs.{partner}"
