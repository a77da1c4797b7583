"""Tidying: searches and sign-ins that have ended, and first answers that nobody asks for any more."""

import asyncio
from datetime import datetime, timedelta

from services.referrals.entry import as_house
from services.referrals.store import searches, sessions
from shared import log
from shared.clock import Clock
from shared.db import Database
from shared.errors import Unavailable
from shared.idempotency import forget

EVERY = 60.0  # seconds
ANSWERS_KEPT = timedelta(days=1)


async def sweep(database: Database, now: datetime) -> None:
    """Delete what has ended."""
    async with as_house(database, now) as tx:
        await searches.delete_ended(tx, now)
        await sessions.delete_ended(tx, now)
        await forget(tx, now - ANSWERS_KEPT)


async def sweeping(database: Database, clock: Clock) -> None:
    """Sweep each minute until cancelled."""
    while True:
        try:
            await sweep(database, clock())
        except Unavailable as error:
            log.get().warning("sweep.waits", reason=error.detail)
        await asyncio.sleep(EVERY)
