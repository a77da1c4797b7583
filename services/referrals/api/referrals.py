"""Referrals over HTTP, for staff and providers alike: each sees their own side."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from services.referrals.actions import referrals as actions
from services.referrals.actions.house import House
from services.referrals.model.actors import Actor
from services.referrals.rules.buttons import buttons
from shared.access import only, staff
from shared.callers import STAFF
from shared.contracts.referrals import Actions, PartnerReferral, Referral, ReferralNew
from shared.contracts.words import PersonId, ReferralId, Role
from shared.db import Transaction

either = only(*STAFF, Role.PARTNER_RECEIVER)


class Referrals(Controller):
    """One person, one need, one provider approached."""

    path = "/referrals"
    tags = ("referrals",)

    @post("", guards=[staff], summary="Begin a referral; nothing is sent")
    async def draft(
        self,
        *,
        data: JSONBody[ReferralNew],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        codes: NamedDependency[frozenset[str]],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Referral:
        """Its content may hold only fields that the person agreed to share."""
        return await actions.draft(tx, house, actor, data, codes=codes, now=now)

    @get("", guards=[either], summary="Referrals that you may see")
    async def listed(
        self,
        *,
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        actor: NamedDependency[Actor],
        person: FromQuery[UUID | None] = None,
    ) -> list[Referral] | list[PartnerReferral]:
        """Newest first, of one person if one is named."""
        return await actions.listed(tx, house, actor, PersonId(person) if person else None)

    @get("/{id:uuid}", guards=[either], summary="A referral")
    async def show(
        self,
        *,
        id: FromPath[UUID],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        actor: NamedDependency[Actor],
    ) -> Referral | PartnerReferral:
        """As staff see it, or as its provider sees it."""
        return await actions.see(tx, house, actor, ReferralId(id))

    @get("/{id:uuid}/actions", guards=[either], summary="What you may do now")
    async def actions(
        self,
        *,
        id: FromPath[UUID],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Actions:
        """Every button, and none that would be refused."""
        steps = await actions.actions(tx, house, actor, ReferralId(id), now)
        return buttons(ReferralId(id), steps)
