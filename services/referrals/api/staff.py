"""`/staff` and `/covers`."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from services.referrals.actions import staff as actions
from shared.access import admin, only
from shared.callers import STAFF, Caller
from shared.contracts.staff import Cover, CoverNew, Staff, StaffChange, StaffNew
from shared.contracts.words import Role
from shared.db import Transaction

manager = only(Role.MANAGER)


class StaffList(Controller):
    """Who works here. Whoever is not on the list, or not active, is refused whatever their token says."""

    path = "/staff"
    tags = ("staff",)

    @post(guards=[admin], summary="Put somebody on the staff list")
    async def add(self, data: JSONBody[StaffNew], tx: NamedDependency[Transaction]) -> Staff:
        """Known by the `sub` of their sign-in."""
        return await actions.add(tx, data)

    @put(guards=[admin], summary="Change a member of staff, or let them go")
    async def change(self, data: JSONBody[StaffChange], tx: NamedDependency[Transaction]) -> Staff:
        """With `active` false they are refused from this moment on."""
        return await actions.change(tx, data)

    @get(guards=[only(*STAFF, Role.ADMIN)], summary="Everybody, or the colleagues of your office")
    async def listed(self, tx: NamedDependency[Transaction], by: NamedDependency[Caller]) -> list[Staff]:
        """Admins see every office."""
        return await actions.listed(tx, by)


class Covers(Controller):
    """Who stands in for whom. While it lasts, they reach the other's caseload."""

    path = "/covers"
    tags = ("staff",)

    @post(guards=[manager], summary="Name who stands in for a colleague")
    async def name(
        self,
        data: JSONBody[CoverNew],
        tx: NamedDependency[Transaction],
        by: NamedDependency[Caller],
        now: NamedDependency[datetime],
    ) -> Cover:
        """Both are of the manager's own office."""
        return await actions.cover(tx, by, data, now)

    @get(guards=[manager], summary="Who stands in for whom now")
    async def listed(
        self, tx: NamedDependency[Transaction], by: NamedDependency[Caller], now: NamedDependency[datetime]
    ) -> list[Cover]:
        """In the manager's own office."""
        return await actions.covers(tx, by, now)

    @delete("/{id:uuid}", guards=[manager], summary="End a cover before its time")
    async def end(
        self,
        id: FromPath[UUID],
        tx: NamedDependency[Transaction],
        by: NamedDependency[Caller],
        now: NamedDependency[datetime],
    ) -> None:
        """From this moment on."""
        await actions.end_cover(tx, by, id, now)
