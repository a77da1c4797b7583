"""Tell Jobcentre systems what people chose to let them know, and take back what was undone in time."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from services.referrals.actions.house import House
from services.referrals.actions.rights import as_system
from services.referrals.model.consents import ConsentRow
from services.referrals.model.referrals import Happened, ReferralRow, Told
from services.referrals.rules.consent import holds
from services.referrals.rules.milestones import ENDING, chosen, leaves_at, may_leave, news
from services.referrals.store import consents, milestones
from shared.contracts.events import Event, MilestoneReached, SharingEnded
from shared.contracts.words import Milestone, PersonId, ReferralId
from shared.db import Transaction
from shared.ids import new_id
from shared.outbox import announce

SOURCE = "/referrals"


async def tell(tx: Transaction, house: House, referral: ReferralRow, happened: Happened) -> None:
    """After a step: whatever each system may know, and nothing else."""
    leaves = leaves_at(happened.at, house.undo, house.batch)
    async with as_system(tx):
        agreements = await consents.with_consumers(tx, referral.person)
        for consumer, agreed in _by_consumer(agreements, happened.at).items():
            known = await milestones.known(tx, referral.id, consumer)
            for item in news(happened.step, happened.status, _shared(agreed, leaves), known):
                await _announce(tx, _told(referral.id, agreed[0], item, happened.number), referral.person, leaves)


async def take_back(tx: Transaction, referral: ReferralId, number: int) -> None:
    """An answer was undone: what waits because of it never leaves."""
    async with as_system(tx):
        for event in await milestones.of_step(tx, referral, number):
            await milestones.take_back(tx, event)


async def withdraw(tx: Transaction, house: House, consent: ConsentRow, now: datetime) -> None:
    """Sharing was withdrawn: what waits does not leave, and of what was told before, the system learns the end."""
    async with as_system(tx):
        for told in await milestones.under(tx, consent.id):
            await milestones.take_back(tx, told.event)
    await end(tx, house, consent, now)


async def end(tx: Transaction, house: House, consent: ConsentRow, now: datetime) -> None:
    """Sharing has ended. What became due before may still leave; the end follows it.

    Another agreement with the same system, if there is one, goes on.
    """
    if consent.consumer is None:
        return
    async with as_system(tx):
        if consent.consumer in _by_consumer(await consents.with_consumers(tx, consent.person), now):
            return
        leaves = leaves_at(now, house.undo, house.batch)
        for referral in await milestones.unended(tx, consent.person, consent.consumer):
            await _announce(tx, _told(referral, consent, ENDING, 0), consent.person, leaves)


async def code(tx: Transaction, consent: ConsentRow) -> str | None:
    """The code that the person may hand to this office: their pseudonym there."""
    if consent.consumer is None:
        return None
    async with as_system(tx):
        return await milestones.pseudonym(tx, consent.person, consent.consumer)


def _by_consumer(agreed: Iterable[ConsentRow], now: datetime) -> dict[str, list[ConsentRow]]:
    found: dict[str, list[ConsentRow]] = defaultdict(list)
    for consent in agreed:
        if consent.consumer is not None and holds(consent, now):
            found[consent.consumer].append(consent)
    return found


def _shared(agreed: Iterable[ConsentRow], leaves: datetime) -> frozenset[Milestone]:
    return frozenset(
        milestone
        for consent in agreed
        if may_leave(leaves, consent.valid_until)
        for milestone in chosen(consent.milestones)
    )


def _told(referral: ReferralId, consent: ConsentRow, item: str, number: int) -> Told:
    return Told(
        referral=referral,
        consumer=consent.consumer or "",
        news=item,
        event=new_id(),
        number=number,
        consent=consent.id,
    )


async def _announce(tx: Transaction, told: Told, person: PersonId, leaves: datetime) -> None:
    pseudonym = await milestones.pseudonym(tx, person, told.consumer)
    reference = await milestones.reference(tx, told.referral, told.consumer)
    await milestones.remember(tx, told)
    stream, subject = f"JOBCENTRE_{told.consumer}", f"jobcentre.{told.consumer}"
    if told.news == ENDING:
        ended = SharingEnded(pseudonym=pseudonym, reference=reference)
        event = Event(id=told.event, source=SOURCE, type="sharing.ended.v1", time=leaves, data=ended)
        await announce(tx, stream, subject, event, not_before=leaves)
        return
    reached = MilestoneReached(pseudonym=pseudonym, reference=reference, milestone=Milestone(told.news))
    milestone = Event(id=told.event, source=SOURCE, type=f"milestone.{told.news}.v1", time=leaves, data=reached)
    await announce(tx, stream, subject, milestone, not_before=leaves)
