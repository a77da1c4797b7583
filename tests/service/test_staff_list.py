"""The staff list decides who is let in, whatever a token says."""

from collections.abc import AsyncIterator

import pytest

from conftest import Databases
from fakes import MemoryBus, MovableClock, Tokens
from service.referrals_setup import House, running


@pytest.fixture
async def house(databases: Databases, tokens: Tokens, clock: MovableClock, bus: MemoryBus) -> AsyncIterator[House]:
    async with running(databases, tokens, clock, bus) as house:
        yield house


async def test_it_is_alive(house: House) -> None:
    answer = await house.client.get("/staff", headers=house.staff("cw"))
    ready = await house.client.get("/health/ready")

    assert answer.status_code == 200, answer.text
    assert ready.status_code == 200, ready.text
