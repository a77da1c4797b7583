"""Agreements over HTTP."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from services.referrals.actions import consents as actions
from services.referrals.actions.house import House
from services.referrals.model.actors import Actor
from shared.access import staff
from shared.contracts.consents import Consent, ConsentNew, Disclosure, Receipt, Renewal, Verification
from shared.contracts.referrals import Collected
from shared.contracts.words import ConsentId, PersonId
from shared.db import Transaction


class Consents(Controller):
    """What people agreed to, and what left because of it."""

    guards = (staff,)
    tags = ("consents",)

    @post("/consents", summary="Record that a person agreed, or said no")
    async def give(
        self,
        *,
        data: JSONBody[ConsentNew],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Consent:
        """A named recipient, a purpose, fields and an end."""
        return await actions.give(tx, house, actor, data, now)

    @get("/consents/{id:uuid}", summary="An agreement as it stands")
    async def show(
        self,
        *,
        id: FromPath[UUID],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        now: NamedDependency[datetime],
    ) -> Consent:
        """With every event of its chain."""
        return await actions.show(tx, house, ConsentId(id), now)

    @get("/consents/{id:uuid}/receipt", summary="The copy that the person keeps")
    async def receipt(
        self,
        *,
        id: FromPath[UUID],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        now: NamedDependency[datetime],
    ) -> Receipt:
        """In plain words."""
        return await actions.receipt_of(tx, house, ConsentId(id), now)

    @get("/consents/{id:uuid}/preview", summary="Exactly what the recipient would get")
    async def preview(
        self, id: FromPath[UUID], tx: NamedDependency[Transaction], house: NamedDependency[House]
    ) -> Collected:
        """The same bytes as are collected."""
        return (await actions.preview(tx, house, ConsentId(id))).content

    @get("/consents/{id:uuid}/verification", summary="Is the record as it was written?")
    async def verification(
        self, id: FromPath[UUID], tx: NamedDependency[Transaction], house: NamedDependency[House]
    ) -> Verification:
        """Checks the hash chain, and the terms against what is sealed in it."""
        return await actions.verify(tx, house, ConsentId(id))

    @post("/consents/{id:uuid}/withdrawal", status_code=200, summary="Stop sharing, at once")
    async def withdraw(
        self,
        *,
        id: FromPath[UUID],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Consent:
        """No reason is asked."""
        return await actions.withdraw(tx, house, actor, ConsentId(id), now)

    @post("/consents/{id:uuid}/renewal", status_code=200, summary="The same agreement for longer")
    async def renew(
        self,
        *,
        id: FromPath[UUID],
        data: JSONBody[Renewal],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Consent:
        """Asked and said anew."""
        return await actions.renew(tx, house, actor, ConsentId(id), renewal=data, now=now)

    @get("/people/{id:uuid}/consents", summary="Everything a person was asked")
    async def of_person(
        self,
        *,
        id: FromPath[UUID],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        now: NamedDependency[datetime],
    ) -> list[Consent]:
        """Newest first."""
        return await actions.of_person(tx, house, PersonId(id), now)

    @get("/people/{id:uuid}/disclosures", summary="Everything that left about a person")
    async def disclosures(self, id: FromPath[UUID], tx: NamedDependency[Transaction]) -> list[Disclosure]:
        """What, to whom, when, and what was asked for and refused (R110)."""
        return await actions.disclosed(tx, PersonId(id))
