"""`/partners`."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from services.referrals.actions import partners as actions
from shared.access import admin, only
from shared.callers import STAFF, Caller
from shared.contracts.staff import Partner, PartnerNew
from shared.contracts.words import OrganizationId, PartnerId, Role
from shared.db import Transaction


class Partners(Controller):
    """Who may receive referrals. Keeping or claiming a listing gives no right to it."""

    path = "/partners"
    tags = ("partners",)

    @post(guards=[only(Role.ADMIN, Role.PARTNER_EDITOR)], summary="Ask to receive referrals")
    async def ask(
        self, data: JSONBody[PartnerNew], tx: NamedDependency[Transaction], by: NamedDependency[Caller]
    ) -> Partner:
        """An admin decides."""
        return await actions.ask(tx, by, data)

    @post("/{id:uuid}/approval", guards=[admin], summary="Let a partner receive")
    async def approve(
        self,
        id: FromPath[UUID],
        tx: NamedDependency[Transaction],
        by: NamedDependency[Caller],
        now: NamedDependency[datetime],
    ) -> Partner:
        """Also after a suspension."""
        return await actions.approve(tx, by, PartnerId(id), now)

    @post("/{id:uuid}/suspension", guards=[admin], summary="Stop a partner from receiving")
    async def suspend(self, id: FromPath[UUID], tx: NamedDependency[Transaction]) -> Partner:
        """From this moment on it collects nothing."""
        return await actions.suspend(tx, PartnerId(id))

    @get(guards=[only(*STAFF, Role.ADMIN)], summary="Who receives, for an organisation if one is named")
    async def listed(
        self,
        tx: NamedDependency[Transaction],
        by: NamedDependency[Caller],
        organization: FromQuery[UUID | None] = None,
    ) -> list[Partner]:
        """Addresses, agreements and keys are shown to admins."""
        return await actions.listed(tx, by, OrganizationId(organization) if organization else None)
