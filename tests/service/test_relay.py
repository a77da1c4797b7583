"""From the outbox to the broker: in order, at least once, never an old listing over a newer one."""

import asyncio
import inspect
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings, strategies
from msgspec import Struct

import shared.inbox
import shared.outbox
from fakes import MemoryBus, MovableClock, eventually
from services.local import postgres
from shared.bus import NoAnswer, Stream
from shared.contracts.events import Event
from shared.db import Database
from shared.inbox import first_time
from shared.outbox import announce
from shared.relay import Relay

STREAM = "HANDOFFS"


class Nothing(Struct):
    """A body."""

    number: int


@pytest.fixture(scope="module")
async def database(postgres_url: str) -> AsyncIterator[Database]:
    """A database with the tables exactly as the modules document them."""
    name = f"relay_{uuid4().hex}"
    postgres.create_database(postgres_url, name, "postgres")
    url = postgres_url.rpartition("/")[0] + "/" + name
    with psycopg.connect(url, autocommit=True) as connection:
        for module in (shared.outbox, shared.inbox):
            text = inspect.getdoc(module) or ""
            connection.execute(text[text.index("CREATE") :].encode())
    database = Database(url)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def empty(database: Database, bus: MemoryBus) -> Database:
    async with database.transaction() as tx:
        await tx.run("TRUNCATE outbox, inbox")
    await bus.ensure(Stream(name=STREAM, subjects=("handoffs.*",)))
    return database


def event(clock: MovableClock, number: int = 0) -> Event[Nothing]:
    return Event(id=uuid4(), source="/test", type="thing.done.v1", time=clock.now(), data=Nothing(number))


async def tell(database: Database, clock: MovableClock, number: int, subject: str = "handoffs.a") -> UUID:
    made = event(clock, number)
    async with database.transaction() as tx:
        await announce(tx, STREAM, subject, made)
    return made.id


def numbers(bus: MemoryBus) -> list[int]:
    return [
        int(body.rpartition(b'"number":')[2].rstrip(b"}").split(b",")[0].split(b"}")[0]) for body in bus.bodies(STREAM)
    ]


async def test_what_is_announced_is_published_in_order(empty: Database, bus: MemoryBus, clock: MovableClock) -> None:
    ids = [await tell(empty, clock, number) for number in range(5)]

    published = await Relay(empty, bus, clock.now).once()

    assert published == 5
    assert [message.id for message in bus.messages[STREAM]] == [str(announced) for announced in ids]


async def test_a_change_that_is_rolled_back_announces_nothing(
    empty: Database, bus: MemoryBus, clock: MovableClock
) -> None:
    async def fail() -> None:
        async with empty.transaction() as tx:
            await announce(tx, STREAM, "handoffs.a", event(clock))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    assert await Relay(empty, bus, clock.now).once() == 0


async def test_what_the_broker_did_not_acknowledge_is_published_again_and_stored_once(
    empty: Database, bus: MemoryBus, clock: MovableClock
) -> None:
    await tell(empty, clock, 1)
    bus.down = True
    with pytest.raises(NoAnswer):
        await Relay(empty, bus, clock.now).once()
    bus.down = False

    await Relay(empty, bus, clock.now).once()

    assert len(bus.messages[STREAM]) == 1


async def test_nothing_leaves_before_the_undo_window_has_closed(
    empty: Database, bus: MemoryBus, clock: MovableClock
) -> None:
    made = event(clock)
    async with empty.transaction() as tx:
        await announce(tx, STREAM, "handoffs.a", made, not_before=clock.now() + timedelta(minutes=15))
    relay = Relay(empty, bus, clock.now)

    assert await relay.once() == 0
    clock.move(timedelta(minutes=15))
    assert await relay.once() == 1


async def test_what_the_broker_has_lost_is_published_again(
    empty: Database, bus: MemoryBus, clock: MovableClock
) -> None:
    """A copied volume or an old backup brings an old state back."""
    for number in range(4):
        await tell(empty, clock, number)
    relay = Relay(empty, bus, clock.now)
    await relay.once()
    bus.lose(STREAM, after=2)

    await relay.once()

    assert numbers(bus) == [0, 1, 2, 3]


async def test_a_loss_is_found_even_when_new_messages_have_taken_the_lost_numbers(
    empty: Database, bus: MemoryBus, clock: MovableClock
) -> None:
    """What was in flight over the reconnection is acknowledged with numbers that lost messages had."""
    for number in range(4):
        await tell(empty, clock, number)
    relay = Relay(empty, bus, clock.now)
    await relay.once()
    bus.lose(STREAM, after=2)
    bus.connections -= 1
    await tell(empty, clock, 4)
    await relay.once()
    bus.connections += 1

    await relay.once()

    assert sorted(numbers(bus)) == [0, 1, 2, 3, 4]


async def test_a_running_relay_publishes_as_soon_as_it_is_called(
    empty: Database, bus: MemoryBus, clock: MovableClock
) -> None:
    task = asyncio.create_task(Relay(empty, bus, clock.now).run())
    await asyncio.sleep(0)
    await tell(empty, clock, 7)

    await eventually(lambda: numbers(bus) == [7])
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task

    assert numbers(bus) == [7]


async def test_a_second_relay_waits_its_turn(empty: Database, bus: MemoryBus, clock: MovableClock) -> None:
    tasks = [asyncio.create_task(Relay(empty, bus, clock.now).run()) for _ in range(2)]
    for number in range(20):
        await tell(empty, clock, number)

    await eventually(lambda: len(bus.messages[STREAM]) == 20)
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task

    assert numbers(bus) == list(range(20))


class SlowBus(MemoryBus):
    """Takes its time to acknowledge."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.go_on = asyncio.Event(), asyncio.Event()

    async def publish(self, subject: str, body: bytes, *, id: str, expected_last: int | None = None) -> int:
        self.asked.set()
        await self.go_on.wait()
        return await super().publish(subject, body, id=id, expected_last=expected_last)


async def test_what_is_on_its_way_cannot_be_taken_back_as_if_it_had_never_left(
    empty: Database, clock: MovableClock
) -> None:
    """An undo learns whether the event has left: it waits for the relay, and then finds the row published."""
    bus = SlowBus()
    await bus.ensure(Stream(name=STREAM, subjects=("handoffs.*",)))
    await tell(empty, clock, 1)

    async def take_back() -> int:
        async with empty.transaction() as tx:
            return await tx.run("DELETE FROM outbox WHERE published_at IS NULL")

    relay = asyncio.create_task(Relay(empty, bus, clock.now).once())
    await bus.asked.wait()
    taking_back = asyncio.create_task(take_back())
    await eventually(lambda: _waits(empty))
    bus.go_on.set()

    assert (await relay, await taking_back) == (1, 0)


async def _waits(database: Database) -> bool:
    async with database.transaction() as tx:
        return bool(await tx.one(int, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))


async def test_rows_are_kept_longer_than_any_stream_keeps_a_message_and_then_forgotten(
    empty: Database, bus: MemoryBus, clock: MovableClock
) -> None:
    """Cost follows what is asked, not how much was ever announced."""
    relay = Relay(empty, bus, clock.now)
    await tell(empty, clock, 1)
    await relay.once()
    clock.move(timedelta(days=59))
    await tell(empty, clock, 2)
    await relay.once()
    before = await _rows(empty)
    clock.move(timedelta(days=2))
    await relay.once()

    assert (before, await _rows(empty)) == (2, 1)


async def _rows(database: Database) -> int:
    async with database.transaction() as tx:
        return await tx.one(int, "SELECT count(*) FROM outbox")


class TestOneMessageForEachSubject:
    """As on DIRECTORY: the stream is the current directory."""

    async def test_a_replaced_row_is_forgotten(self, empty: Database, bus: MemoryBus, clock: MovableClock) -> None:
        for number in range(3):
            await tell(empty, clock, number)
            await Relay(empty, bus, clock.now, latest_only=True).once()

        assert await _rows(empty) == 1

    async def test_only_the_newest_row_of_a_subject_is_published(
        self, empty: Database, bus: MemoryBus, clock: MovableClock
    ) -> None:
        for number in range(3):
            await tell(empty, clock, number)

        await Relay(empty, bus, clock.now, latest_only=True).once()

        assert numbers(bus) == [2]

    async def test_a_newer_message_that_we_did_not_know_of_is_replaced_only_by_the_newest_row(
        self, empty: Database, bus: MemoryBus, clock: MovableClock
    ) -> None:
        """The acknowledgement was lost: the broker has the message, we do not know its sequence."""
        made = await tell(empty, clock, 1)
        await bus.publish("handoffs.a", b'{"data":{"number":1}}', id=str(made))

        await Relay(empty, bus, clock.now, latest_only=True).once()
        await tell(empty, clock, 2)
        await Relay(empty, bus, clock.now, latest_only=True).once()

        assert numbers(bus)[-1] == 2

    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(steps=strategies.lists(strategies.sampled_from(["a", "b", "once", "down", "up", "lose"]), max_size=25))
    def test_after_any_history_the_stream_is_the_current_state(self, postgres_url: str, steps: list[str]) -> None:
        assert asyncio.run(self._history(postgres_url, steps))

    async def _history(self, postgres_url: str, steps: list[str]) -> bool:
        bus, clock, last = MemoryBus(), MovableClock(), dict[str, int]()
        await bus.ensure(Stream(name=STREAM, subjects=("handoffs.*",), latest_only=True))
        database = Database(await _schema(postgres_url))
        await database.open()
        relay = Relay(database, bus, clock.now, latest_only=True)
        for number, step in enumerate(steps):
            match step:
                case "a" | "b":
                    await tell(database, clock, number, f"handoffs.{step}")
                    last[step] = number
                case "once":
                    with suppress(NoAnswer):
                        await relay.once()
                case "lose":
                    bus.lose(STREAM, after=max(0, await _last(bus) - 1))
                case _:
                    bus.down = step == "down"
        bus.down = False
        await relay.once()
        await database.close()
        return sorted(numbers(bus)) == sorted(last.values())


async def test_an_event_is_dealt_with_once(empty: Database, clock: MovableClock) -> None:
    async with empty.transaction() as tx:
        first = await first_time(tx, "directory", "e1", clock.now())
        again = await first_time(tx, "directory", "e1", clock.now())
        other = await first_time(tx, "matcher", "e1", clock.now())

    assert (first, again, other) == (True, False, True)


async def _last(bus: MemoryBus) -> int:
    bus.down, was = False, bus.down
    last = await bus.last_sequence(STREAM)
    bus.down = was
    return last


async def _schema(postgres_url: str) -> str:
    """An own schema of one database, cheap enough for each example."""
    name = "relay_examples"
    postgres.create_database(postgres_url, name, "postgres")
    url = postgres_url.rpartition("/")[0] + "/" + name
    text = inspect.getdoc(shared.outbox) or ""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS outbox")
        connection.execute(text[text.index("CREATE") :].encode())
    return url
