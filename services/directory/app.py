"""The directory's web app."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

import stamina
from litestar import Litestar
from litestar.di import Provide

from services.directory.actions import vocabulary as own
from services.directory.actions.crawling import Outside, outside
from services.directory.actions.importing import House
from services.directory.announcements import STREAM
from services.directory.api import at_locations, changes, imports, manage, organizations, root, services, taxonomies
from services.directory.api.answers import let_everybody_read
from services.directory.api.asked import ASKED
from services.directory.api.remembering import remember_answers
from services.directory.index import Locate
from services.directory.settings import Settings
from shared.bus import Bus
from shared.clock import Clock
from shared.contracts.places import Point
from shared.db import Database, Transaction
from shared.errors import Unavailable
from shared.health import Readiness
from shared.needs import vocabulary
from shared.places.gazetteer import Gazetteer
from shared.places.refusals import NotAPostcode, UnknownPostcode
from shared.relay import Relay
from shared.tokens import Verifier
from shared.web import service

PATIENCE = 60  # seconds
HANDLERS = [
    root.root,
    *services.HANDLERS,
    *at_locations.HANDLERS,
    *organizations.HANDLERS,
    *taxonomies.HANDLERS,
    *changes.HANDLERS,
    *imports.HANDLERS,
    *manage.HANDLERS,
]


def create_app(
    settings: Settings,
    *,
    verifier: Verifier,
    bus: Bus,
    database: Database,
    clock: Clock,
    outside: Outside = outside,
) -> Litestar:
    """The directory with these parts. `outside` makes the client that reads other people's directories."""
    gazetteer = Gazetteer.load(settings.postcodes)
    locate = locating(gazetteer)
    house = House(database=database, clock=clock, locate=locate)

    async def transaction() -> AsyncGenerator[Transaction]:
        async with database.transaction() as tx:
            yield tx

    return service(
        "directory",
        HANDLERS,
        verifier=verifier,
        readiness=Readiness({"database": database.check, "broker": bus.check}),
        dependencies={
            **ASKED,
            "tx": Provide(transaction),
            "now": Provide(clock, sync_to_thread=False),
            "database": _given(database),
            "settings": _given(settings),
            "gazetteer": _given(gazetteer),
            "locate": _given(locate),
            "house": _given(house),
            "outside": _given(outside),
        },
        lifespan=[_running(database, bus, clock, gazetteer)],
        middleware=[remember_answers],
        before_send=[let_everybody_read],
    )


def locating(gazetteer: Gazetteer) -> Locate:
    """Where a postcode is, as far as is known."""

    def locate(postcode: str) -> Point | None:
        try:
            return gazetteer.find(postcode).point
        except (NotAPostcode, UnknownPostcode):
            return None

    return locate


async def _keep_vocabulary(database: Database) -> None:
    """Written at each start. A database that is not there yet is waited for."""
    async for attempt in stamina.retry_context(on=Unavailable, attempts=None, timeout=PATIENCE):
        with attempt:
            async with database.transaction() as tx:
                await own.keep(tx, vocabulary.load())


def _given(part: object) -> Provide:
    return Provide(lambda: part, sync_to_thread=False)


def _running(
    database: Database, bus: Bus, clock: Clock, gazetteer: Gazetteer
) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncGenerator[None]:
        await database.open()
        await bus.open()
        await bus.ensure(STREAM)
        await _keep_vocabulary(database)
        relay = asyncio.create_task(Relay(database, bus, clock, latest_only=True).run())
        yield
        relay.cancel()
        with suppress(asyncio.CancelledError):
            await relay
        await bus.close()
        await database.close()
        gazetteer.close()

    return lifespan
