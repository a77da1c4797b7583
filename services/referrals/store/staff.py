"""Members of staff, and who stands in for whom."""

from datetime import datetime
from uuid import UUID

from shared.contracts.staff import Cover, Staff
from shared.db import Transaction


async def find(tx: Transaction, sub: str) -> Staff | None:
    """A member of staff, active or not."""
    return await tx.maybe(Staff, "SELECT * FROM staff WHERE sub = %(sub)s", sub=sub)


async def listed(tx: Transaction, office: str | None) -> list[Staff]:
    """Everybody, or everybody of one office."""
    return await tx.all(
        Staff,
        "SELECT * FROM staff WHERE %(office)s::text IS NULL OR office = %(office)s ORDER BY office, name, sub",
        office=office,
    )


async def insert(tx: Transaction, member: Staff) -> bool:
    """A new member; False if the sub is known already."""
    written = await tx.run(
        """
        INSERT INTO staff (sub, name, role, office, employer, active)
        VALUES (%(sub)s, %(name)s, %(role)s, %(office)s, %(employer)s, %(active)s)
        ON CONFLICT DO NOTHING
        """,
        sub=member.sub,
        name=member.name,
        role=member.role,
        office=member.office,
        employer=member.employer,
        active=member.active,
    )
    return written == 1


async def update(tx: Transaction, member: Staff) -> bool:
    """A member as they are now; False if nobody has this sub."""
    changed = await tx.run(
        """
        UPDATE staff
        SET name = %(name)s, role = %(role)s, office = %(office)s, employer = %(employer)s, active = %(active)s
        WHERE sub = %(sub)s
        """,
        sub=member.sub,
        name=member.name,
        role=member.role,
        office=member.office,
        employer=member.employer,
        active=member.active,
    )
    return changed == 1


async def insert_cover(tx: Transaction, cover: Cover, named_by: str) -> None:
    """Somebody stands in for a colleague."""
    await tx.run(
        """
        INSERT INTO covers (id, office, covering, covered, until, named_by)
        VALUES (%(id)s, %(office)s, %(covering)s, %(covered)s, %(until)s, %(by)s)
        """,
        id=cover.id,
        office=cover.office,
        covering=cover.covering,
        covered=cover.covered,
        until=cover.until,
        by=named_by,
    )


async def end_cover(tx: Transaction, id: UUID, office: str, now: datetime) -> bool:
    """The cover ends now; False if there is none in this office that still runs."""
    ended = await tx.run(
        "UPDATE covers SET until = %(now)s WHERE id = %(id)s AND office = %(office)s AND until > %(now)s",
        id=id,
        office=office,
        now=now,
    )
    return ended == 1


async def covers(tx: Transaction, office: str, now: datetime) -> list[Cover]:
    """Covers of an office that still run."""
    return await tx.all(
        Cover,
        """
        SELECT id, office, covering, covered, until FROM covers
        WHERE office = %(office)s AND until > %(now)s
        ORDER BY until, id
        """,
        office=office,
        now=now,
    )
