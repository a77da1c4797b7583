"""The staff list, and who stands in for whom."""

from datetime import datetime
from uuid import UUID

from services.referrals.rules.staff import cover_faults, staff_faults
from services.referrals.store import audit, staff
from shared.callers import Caller
from shared.contracts.staff import Cover, CoverNew, Staff, StaffChange, StaffNew
from shared.contracts.words import Role
from shared.db import Transaction
from shared.errors import Invalid, NotAllowedNow, NotFound
from shared.ids import new_id


class AlreadyOnTheList(NotAllowedNow):
    """Somebody with this sign-in is on the staff list already. Change them instead."""


async def add(tx: Transaction, new: StaffNew) -> Staff:
    """Put somebody on the staff list. Raises `Invalid` and `AlreadyOnTheList`."""
    member = _checked(new, active=True)
    if not await staff.insert(tx, member):
        raise AlreadyOnTheList
    await audit.note(tx, "staff.added", "staff", member.sub, ("role", "office", "employer"))
    return member


async def change(tx: Transaction, given: StaffChange) -> Staff:
    """A member as they are from now on. Raises `Invalid` and `NotFound`."""
    member = _checked(given, active=given.active)
    if not await staff.update(tx, member):
        raise NotFound
    await audit.note(tx, "staff.changed", "staff", member.sub, ("role", "office", "employer", "active"))
    return member


async def listed(tx: Transaction, by: Caller) -> list[Staff]:
    """Everybody for an admin; the colleagues of one's own office for staff."""
    return await staff.listed(tx, None if by.role is Role.ADMIN else by.office)


async def cover(tx: Transaction, by: Caller, new: CoverNew, now: datetime) -> Cover:
    """A manager names who stands in for whom. Raises `Invalid`."""
    covering, covered = await staff.find(tx, new.covering), await staff.find(tx, new.covered)
    if found := list(cover_faults(new, covering, covered, by.office, now)):
        raise Invalid(faults=found)
    named = Cover(id=new_id(), office=by.office or "", covering=new.covering, covered=new.covered, until=new.until)
    await staff.insert_cover(tx, named, by.sub)
    await audit.note(tx, "cover.named", "cover", named.id, ("covering", "covered", "until"))
    return named


async def covers(tx: Transaction, by: Caller, now: datetime) -> list[Cover]:
    """Who stands in for whom in the office now."""
    return await staff.covers(tx, by.office or "", now)


async def end_cover(tx: Transaction, by: Caller, id: UUID, now: datetime) -> None:
    """End a cover before its time. Raises `NotFound`."""
    if not await staff.end_cover(tx, id, by.office or "", now):
        raise NotFound
    await audit.note(tx, "cover.ended", "cover", id, ("until",))


def _checked(given: StaffNew, *, active: bool) -> Staff:
    if found := list(staff_faults(given.role)):
        raise Invalid(faults=found)
    return Staff(
        sub=given.sub, name=given.name, role=given.role, office=given.office, employer=given.employer, active=active
    )
