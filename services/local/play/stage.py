"""Who takes part in the play, and how each is reached."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date, datetime, timedelta
from typing import TypeVar

import httpx
from msgspec import Struct

from services.local.callers import Callers, callers
from services.local.folder import Folder
from services.local.keyring import load
from services.local.outside.jobcentre_system import JobcentreSystem, jobcentre_system
from services.local.outside.partner_system import PartnerSystem, partner_system
from services.local.personas import CONSUMERS, OPEN_DOOR, STAFF
from shared.clock import Clock, shifted_clock
from shared.errors import Refusal

T = TypeVar("T")
PATIENCE = 20.0  # seconds for something to reach somebody


class NotAsPromised(Refusal):
    """Something in the play did not come out as it should. The logs say more."""


class Stage(Struct, frozen=True, kw_only=True):
    """The case worker's clients of three rooms, the provider's system, and two Jobcentre systems."""

    house: Callers
    referrals: httpx.Client
    matcher: httpx.Client
    provider: PartnerSystem
    agreed: JobcentreSystem  # the person lets this one know
    unasked: JobcentreSystem  # and not this one
    clock: Clock
    say: Callable[[str], None]

    def in_days(self, days: int) -> date:
        """A day from today on, in the house's time."""
        return (self.now() + timedelta(days=days)).date()

    def now(self) -> datetime:
        """The house's time."""
        return self.clock()


@asynccontextmanager
async def stage(folder: Folder, say: Callable[[str], None]) -> AsyncGenerator[Stage]:
    """Everybody, connected; whatever an earlier play left in their feeds is read first."""
    house, keys = callers(folder), load(folder).outsiders
    url = house.running.nats_url
    async with AsyncExitStack() as ending:
        provider = await ending.enter_async_context(
            partner_system(url, OPEN_DOOR.id, keys[f"PARTNER_{OPEN_DOOR.id}"].seed)
        )
        agreed, unasked = [
            await ending.enter_async_context(jobcentre_system(url, one.id, keys[f"JOBCENTRE_{one.id}"].seed))
            for one in CONSUMERS
        ]
        for read in (provider.notices, agreed.news, unasked.news):
            while await read(0.3):
                pass
        yield Stage(
            house=house,
            referrals=ending.enter_context(house.calling("referrals", STAFF[0])),
            matcher=ending.enter_context(house.calling("matcher", STAFF[0])),
            provider=provider,
            agreed=agreed,
            unasked=unasked,
            clock=shifted_clock(folder.clock),
            say=say,
        )


async def until(what: str, look: Callable[[], Awaitable[T | None]]) -> T:
    """Look until there is something. Raises `NotAsPromised` when that takes too long."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE
    while loop.time() < deadline:
        if (found := await look()) is not None:
            return found
        await asyncio.sleep(0.1)
    raise NotAsPromised(f"{what} did not happen within {PATIENCE:.0f} seconds. The logs say more.")


def promised(kept: bool, what: str) -> None:
    """Raise `NotAsPromised` unless it is so."""
    if not kept:
        raise NotAsPromised(what)
