"""Referrals and their history."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.referrals.model.referrals import EventRow, ReferralRow, Standing
from shared.contracts.words import ConsentId, PersonId, ReferralId, ServiceId
from shared.db import Transaction

PAGE = 500


async def insert(tx: Transaction, referral: ReferralRow) -> None:
    """A draft. `content` is sealed."""
    await tx.run(
        """
        INSERT INTO referrals (id, reference, correlation, person, service_id, service_name, partner, partner_name,
                               needs, consent, content, status, sub_status, created_at, replaces)
        VALUES (%(id)s, %(reference)s, %(correlation)s, %(person)s, %(service_id)s, %(service_name)s, %(partner)s,
                %(partner_name)s, %(needs)s, %(consent)s, %(content)s, %(status)s, %(sub_status)s, %(created_at)s,
                %(replaces)s)
        """,
        id=referral.id,
        reference=referral.reference,
        correlation=referral.correlation,
        person=referral.person,
        service_id=referral.service_id,
        service_name=referral.service_name,
        partner=referral.partner,
        partner_name=referral.partner_name,
        needs=list(referral.needs),
        consent=referral.consent,
        content=referral.content,
        status=referral.status,
        sub_status=referral.sub_status,
        created_at=referral.created_at,
        replaces=referral.replaces,
    )


async def find(tx: Transaction, id: ReferralId) -> ReferralRow | None:
    """The referral, if the caller may see it."""
    return await tx.maybe(ReferralRow, "SELECT * FROM referrals WHERE id = %(id)s", id=id)


async def take(tx: Transaction, id: ReferralId) -> ReferralRow | None:
    """The referral, to be changed: two steps at once come one after the other."""
    return await tx.maybe(ReferralRow, "SELECT * FROM referrals WHERE id = %(id)s FOR NO KEY UPDATE", id=id)


async def visible(tx: Transaction, person: PersonId | None) -> list[ReferralRow]:
    """What the caller may see, newest first, of one person if one is named; at most 500."""
    return await tx.all(
        ReferralRow,
        """
        SELECT * FROM referrals
        WHERE %(person)s::uuid IS NULL OR person = %(person)s
        ORDER BY created_at DESC, id
        LIMIT %(most)s
        """,
        person=person,
        most=PAGE,
    )


async def under(tx: Transaction, consent: ConsentId) -> list[ReferralRow]:
    """Every referral under an agreement, to be changed."""
    return await tx.all(
        ReferralRow,
        "SELECT * FROM referrals WHERE consent = %(consent)s ORDER BY id FOR NO KEY UPDATE",
        consent=consent,
    )


async def latest_under(tx: Transaction, consent: ConsentId) -> ReferralRow | None:
    """The newest referral under an agreement."""
    return await tx.maybe(
        ReferralRow,
        "SELECT * FROM referrals WHERE consent = %(consent)s ORDER BY created_at DESC, id LIMIT 1",
        consent=consent,
    )


async def open_elsewhere(tx: Transaction, person: PersonId, service: ServiceId, besides: ReferralId) -> bool:
    """Is another referral of this person to this service open?"""
    return await tx.one(
        bool,
        """
        SELECT EXISTS (
            SELECT 1 FROM referrals
            WHERE person = %(person)s AND service_id = %(service)s AND id <> %(besides)s
              AND status IN ('requested', 'received', 'accepted', 'on-hold', 'in-progress'))
        """,
        person=person,
        service=service,
        besides=besides,
    )


async def one_at_a_time(tx: Transaction, person: PersonId, service: ServiceId) -> None:
    """Wait for any other sending of this person to this service."""
    await tx.run(
        "SELECT pg_advisory_xact_lock(hashtextextended(%(person)s || %(service)s, 0))",
        person=str(person),
        service=str(service),
    )


async def unanswered(tx: Transaction, sent_before: datetime) -> list[ReferralRow]:
    """Referrals that were sent before then and have no answer, to be changed."""
    return await tx.all(
        ReferralRow,
        """
        SELECT * FROM referrals
        WHERE status IN ('requested', 'received') AND sent_at < %(before)s
        ORDER BY sent_at, id
        FOR NO KEY UPDATE SKIP LOCKED
        """,
        before=sent_before,
    )


async def stand(tx: Transaction, id: ReferralId, at: Standing, reason: str | None) -> None:
    """Where it stands now."""
    await tx.run(
        "UPDATE referrals SET status = %(status)s, sub_status = %(sub)s, reason = %(reason)s WHERE id = %(id)s",
        id=id,
        status=at.status,
        sub=at.sub_status,
        reason=reason,
    )


async def note_sent(tx: Transaction, id: ReferralId, notice: UUID, at: datetime) -> None:
    """It was sent, with this notice."""
    await tx.run(
        "UPDATE referrals SET sent_at = %(at)s, notice = %(notice)s WHERE id = %(id)s", id=id, notice=notice, at=at
    )


async def note_collected(tx: Transaction, id: ReferralId, at: datetime) -> None:
    """It was collected for the first time."""
    await tx.run("UPDATE referrals SET collected_at = %(at)s WHERE id = %(id)s AND collected_at IS NULL", id=id, at=at)


async def note_deleted(tx: Transaction, id: ReferralId, at: datetime) -> None:
    """The provider confirmed the deletion."""
    await tx.run("UPDATE referrals SET deletion_confirmed_at = %(at)s WHERE id = %(id)s", id=id, at=at)


async def announced(tx: Transaction, ids: Sequence[ReferralId]) -> frozenset[UUID]:
    """Those whose notice has left."""
    found = await tx.all(
        UUID,
        """
        SELECT referrals.id FROM outbox JOIN referrals ON referrals.notice = outbox.id
        WHERE referrals.id = ANY(%(ids)s) AND outbox.published_at IS NOT NULL
        """,
        ids=list(ids),
    )
    return frozenset(found)


async def histories(tx: Transaction, ids: Sequence[ReferralId]) -> list[EventRow]:
    """Every step of these referrals, in order."""
    return await tx.all(
        EventRow,
        "SELECT * FROM referral_events WHERE referral = ANY(%(ids)s) ORDER BY referral, number",
        ids=list(ids),
    )


async def delete_old_drafts(tx: Transaction, before: datetime) -> int:
    """Drafts that were never sent (row 1); how many."""
    return await tx.run("DELETE FROM referrals WHERE status = 'draft' AND created_at < %(before)s", before=before)


async def append(tx: Transaction, event: EventRow) -> None:
    """The next step."""
    await tx.run(
        """
        INSERT INTO referral_events (referral, number, at, by, who, step, status, sub_status, reason, contact_by,
                                     channel, details, request_id)
        VALUES (%(referral)s, %(number)s, %(at)s, %(by)s, %(who)s, %(step)s, %(status)s, %(sub_status)s, %(reason)s,
                %(contact_by)s, %(channel)s, %(details)s, %(request_id)s)
        """,
        referral=event.referral,
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
        details=event.details,
        request_id=event.request_id,
    )
