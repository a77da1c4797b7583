"""`/searches`."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from services.referrals.actions import searches as actions
from services.referrals.actions.known import Known
from services.referrals.keyring import Keyring
from services.referrals.settings import Settings
from shared.access import staff
from shared.callers import Caller
from shared.contracts.conversations import Search, SearchNew
from shared.contracts.words import SearchId
from shared.db import Transaction


class Searches(Controller):
    """Searches, kept for some hours after they were last changed, and shown to their maker alone."""

    path = "/searches"
    tags = ("searches",)

    @post(guards=[staff], summary="Keep a search")
    async def add(
        self,
        *,
        data: JSONBody[SearchNew],
        tx: NamedDependency[Transaction],
        keyring: NamedDependency[Keyring],
        settings: NamedDependency[Settings],
        known: NamedDependency[Known],
        by: NamedDependency[Caller],
        now: NamedDependency[datetime],
    ) -> Search:
        """So that needs and places never stand in a URL."""
        await actions.check(tx, known, data)
        return await actions.add(tx, keyring.searches, by, data, until=now + settings.searches_kept)

    @get("/{id:uuid}", guards=[staff], summary="A search of yours")
    async def see(
        self, id: FromPath[UUID], tx: NamedDependency[Transaction], keyring: NamedDependency[Keyring]
    ) -> Search:
        """Until it ends."""
        return await actions.see(tx, keyring.searches, SearchId(id))

    @put("/{id:uuid}", guards=[staff], summary="Change a search of yours")
    async def change(
        self,
        *,
        id: FromPath[UUID],
        data: JSONBody[SearchNew],
        tx: NamedDependency[Transaction],
        keyring: NamedDependency[Keyring],
        settings: NamedDependency[Settings],
        known: NamedDependency[Known],
        by: NamedDependency[Caller],
        now: NamedDependency[datetime],
    ) -> Search:
        """It is then kept for as long again."""
        await actions.check(tx, known, data)
        return await actions.change(tx, keyring.searches, by, SearchId(id), data, until=now + settings.searches_kept)
