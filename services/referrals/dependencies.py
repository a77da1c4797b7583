"""What handlers may ask for by name: the transaction, the time, the keys, the vocabulary, the places."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from functools import cache
from typing import Any

from litestar import Request
from litestar.datastructures import State
from litestar.di import Provide
from litestar.types import Scope
from msgspec import Struct

from services.referrals.actions.house import House
from services.referrals.actions.known import Known
from services.referrals.apart import Apart, acting
from services.referrals.entry import enter
from services.referrals.keyring import Keyring
from services.referrals.settings import Settings
from shared.callers import Caller
from shared.clock import Clock
from shared.db import Database, Transaction
from shared.errors import NotSignedIn
from shared.needs.vocabulary import load
from shared.places.gazetteer import Gazetteer
from shared.requests import request_id
from shared.tokens import Verifier


class Parts(Struct, frozen=True, kw_only=True):
    """The parts that every handler shares."""

    settings: Settings
    database: Database
    clock: Clock
    keyring: Keyring
    known: Known
    house: House


def parts(settings: Settings, database: Database, clock: Clock) -> Parts:
    """Made of the settings once, at start."""
    keyring = Keyring(settings.master_key)
    return Parts(
        settings=settings,
        database=database,
        clock=clock,
        keyring=keyring,
        known=Known(codes=_codes(), gazetteer=Gazetteer.load(settings.postcodes)),
        house=House(
            keyring=keyring,
            url=settings.public_url,
            nation=settings.nation,
            undo=settings.undo,
            batch=settings.batch,
        ),
    )


def beginner(given: Parts) -> Callable[[Scope], AbstractAsyncContextManager[Transaction]]:
    """Opens the transaction of a request, in the name of its caller."""

    def begin(scope: Scope) -> AbstractAsyncContextManager[Transaction]:
        return enter(given.database, scope["user"], given.clock(), request_id(scope))

    return begin


def provided(given: Parts, verifier: Verifier) -> dict[str, Provide]:
    """The dependencies by their names."""
    begin = beginner(given)

    async def provide_tx(
        request: Request[Caller | None, str | None, State],
    ) -> AsyncGenerator[Transaction]:
        if (begun := request.scope["state"].get("transaction")) is not None:
            yield begun  # it belongs to shared.idempotency, which commits it with the first answer
            return
        async with begin(request.scope) as tx:
            yield tx

    def provide_now() -> datetime:
        return given.clock()

    def provide_token(request: Request[Caller | None, str | None, State]) -> str:
        if request.auth is None:
            raise NotSignedIn
        return request.auth

    return {
        "tx": Provide(provide_tx),
        "token": Provide(provide_token, sync_to_thread=False),
        "verifier": _constant(verifier),
        "now": Provide(provide_now, sync_to_thread=False),
        "settings": _constant(given.settings),
        "keyring": _constant(given.keyring),
        "known": _constant(given.known),
        "codes": _constant(given.known.codes),
        "house": _constant(given.house),
        "apart": _constant(Apart(given.database, given.clock)),
        "actor": Provide(acting, sync_to_thread=False),
    }


@cache
def _codes() -> frozenset[str]:
    """The codes of the needs vocabulary, read once in a process."""
    return frozenset(need.code for need in load().needs)


def _constant(value: Any) -> Provide:
    return Provide(lambda: value, sync_to_thread=False)
