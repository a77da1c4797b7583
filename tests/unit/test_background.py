"""Work beside the requests: it ends with the service, and a fault in it shows."""

import asyncio

import pytest

from services.referrals.background import Background
from shared.errors import Unavailable


async def for_ever() -> None:
    await asyncio.Event().wait()


async def faulty() -> None:
    raise ZeroDivisionError


async def test_work_is_stopped_with_the_block() -> None:
    background = Background()
    before = asyncio.all_tasks()

    async with background.running(one=for_ever(), two=for_ever()):
        during = len(asyncio.all_tasks() - before)

    assert (during, asyncio.all_tasks() - before) == (2, set())
    await background.check()


async def test_work_that_met_a_fault_makes_the_service_not_ready() -> None:
    background = Background()

    async with background.running(relay=faulty(), sweep=for_ever()):
        await asyncio.sleep(0)
        await asyncio.sleep(0)

        with pytest.raises(Unavailable, match="relay"):
            await background.check()
