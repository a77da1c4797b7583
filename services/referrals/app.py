"""Wiring of the room that knows people."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

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
from services.referrals.background import beside
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
    """The app, with the relay and the sweep beside it."""
    given = parts(settings, database, clock)

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncGenerator[None]:
        await database.open()
        await bus.open()
        async with beside(
            Relay(database, bus, clock).run(),
            sweeping(database, clock),
            Reception(database, bus, given.house, clock).run(),
            Clocks(database, given.house, clock).run(),
        ):
            yield
        await bus.close()
        await database.close()
        given.known.gazetteer.close()

    return service(
        "referrals",
        HANDLERS,
        verifier=verifier,
        readiness=Readiness({"database": database.check, "bus": bus.check}),
        dependencies=provided(given, verifier),
        lifespan=[lifespan],
        middleware=[Idempotency(beginner(given), given.keyring.answers, clock)],
    )
