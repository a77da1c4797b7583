"""Names that only one Jobcentre system knows, and what it was told."""

from uuid import UUID

from services.referrals.model.referrals import Told
from shared.contracts.words import ConsentId, PersonId, ReferralId
from shared.db import Transaction
from shared.ids import spoken_reference


async def pseudonym(tx: Transaction, person: PersonId, consumer: str) -> str:
    """The person's random name for this consumer, which stays the same."""
    return await tx.one(
        str,
        """
        INSERT INTO pseudonyms (person, consumer, pseudonym) VALUES (%(person)s, %(consumer)s, %(new)s)
        ON CONFLICT (person, consumer) DO UPDATE SET consumer = excluded.consumer
        RETURNING pseudonym
        """,
        person=person,
        consumer=consumer,
        new=spoken_reference(),
    )


async def reference(tx: Transaction, referral: ReferralId, consumer: str) -> str:
    """The referral's random name for this consumer, which stays the same."""
    return await tx.one(
        str,
        """
        INSERT INTO consumer_references (referral, consumer, reference) VALUES (%(referral)s, %(consumer)s, %(new)s)
        ON CONFLICT (referral, consumer) DO UPDATE SET consumer = excluded.consumer
        RETURNING reference
        """,
        referral=referral,
        consumer=consumer,
        new=spoken_reference(),
    )


async def known(tx: Transaction, referral: ReferralId, consumer: str) -> list[str]:
    """What the consumer was told, or will be."""
    return await tx.all(
        str,
        "SELECT news FROM told WHERE referral = %(referral)s AND consumer = %(consumer)s",
        referral=referral,
        consumer=consumer,
    )


async def remember(tx: Transaction, told: Told) -> None:
    """The consumer will be told this."""
    await tx.run(
        """
        INSERT INTO told (referral, consumer, news, event, number, consent)
        VALUES (%(referral)s, %(consumer)s, %(news)s, %(event)s, %(number)s, %(consent)s)
        """,
        referral=told.referral,
        consumer=told.consumer,
        news=told.news,
        event=told.event,
        number=told.number,
        consent=told.consent,
    )


async def of_step(tx: Transaction, referral: ReferralId, number: int) -> list[UUID]:
    """Events of one step, left or not."""
    return await tx.all(
        UUID,
        "SELECT event FROM told WHERE referral = %(referral)s AND number = %(number)s",
        referral=referral,
        number=number,
    )


async def under(tx: Transaction, consent: ConsentId) -> list[Told]:
    """Everything that was or will be told under an agreement."""
    return await tx.all(
        Told,
        "SELECT referral, consumer, news, event, number, consent FROM told WHERE consent = %(consent)s ORDER BY event",
        consent=consent,
    )


async def unended(tx: Transaction, person: PersonId, consumer: str) -> list[ReferralId]:
    """Referrals of a person that a consumer heard of, and not of their end."""
    found = await tx.all(
        UUID,
        """
        SELECT DISTINCT told.referral FROM told JOIN referrals ON referrals.id = told.referral
        WHERE referrals.person = %(person)s AND told.consumer = %(consumer)s
          AND NOT EXISTS (
              SELECT 1 FROM told AS ending
              WHERE ending.referral = told.referral AND ending.consumer = told.consumer AND ending.news = 'ended')
        """,
        person=person,
        consumer=consumer,
    )
    return [ReferralId(referral) for referral in found]


async def take_back(tx: Transaction, event: UUID) -> bool:
    """Take an event out of the outbox, if it has not left; False if it has."""
    taken = await tx.run("DELETE FROM outbox WHERE id = %(event)s AND published_at IS NULL", event=event)
    if taken:
        await tx.run("DELETE FROM told WHERE event = %(event)s", event=event)
    return taken == 1
