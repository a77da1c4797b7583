"""The log of what left, and the first answers to replies."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from services.referrals.model.consents import DisclosureRow
from shared.contracts.consents import Disclosure
from shared.contracts.words import PartnerId, PersonId, ReferralId
from shared.db import Transaction


class Answered(Struct, frozen=True, kw_only=True):
    """The first answer to a reply, and the hash of what was asked. With a person it is sealed under their key."""

    asked: str
    answer: str
    person: PersonId | None


async def append(tx: Transaction, row: DisclosureRow) -> None:
    """Something left, or was refused."""
    await tx.run(
        """
        INSERT INTO disclosures (id, consent, referral, recipient, channel, fields, payload_sha256, request_id, refused,
                                 at, by)
        VALUES (%(id)s, %(consent)s, %(referral)s, %(recipient)s, %(channel)s, %(fields)s, %(payload_sha256)s,
                %(request_id)s, %(refused)s, %(at)s, %(by)s)
        """,
        id=row.id,
        consent=row.consent,
        referral=row.referral,
        recipient=row.recipient,
        channel=row.channel,
        fields=list(row.fields),
        payload_sha256=row.payload_sha256,
        request_id=row.request_id,
        refused=row.refused,
        at=row.at,
        by=row.by,
    )


async def of_person(tx: Transaction, person: PersonId) -> list[Disclosure]:
    """Everything that left or was refused, newest first; milestones as they really left."""
    return await tx.all(
        Disclosure,
        """
        SELECT disclosures.id, referrals.consent, disclosures.recipient, disclosures.channel, disclosures.fields,
               disclosures.at, disclosures.by, disclosures.payload_sha256, disclosures.referral, disclosures.refused,
               disclosures.recalled_at, disclosures.deletion_confirmed_at, disclosures.sequence
        FROM disclosures JOIN referrals ON referrals.id = disclosures.referral
        WHERE referrals.person = %(person)s
        UNION ALL
        SELECT outbox.id, told.consent, 'jobcentre:' || told.consumer, 'events', ARRAY[told.news], outbox.published_at,
               'relay', encode(sha256(convert_to(outbox.body, 'UTF8')), 'hex'), told.referral, NULL, NULL, NULL,
               outbox.sequence
        FROM told JOIN outbox ON outbox.id = told.event JOIN referrals ON referrals.id = told.referral
        WHERE referrals.person = %(person)s AND outbox.published_at IS NOT NULL
        ORDER BY at DESC, sequence DESC
        """,
        person=person,
    )


async def recall(tx: Transaction, referral: ReferralId, at: datetime) -> None:
    """The provider was told to stop and delete."""
    await tx.run(
        """
        UPDATE disclosures SET recalled_at = %(at)s
        WHERE referral = %(referral)s AND refused IS NULL AND recalled_at IS NULL
        """,
        referral=referral,
        at=at,
    )


async def confirm_deletion(tx: Transaction, referral: ReferralId, at: datetime) -> None:
    """The provider confirmed that it has deleted what it collected."""
    await tx.run(
        "UPDATE disclosures SET deletion_confirmed_at = %(at)s WHERE referral = %(referral)s AND refused IS NULL",
        referral=referral,
        at=at,
    )


async def first_answer(tx: Transaction, partner: PartnerId, request_id: UUID) -> Answered | None:
    """What this request id was answered before. Waits for the same id under way."""
    await tx.run(
        "SELECT pg_advisory_xact_lock(hashtextextended(%(partner)s || %(request)s, 1))",
        partner=str(partner),
        request=str(request_id),
    )
    return await tx.maybe(
        Answered,
        "SELECT asked, answer, person FROM replies WHERE partner = %(partner)s AND request_id = %(request_id)s",
        partner=partner,
        request_id=request_id,
    )


async def keep_answer(tx: Transaction, partner: PartnerId, request_id: UUID, first: Answered, now: datetime) -> None:
    """The first answer, for whoever asks again."""
    await tx.run(
        """
        INSERT INTO replies (partner, request_id, asked, answer, person, at)
        VALUES (%(partner)s, %(request_id)s, %(asked)s, %(answer)s, %(person)s, %(now)s)
        """,
        partner=partner,
        request_id=request_id,
        asked=first.asked,
        answer=first.answer,
        person=first.person,
        now=now,
    )
