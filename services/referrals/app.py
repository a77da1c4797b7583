"""Wiring of the room that knows people."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

from litestar import Litestar
from litestar.types import ControllerRouterHandler

from services.referrals.api import (
    audit,
    collecting,
    consents,
    consumers,
    conversations,
    partners,
    people,
    referrals,
    searches,
    sessions,
    staff,
    steps,
)
from services.referrals.background import Background
from services.referrals.clocks import Clocks
from services.referrals.dependencies import beginner, parts, provided
from services.referrals.settings import Settings
from services.referrals.subscriptions import Reception
from services.referrals.sweep import sweeping
from shared.bus import Bus
from shared.clock import Clock
from shared.db import Database
from shared.health import Readiness
from shared.idempotency import Idempotency
from shared.relay import Relay
from shared.tokens import Verifier
from shared.web import service

HANDLERS: tuple[ControllerRouterHandler, ...] = (
    people.People,
    people.office_caseloads,
    conversations.Conversations,
    searches.Searches,
    sessions.Sessions,
    staff.StaffList,
    staff.Covers,
    partners.Partners,
    consumers.Consumers,
    audit.audit,
    consents.Consents,
    referrals.Referrals,
    steps.Steps,
    collecting.content,
)


def create_app(settings: Settings, *, verifier: Verifier, bus: Bus, database: Database, clock: Clock) -> Litestar:
    """The app, and beside it the relay, the sweep, the partners on the bus and the clocks of referrals."""
    given = parts(settings, database, clock)
    background = Background()

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncGenerator[None]:
        async with AsyncExitStack() as ending:
            ending.callback(given.known.gazetteer.close)
            await database.open()
            ending.push_async_callback(database.close)
            await bus.open()
            ending.push_async_callback(bus.close)
            async with background.running(
                relay=Relay(database, bus, clock).run(),
                sweep=sweeping(database, clock),
                reception=Reception(database, bus, given.house, clock).run(),
                clocks=Clocks(database, given.house, clock).run(),
            ):
                yield

    return service(
        "referrals",
        HANDLERS,
        verifier=verifier,
        readiness=Readiness({"database": database.check, "bus": bus.check, "background": background.check}),
        dependencies=provided(given, verifier),
        lifespan=[lifespan],
        middleware=[Idempotency(beginner(given), given.keyring.answers, clock)],
    )
