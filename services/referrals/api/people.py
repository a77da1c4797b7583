"""`/people` and `/caseloads`."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from services.referrals.actions import caseloads
from services.referrals.actions import people as actions
from services.referrals.actions.known import Known
from services.referrals.keyring import Keyring
from services.referrals.rules.staff import CASE_WORKERS
from shared.access import only
from shared.callers import Caller
from shared.contracts.people import CaseloadLine, Person, PersonChange, PersonNew, PersonSummary, Reassignment
from shared.contracts.words import PersonId, Role
from shared.db import Transaction

case_worker = only(*sorted(CASE_WORKERS))
manager = only(Role.MANAGER)


class People(Controller):
    """People, reached by assignment: one's own caseload, or a colleague's for whom one stands in."""

    path = "/people"
    tags = ("people",)

    @post(guards=[case_worker], summary="Write a person down")
    async def add(
        self,
        *,
        data: JSONBody[PersonNew],
        tx: NamedDependency[Transaction],
        keyring: NamedDependency[Keyring],
        known: NamedDependency[Known],
        by: NamedDependency[Caller],
        now: NamedDependency[datetime],
    ) -> Person:
        """A name is enough. They are on your caseload, with a reference that can be said on the phone."""
        return await actions.add(tx, keyring, known, by, data, now=now)

    @get(guards=[case_worker], summary="Your caseload")
    async def caseload(
        self, tx: NamedDependency[Transaction], keyring: NamedDependency[Keyring], by: NamedDependency[Caller]
    ) -> list[PersonSummary]:
        """With the people of a colleague for whom you stand in."""
        return await actions.caseload(tx, keyring, by)

    @get("/{id:uuid}", guards=[case_worker], summary="A person")
    async def see(
        self, id: FromPath[UUID], tx: NamedDependency[Transaction], keyring: NamedDependency[Keyring]
    ) -> Person:
        """Every look is written down."""
        return await actions.see(tx, keyring, PersonId(id))

    @patch("/{id:uuid}", guards=[case_worker], summary="Change what is known about a person")
    async def change(
        self,
        id: FromPath[UUID],
        data: JSONBody[PersonChange],
        tx: NamedDependency[Transaction],
        keyring: NamedDependency[Keyring],
        known: NamedDependency[Known],
    ) -> Person:
        """What is left out stays; `null` takes a thing away."""
        return await actions.change(tx, keyring, known, PersonId(id), data)

    @post("/{id:uuid}/reassignment", guards=[manager], summary="Give a person another case worker")
    async def reassign(
        self,
        id: FromPath[UUID],
        data: JSONBody[Reassignment],
        tx: NamedDependency[Transaction],
        by: NamedDependency[Caller],
    ) -> CaseloadLine:
        """Of the same office."""
        return await caseloads.reassign(tx, by, PersonId(id), data.case_worker)


@get("/caseloads", guards=[manager], tags=["people"], summary="Who is with whom in your office")
async def office_caseloads(tx: NamedDependency[Transaction], by: NamedDependency[Caller]) -> list[CaseloadLine]:
    """References and case workers, no names."""
    return await caseloads.listed(tx, by)
