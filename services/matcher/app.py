"""The matcher's web app: an index in memory that follows the directory, and three routes."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from litestar import Litestar
from litestar.di import Provide

from services.matcher import weights
from services.matcher.api import HANDLERS
from services.matcher.asking import Asking
from services.matcher.index.shelf import Shelf
from services.matcher.interpreting import Interpreting
from services.matcher.reading import Reader
from services.matcher.reading.whereabouts import Locate
from services.matcher.settings import Settings
from services.matcher.subscriptions import Follower
from shared.bus import Bus
from shared.clock import Clock
from shared.contracts.places import Point
from shared.health import Readiness
from shared.needs import vocabulary
from shared.needs.interpreter import Interpreter
from shared.places.gazetteer import Gazetteer
from shared.places.refusals import NotAPostcode, UnknownPostcode
from shared.tokens import Verifier
from shared.web import service


def create_app(settings: Settings, *, verifier: Verifier, bus: Bus, clock: Clock) -> Litestar:
    """The matcher. It has no database: what it knows it hears from the stream DIRECTORY."""
    known = vocabulary.load()
    interpreter, gazetteer, shelf = Interpreter(known), Gazetteer.load(settings.postcodes), Shelf()
    follower = Follower(bus, shelf, Reader(known, interpreter, _locate(gazetteer)))
    asking = Asking({need.code: need for need in known.needs}, interpreter, gazetteer)
    interpreting, weighed = Interpreting(interpreter), weights.load()

    @asynccontextmanager
    async def following(_app: Litestar) -> AsyncGenerator[None]:
        await bus.open()
        try:
            async with follower.running():
                yield
        finally:
            await bus.close()
            gazetteer.close()

    return service(
        "matcher",
        HANDLERS,
        verifier=verifier,
        readiness=Readiness({"bus": bus.check, "directory": follower.check}),
        dependencies={
            "asking": Provide(lambda: asking, sync_to_thread=False),
            "shelf": Provide(lambda: shelf, sync_to_thread=False),
            "weights": Provide(lambda: weighed, sync_to_thread=False),
            "interpreting": Provide(lambda: interpreting, sync_to_thread=False),
            "now": Provide(clock, sync_to_thread=False),
        },
        lifespan=[following],
    )


def _locate(gazetteer: Gazetteer) -> Locate:
    def locate(postcode: str) -> Point | None:
        try:
            return gazetteer.find(postcode).point
        except (NotAPostcode, UnknownPostcode):
            return None

    return locate
