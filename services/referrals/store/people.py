"""People: the rows that the caller may see."""

from services.referrals.model.people import PersonRow
from shared.contracts.people import CaseloadLine
from shared.contracts.words import PersonId
from shared.db import Transaction


async def insert(tx: Transaction, person: PersonRow) -> bool:
    """A new person; False if the reference is taken."""
    written = await tx.run(
        """
        INSERT INTO people (id, reference, office, case_worker, created_at, name, details)
        VALUES (%(id)s, %(reference)s, %(office)s, %(case_worker)s, %(created_at)s, %(name)s, %(details)s)
        ON CONFLICT (reference) DO NOTHING
        """,
        id=person.id,
        reference=person.reference,
        office=person.office,
        case_worker=person.case_worker,
        created_at=person.created_at,
        name=person.name,
        details=person.details,
    )
    return written == 1


async def find(tx: Transaction, id: PersonId) -> PersonRow | None:
    """The person, if the caller may see them."""
    return await tx.maybe(PersonRow, "SELECT * FROM people WHERE id = %(id)s", id=id)


async def take(tx: Transaction, id: PersonId) -> PersonRow | None:
    """The person, to be changed."""
    return await tx.maybe(PersonRow, "SELECT * FROM people WHERE id = %(id)s FOR UPDATE", id=id)


async def visible(tx: Transaction) -> list[PersonRow]:
    """Everybody whom the caller may see, newest first."""
    return await tx.all(PersonRow, "SELECT * FROM people ORDER BY created_at DESC, id")


async def update(tx: Transaction, id: PersonId, name: str, details: str) -> None:
    """What is known now, sealed."""
    await tx.run(
        "UPDATE people SET name = %(name)s, details = %(details)s WHERE id = %(id)s", id=id, name=name, details=details
    )


async def assign(tx: Transaction, id: PersonId, case_worker: str) -> None:
    """Who their case worker is now."""
    await tx.run("UPDATE people SET case_worker = %(sub)s WHERE id = %(id)s", id=id, sub=case_worker)


async def caseloads(tx: Transaction) -> list[CaseloadLine]:
    """That people are there, and with whom: for the purpose of handing out work."""
    return await tx.all(
        CaseloadLine,
        "SELECT id, reference, case_worker, created_at FROM people ORDER BY case_worker, created_at DESC, id",
    )
