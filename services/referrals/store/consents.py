"""Agreements and their events."""

from datetime import date
from typing import Literal

from services.referrals.model.consents import ConsentRow, Link
from shared.contracts.words import ConsentId, PersonId
from shared.db import Transaction


async def insert(tx: Transaction, consent: ConsentRow, head: str) -> None:
    """A new agreement. `purpose` is sealed."""
    await tx.run(
        """
        INSERT INTO consents (id, receipt_id, person, recipient, recipient_name, purpose, fields, excluded, milestones,
                              valid_from, valid_until, state, head)
        VALUES (%(id)s, %(receipt_id)s, %(person)s, %(recipient)s, %(recipient_name)s, %(purpose)s, %(fields)s,
                %(excluded)s, %(milestones)s, %(valid_from)s, %(valid_until)s, %(state)s, %(head)s)
        """,
        id=consent.id,
        receipt_id=consent.receipt_id,
        person=consent.person,
        recipient=consent.recipient,
        recipient_name=consent.recipient_name,
        purpose=consent.purpose,
        fields=list(consent.fields),
        excluded=list(consent.excluded),
        milestones=[str(milestone) for milestone in consent.milestones],
        valid_from=consent.valid_from,
        valid_until=consent.valid_until,
        state=consent.state,
        head=head,
    )


async def find(tx: Transaction, id: ConsentId) -> ConsentRow | None:
    """The agreement, if the caller may see it."""
    return await tx.maybe(ConsentRow, "SELECT * FROM consents WHERE id = %(id)s", id=id)


async def hold(tx: Transaction, id: ConsentId) -> ConsentRow | None:
    """The agreement, which nobody can withdraw until this transaction ends."""
    return await tx.maybe(ConsentRow, "SELECT * FROM consents WHERE id = %(id)s FOR SHARE", id=id)


async def take(tx: Transaction, id: ConsentId) -> ConsentRow | None:
    """The agreement, to be changed: waits for those who are sending or collecting under it."""
    return await tx.maybe(ConsentRow, "SELECT * FROM consents WHERE id = %(id)s FOR NO KEY UPDATE", id=id)


async def of_person(tx: Transaction, person: PersonId) -> list[ConsentRow]:
    """Every agreement of a person, newest first."""
    return await tx.all(
        ConsentRow, "SELECT * FROM consents WHERE person = %(person)s ORDER BY valid_from DESC, id", person=person
    )


async def person_visible(tx: Transaction, person: PersonId) -> bool:
    """May the caller see this person?"""
    return await tx.one(bool, "SELECT EXISTS (SELECT FROM people WHERE id = %(person)s)", person=person)


async def with_consumers(tx: Transaction, person: PersonId) -> list[ConsentRow]:
    """The person's agreements to share milestones that were not withdrawn, held until this transaction ends."""
    return await tx.all(
        ConsentRow,
        """
        SELECT * FROM consents
        WHERE person = %(person)s AND recipient LIKE 'jobcentre:%%' AND state = 'given'
        ORDER BY id
        FOR SHARE
        """,
        person=person,
    )


async def over(tx: Transaction, day: date) -> list[ConsentRow]:
    """Agreements whose last day was before `day` and whose end has not been written down, to be changed."""
    return await tx.all(
        ConsentRow,
        """
        SELECT * FROM consents
        WHERE state = 'given' AND valid_until < %(day)s
          AND (SELECT event FROM consent_events WHERE consent = consents.id ORDER BY number DESC LIMIT 1) <> 'expired'
        ORDER BY id
        LIMIT 100
        FOR NO KEY UPDATE SKIP LOCKED
        """,
        day=day,
    )


async def change(
    tx: Transaction, id: ConsentId, *, state: Literal["given", "refused", "withdrawn"], valid_until: date, head: str
) -> None:
    """How it stands now."""
    await tx.run(
        "UPDATE consents SET state = %(state)s, valid_until = %(valid_until)s, head = %(head)s WHERE id = %(id)s",
        id=id,
        state=state,
        valid_until=valid_until,
        head=head,
    )


async def head(tx: Transaction, id: ConsentId) -> str:
    """The hash of the last event, as it was written beside the agreement."""
    return await tx.one(str, "SELECT head FROM consents WHERE id = %(id)s", id=id)


async def links(tx: Transaction, id: ConsentId) -> list[Link]:
    """The chain of events."""
    return await tx.all(Link, "SELECT * FROM consent_events WHERE consent = %(id)s ORDER BY number", id=id)


async def append(tx: Transaction, link: Link) -> None:
    """The next event."""
    await tx.run(
        """
        INSERT INTO consent_events (consent, number, at, event, by, terms, previous, hash)
        VALUES (%(consent)s, %(number)s, %(at)s, %(event)s, %(by)s, %(terms)s, %(previous)s, %(hash)s)
        """,
        consent=link.consent,
        number=link.number,
        at=link.at,
        event=link.event,
        by=link.by,
        terms=link.terms,
        previous=link.previous,
        hash=link.hash,
    )
