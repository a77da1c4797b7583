"""Looks at the clocks again and again, as one of possibly several processes."""

import asyncio

from services.referrals.actions import deadlines
from services.referrals.actions.house import House
from services.referrals.entry import as_house
from shared import log
from shared.clock import Clock
from shared.db import Database
from shared.errors import Unavailable

PAUSE = 5.0  # seconds


class Clocks:
    """The sweeps that nobody asks for."""

    def __init__(self, database: Database, house: House, clock: Clock) -> None:
        self._database, self._house, self._clock = database, house, clock

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self.once()
            except Unavailable as error:
                log.get().warning("clocks.wait", reason=error.detail)
            await asyncio.sleep(PAUSE)

    async def once(self) -> None:
        """Everything that is due now."""
        now = self._clock()
        async with as_house(self._database, now) as tx:
            failed = await deadlines.fail_unanswered(tx, self._house, now)
        async with as_house(self._database, now) as tx:
            ended = await deadlines.end_agreements(tx, self._house, now)
            drafts = await deadlines.delete_drafts(tx, now)
        if failed or ended or drafts:
            log.get().info("clocks.moved", unanswered=failed, agreements=ended, drafts=drafts)
