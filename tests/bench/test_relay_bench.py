"""What the outbox costs: events through PostgreSQL and the relay, against publishing straight to the broker."""

import asyncio
import inspect
import time
from collections.abc import AsyncIterator
from uuid import uuid4

import psycopg
import pytest
from msgspec import Struct

import shared.outbox
from conftest import Broker
from fakes import MovableClock
from services.local import postgres
from shared.bus import Stream
from shared.contracts.events import Event
from shared.db import Database
from shared.outbox import announce
from shared.relay import Relay

MANY = 2000
GATHERED = 200

pytestmark = pytest.mark.bench


class Nothing(Struct):
    """A body of about 500 bytes."""

    text: str = "x" * 300


@pytest.fixture
async def database(postgres_url: str) -> AsyncIterator[Database]:
    name = f"bench_{uuid4().hex}"
    postgres.create_database(postgres_url, name, "postgres")
    url = postgres_url.rpartition("/")[0] + "/" + name
    text = inspect.getdoc(shared.outbox) or ""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(text[text.index("CREATE") :].encode())
    found = Database(url)
    await found.open()
    yield found
    await found.close()


async def test_the_relay_keeps_most_of_the_brokers_speed(broker: Broker, database: Database) -> None:
    clock, bus = MovableClock(), broker.user("referrals")
    await bus.open()
    await bus.ensure(Stream(name="HANDOFFS", subjects=("handoffs.*",)))
    body = b"x" * 500
    started = time.perf_counter()
    for _ in range(MANY // GATHERED):
        await asyncio.gather(*(bus.publish(f"handoffs.{n}", body, id=str(uuid4())) for n in range(GATHERED)))
    straight = MANY / (time.perf_counter() - started)
    async with database.transaction() as tx:
        for number in range(MANY):
            made = Event(id=uuid4(), source="/bench", type="thing.done.v1", time=clock.now(), data=Nothing())
            await announce(tx, "HANDOFFS", f"handoffs.{number % GATHERED}", made)
    relay = Relay(database, bus, clock.now)
    started = time.perf_counter()
    while await relay.once():
        pass
    relayed = MANY / (time.perf_counter() - started)
    await bus.close()

    print(f"\nrelay {relayed:,.0f}/s, straight {straight:,.0f}/s, ratio {relayed / straight:.2f}")
    assert relayed / straight > 0.2
