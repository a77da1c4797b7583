"""The broker is killed, and comes back older than it was. Nothing that was announced is lost."""

import asyncio
import inspect
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import msgspec
import psycopg
import pytest
from msgspec import Struct
from nats.aio.client import Client

import shared.outbox
from fakes import MovableClock, eventually
from services.local import accounts, nats, postgres
from services.local.programs import free_port
from shared.bus import Delivery, NoAnswer, Stream
from shared.contracts.events import Event
from shared.db import Database
from shared.jetstream import JetStream
from shared.outbox import announce
from shared.relay import Relay

MANY = 300


class Nothing(Struct):
    """A body."""

    number: int


class Power:
    """A broker of our own that may be cut off and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.house = {name: nats.new_keys() for name in ("directory", "matcher", "referrals")}
        self.port = free_port()
        self.server: nats.Server | None = None

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def on(self) -> None:
        public = {name: pair.public for name, pair in self.house.items()}
        found = accounts.configuration(self.port, self.folder / "store", accounts.accounts(public, []))
        self.server = nats.start(found, self.folder / "nats.json", self.folder / "nats.log")

    def off(self) -> None:
        if self.server:
            self.server.program.kill()

    def user(self) -> JetStream:
        return JetStream(f"nats://127.0.0.1:{self.port}", user="referrals", seed=self.house["referrals"].seed)


@pytest.fixture
def power(tmp_path: Path) -> Iterator[Power]:
    found = Power(tmp_path)
    found.on()
    yield found
    found.off()


@pytest.fixture
async def database(postgres_url: str) -> AsyncIterator[Database]:
    name = f"faults_{uuid4().hex}"
    postgres.create_database(postgres_url, name, "postgres")
    url = postgres_url.rpartition("/")[0] + "/" + name
    text = inspect.getdoc(shared.outbox) or ""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(text[text.index("CREATE") :].encode())
    found = Database(url)
    await found.open()
    yield found
    await found.close()


@pytest.fixture
async def bus(power: Power) -> AsyncIterator[JetStream]:
    found = power.user()
    await found.open()
    await found.ensure(Stream(name="HANDOFFS", subjects=("handoffs.*",)))
    yield found
    await found.close()


async def tell(database: Database, number: int) -> None:
    now = MovableClock().now()
    made = Event(id=uuid4(), source="/test", type="thing.done.v1", time=now, data=Nothing(number))
    async with database.transaction() as tx:
        await announce(tx, "HANDOFFS", "handoffs.a", made)


async def stored(power: Power) -> list[int]:
    """Every message of the stream, read and not counted."""
    client = Client()
    seed = power.house["referrals"].seed
    await client.connect(f"nats://127.0.0.1:{power.port}", nkeys_seed_str=seed, inbox_prefix="_INBOX.referrals")
    js = client.jetstream()
    last = (await js.stream_info("HANDOFFS")).state.last_seq
    messages = [await js.get_msg("HANDOFFS", seq=sequence, direct=True) for sequence in range(1, last + 1)]
    await client.close()
    return [msgspec.json.decode(message.data or b"")["data"]["number"] for message in messages]


async def waiting(database: Database) -> int:
    async with database.transaction() as tx:
        return await tx.one(int, "SELECT count(*) FROM outbox WHERE published_at IS NULL")


async def test_every_event_arrives_once_and_in_order_over_a_killed_broker(
    power: Power, bus: JetStream, database: Database
) -> None:
    relay = asyncio.create_task(Relay(database, bus, MovableClock().now).run())
    for number in range(MANY):
        await tell(database, number)
        if number in (100, 200):
            power.off()
            power.on()

    await eventually(lambda: _none(database), tries=1500)
    relay.cancel()
    with suppress(asyncio.CancelledError):
        await relay

    found = await stored(power)
    assert found == list(range(MANY))


async def test_a_broker_that_comes_back_older_gets_again_what_it_has_lost(
    power: Power, bus: JetStream, database: Database
) -> None:
    relay = asyncio.create_task(Relay(database, bus, MovableClock().now).run())
    for number in range(20):
        await tell(database, number)
    await eventually(lambda: _none(database))
    power.off()
    shutil.copytree(power.folder / "store", power.folder / "older")
    power.on()
    for number in range(20, 40):
        await tell(database, number)
    await eventually(lambda: _none(database), tries=1500)

    power.off()
    shutil.rmtree(power.folder / "store")
    shutil.move(power.folder / "older", power.folder / "store")
    power.on()
    await tell(database, 40)
    await eventually(lambda: _all_there(bus, 41), tries=1500)
    relay.cancel()
    with suppress(asyncio.CancelledError):
        await relay

    assert sorted(await stored(power)) == list(range(41))


async def test_a_follower_of_a_broker_that_comes_back_older_hears_what_is_published_again(
    power: Power, bus: JetStream, database: Database
) -> None:
    """As the matcher follows the directory: new messages have the numbers that lost ones had."""
    heard: list[int] = []

    async def hear(delivery: Delivery) -> None:
        heard.append(msgspec.json.decode(delivery.body)["data"]["number"])

    follower = JetStream(power.url, user="matcher", seed=power.house["matcher"].seed)
    directory = JetStream(power.url, user="directory", seed=power.house["directory"].seed)
    await follower.open()
    await directory.open()
    await directory.ensure(Stream(name="DIRECTORY", subjects=("directory.services.*",), latest_only=True))
    for number in range(5):
        await directory.publish(f"directory.services.{number}", _listing(number), id=str(uuid4()))
    power.off()
    shutil.copytree(power.folder / "store", power.folder / "older")
    power.on()
    task = asyncio.create_task(follower.follow("DIRECTORY", hear))
    await eventually(lambda: _published(directory, 5, 8), tries=1500)
    await eventually(lambda: heard == list(range(8)), tries=1500)

    power.off()
    shutil.rmtree(power.folder / "store")
    shutil.move(power.folder / "older", power.folder / "store")
    power.on()
    await eventually(lambda: _published(directory, 8, 20), tries=1500)

    await eventually(lambda: set(range(8, 20)) <= set(heard), tries=1500)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    await follower.close()
    await directory.close()
    assert set(heard) == set(range(20))


async def _published(bus: JetStream, start: int, end: int) -> bool:
    """Publish them all, or say that the broker is not back yet."""
    try:
        for number in range(start, end):
            await bus.publish(f"directory.services.{number}", _listing(number), id=f"listing-{number}")
    except NoAnswer:
        return False
    return True


def _listing(number: int) -> bytes:
    return msgspec.json.encode({"data": {"number": number}})


async def _none(database: Database) -> bool:
    return await waiting(database) == 0


async def _all_there(bus: JetStream, count: int) -> bool:
    return await bus.last_sequence("HANDOFFS") >= count
