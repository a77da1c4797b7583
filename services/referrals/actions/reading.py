"""A referral opened: its history with the words in it, and what stands in the way of sending it."""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from services.referrals.actions.house import House
from services.referrals.keyring import PersonKey
from services.referrals.model.referrals import Details, EventRow, Facts, Happened, ReferralRow
from services.referrals.rules.consent import obstacles
from services.referrals.store import consents, partners, referrals
from shared.contracts.words import PersonId, ReferralId, Status
from shared.db import Transaction
from shared.errors import NotFound

CONTENT, DETAILS = "referrals.content", "referral_events.details"
BEFORE_SENDING = (Status.DRAFT, Status.REJECTED)  # a rejection that is taken back is sent again
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


async def opened(tx: Transaction, house: House, row: ReferralRow, now: datetime) -> Opened:
    """Everything about a referral that was found."""
    [history] = (await histories(tx, house, [row])).values()
    in_the_way = await _obstacles(tx, house, row, now) if row.status in BEFORE_SENDING else ()
    return Opened(row=row, history=history, obstacles=in_the_way)


async def histories(
    tx: Transaction, house: House, rows: Sequence[ReferralRow]
) -> dict[ReferralId, tuple[Happened, ...]]:
    """The steps of referrals. Whoever may not have the key of a person sees the steps and none of the words."""
    keys = await _keys(tx, house, {row.person for row in rows})
    person = {row.id: row.person for row in rows}
    found: dict[ReferralId, list[Happened]] = {row.id: [] for row in rows}
    for event in await referrals.histories(tx, list(found)):
        found[event.referral].append(_happened(event, _details(keys.get(person[event.referral]), event)))
    return {referral: tuple(history) for referral, history in found.items()}


async def content(tx: Transaction, house: House, row: ReferralRow) -> dict[str, str]:
    """What is to be shared. Raises `NotFound` where the caller may not have the key, or it was destroyed."""
    key = await house.keyring.of(tx, row.person)
    return msgspec.json.decode(key.open(row.content, CONTENT), type=dict[str, str])


async def _keys(tx: Transaction, house: House, people: Collection[PersonId]) -> dict[PersonId, PersonKey]:
    """Keys for one person or for many, in one query; those that the caller may not have are left out."""
    if len(people) > 1:
        return await house.keyring.all(tx)
    try:
        return {person: await house.keyring.of(tx, person) for person in people}
    except NotFound:
        return {}


async def _obstacles(tx: Transaction, house: House, row: ReferralRow, now: datetime) -> tuple[str, ...]:
    consent = await consents.find(tx, row.consent)
    if consent is None:
        return ("There is no agreement.",)
    if row.person not in await _keys(tx, house, {row.person}):
        return ("What was written down about this person cannot be opened.",)
    partner = await partners.known(tx, row.partner)
    found = obstacles(consent, row.person, partner, await content(tx, house, row), now)
    taken = await referrals.open_elsewhere(tx, row.person, row.service_id, besides=row.id)
    return (*found, ANOTHER_IS_OPEN) if taken else found


def _details(key: PersonKey | None, event: EventRow) -> Details:
    return (
        Details()
        if key is None or not event.details
        else msgspec.json.decode(key.open(event.details, DETAILS), type=Details)
    )


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
