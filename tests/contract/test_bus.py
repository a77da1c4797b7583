"""The bus in memory and the bus on NATS keep the same promises."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from uuid import uuid4

import pytest

from conftest import Broker
from fakes import MemoryBus, eventually
from shared.bus import Bus, Delivery, NoAnswer, Stream, WrongLastSequence
from shared.errors import Unavailable

HANDOFFS = Stream(name="HANDOFFS", subjects=("handoffs.*",))


@pytest.fixture(params=["memory", "nats"])
async def house(request: pytest.FixtureRequest) -> AsyncIterator[Bus]:
    """The bus as referrals sees it: it owns HANDOFFS and answers `collect.*`."""
    bus: Bus = MemoryBus()
    if request.param == "nats":
        broker: Broker = request.getfixturevalue("broker")
        bus = broker.user("referrals")
    await bus.open()
    await bus.ensure(HANDOFFS)
    yield bus
    await bus.close()


async def collect(bus: Bus, stream: str, subject: str, found: list[Delivery], durable: str | None = None) -> None:
    async def deliver(delivery: Delivery) -> None:
        found.append(delivery)

    await bus.follow(stream, deliver, subject=subject, durable=durable)


async def test_a_message_published_twice_is_stored_once(house: Bus) -> None:
    """An unanswered publish is published again with the same id."""
    message, subject = str(uuid4()), f"handoffs.{uuid4()}"

    first = await house.publish(subject, b"one", id=message)
    again = await house.publish(subject, b"one", id=message)

    assert first == again
    assert await house.last_sequence("HANDOFFS") == first


async def test_the_last_message_of_a_subject_can_be_read(house: Bus) -> None:
    subject = f"handoffs.{uuid4()}"
    await house.publish(subject, b"old", id=str(uuid4()))
    message = str(uuid4())
    sequence = await house.publish(subject, b"new", id=message)

    found = await house.latest("HANDOFFS", subject)

    assert found == Delivery(subject=subject, body=b"new", id=message, sequence=sequence)
    assert await house.latest("HANDOFFS", f"handoffs.{uuid4()}") is None


async def test_an_expected_last_sequence_keeps_an_old_message_from_replacing_a_newer_one(house: Bus) -> None:
    subject = f"handoffs.{uuid4()}"
    first = await house.publish(subject, b"1", id=str(uuid4()), expected_last=0)
    second = await house.publish(subject, b"2", id=str(uuid4()), expected_last=first)

    with pytest.raises(WrongLastSequence):
        await house.publish(subject, b"late", id=str(uuid4()), expected_last=first)

    found = await house.latest("HANDOFFS", subject)
    assert found is not None
    assert (found.body, found.sequence) == (b"2", second)


async def test_a_request_is_answered(house: Bus) -> None:
    async def answer(body: bytes) -> bytes:
        return b"you said " + body

    subject = f"collect.{uuid4()}"
    await house.answer(subject, answer)

    if isinstance(house, MemoryBus):
        assert await house.request(subject, b"hello") == b"you said hello"
    else:
        # referrals answers here and never asks: its account may not
        with pytest.raises(NoAnswer):
            await house.request(subject, b"hello", seconds=0.3)


async def test_a_subject_that_no_stream_takes_is_never_acknowledged(house: Bus) -> None:
    with pytest.raises(NoAnswer):
        await house.publish("gaps.B33", b"{}", id=str(uuid4()))


class TestFollowing:
    """A follower of DIRECTORY, which the matcher may read and the directory owns."""

    @pytest.fixture(params=["memory", "nats"])
    async def sides(self, request: pytest.FixtureRequest) -> AsyncIterator[tuple[Bus, Bus]]:
        memory = MemoryBus()
        directory: Bus = memory
        matcher: Bus = memory
        if request.param == "nats":
            broker: Broker = request.getfixturevalue("broker")
            directory, matcher = broker.user("directory"), broker.user("matcher")
        await directory.open()
        await matcher.open()
        await directory.ensure(Stream(name="DIRECTORY", subjects=("directory.services.*",), latest_only=True))
        yield directory, matcher
        await directory.close()
        await matcher.close()

    async def test_a_follower_reads_what_is_there_says_so_and_goes_on(self, sides: tuple[Bus, Bus]) -> None:
        directory, matcher = sides
        subject = f"directory.services.{uuid4()}"
        await directory.publish(subject, b"1", id=str(uuid4()))
        found: list[bytes] = []
        caught_up = asyncio.Event()

        async def deliver(delivery: Delivery) -> None:
            if delivery.subject == subject:
                found.append(delivery.body)

        task = asyncio.create_task(matcher.follow("DIRECTORY", deliver, caught_up=caught_up.set))
        await asyncio.wait_for(caught_up.wait(), 5)
        before = list(found)
        await directory.publish(subject, b"2", id=str(uuid4()))
        await eventually(lambda: found == [b"1", b"2"])
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

        assert before == [b"1"]

    async def test_one_message_is_kept_for_each_subject(self, sides: tuple[Bus, Bus]) -> None:
        directory, matcher = sides
        subject = f"directory.services.{uuid4()}"
        for body in (b"1", b"2", b"3"):
            await directory.publish(subject, body, id=str(uuid4()))
        found: list[Delivery] = []

        task = asyncio.create_task(collect(matcher, "DIRECTORY", subject, found))
        await eventually(lambda: bool(found))
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

        assert [delivery.body for delivery in found] == [b"3"]

    async def test_a_broken_delivery_is_tried_again(self, sides: tuple[Bus, Bus]) -> None:
        """A consumer whose database is away for a moment loses nothing."""
        directory, matcher = sides
        subject = f"directory.services.{uuid4()}"
        await directory.publish(subject, b"1", id=str(uuid4()))
        tries: list[bytes] = []

        async def deliver(delivery: Delivery) -> None:
            tries.append(delivery.body)
            if len(tries) == 1:
                raise Unavailable

        task = asyncio.create_task(matcher.follow("DIRECTORY", deliver, subject=subject))
        await eventually(lambda: len(tries) == 2)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

        assert tries == [b"1", b"1"]
