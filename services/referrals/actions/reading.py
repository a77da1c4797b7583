"""A referral opened: its history with the words in it, and what stands in the way of sending it."""

from datetime import datetime

import msgspec
from msgspec import Struct

from services.referrals.actions.house import House
from services.referrals.keyring import PersonKey
from services.referrals.model.actors import Actor
from services.referrals.model.referrals import Details, EventRow, Facts, Happened, ReferralRow, Who
from services.referrals.rules.consent import obstacles
from services.referrals.store import consents, partners, referrals
from shared.contracts.words import Status
from shared.db import Transaction

CONTENT, DETAILS = "referrals.content", "referral_events.details"
ANOTHER_IS_OPEN = "There is already an open referral of this person to this service."


class Opened(Struct, frozen=True, kw_only=True):
    """A referral as the actions work with it."""

    row: ReferralRow
    history: tuple[Happened, ...]
    obstacles: tuple[str, ...] = ()

    @property
    def facts(self) -> Facts:
        """What the rules need to know."""
        return Facts(
            standing=self.row.standing,
            history=self.history,
            obstacles=self.obstacles,
            sent=self.row.sent_at is not None,
            deletion_confirmed=self.row.deletion_confirmed_at is not None,
        )


async def opened(tx: Transaction, house: House, by: Actor, row: ReferralRow, now: datetime) -> Opened:
    """Everything about a referral that was found. A manager sees the steps and none of the words."""
    events = await referrals.history(tx, row.id)
    key = None if by.who is Who.MANAGER else await house.keyring.of(tx, row.person)
    history = tuple(_happened(event, _details(key, event)) for event in events)
    in_the_way = await _obstacles(tx, house, row, now) if row.status is Status.DRAFT and key else ()
    return Opened(row=row, history=history, obstacles=in_the_way)


async def content(tx: Transaction, house: House, row: ReferralRow) -> dict[str, str]:
    """What is to be shared."""
    key = await house.keyring.of(tx, row.person)
    return msgspec.json.decode(key.open(row.content, CONTENT), type=dict[str, str])


async def _obstacles(tx: Transaction, house: House, row: ReferralRow, now: datetime) -> tuple[str, ...]:
    consent = await consents.find(tx, row.consent)
    if consent is None:
        return ("There is no agreement.",)
    partner = await partners.known(tx, row.partner)
    found = obstacles(consent, row.person, partner, await content(tx, house, row), now)
    taken = await referrals.open_elsewhere(tx, row.person, row.service_id, besides=row.id)
    return (*found, ANOTHER_IS_OPEN) if taken else found


def _details(key: PersonKey | None, event: EventRow) -> Details:
    return Details() if key is None else msgspec.json.decode(key.open(event.details, DETAILS), type=Details)


def _happened(event: EventRow, details: Details) -> Happened:
    return Happened(
        number=event.number,
        at=event.at,
        by=event.by,
        who=event.who,
        step=event.step,
        status=event.status,
        sub_status=event.sub_status,
        reason=event.reason,
        contact_by=event.contact_by,
        channel=event.channel,
        details=details,
    )
