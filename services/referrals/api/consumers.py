"""`/consumers`."""

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from services.referrals.actions import consumers as actions
from shared.access import admin, only
from shared.callers import STAFF, Caller
from shared.contracts.staff import Consumer, ConsumerNew
from shared.contracts.words import Role
from shared.db import Transaction


class Consumers(Controller):
    """Jobcentre systems that people may choose to share milestones with."""

    path = "/consumers"
    tags = ("partners",)

    @post(guards=[admin], summary="Register a Jobcentre system")
    async def add(self, data: JSONBody[ConsumerNew], tx: NamedDependency[Transaction]) -> Consumer:
        """It hears nothing until a person agrees to it."""
        return await actions.add(tx, data)

    @get(guards=[only(*STAFF, Role.ADMIN)], summary="Every Jobcentre system")
    async def listed(self, tx: NamedDependency[Transaction], by: NamedDependency[Caller]) -> list[Consumer]:
        """Keys are shown to admins."""
        return await actions.listed(tx, by)
