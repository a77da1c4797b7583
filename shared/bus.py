"""The broker as the house sees it. NATS is `shared.jetstream`; tests have the same in memory, under one suite."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from msgspec import Struct

from shared.errors import Unavailable


class Stream(Struct, frozen=True, kw_only=True):
    """A stream and what it keeps."""

    name: str
    subjects: tuple[str, ...]
    latest_only: bool = False  # one message kept for each subject
    max_age_days: int | None = None


class Delivery(Struct, frozen=True, kw_only=True):
    """A message as it arrives. `id` is its `Nats-Msg-Id`; `pending` counts those still to come."""

    subject: str
    body: bytes
    id: str
    sequence: int
    pending: int = 0


class WrongLastSequence(Exception):
    """The subject has moved on since: its last message is not the expected one."""


class NoAnswer(Unavailable):
    """Nobody answered in time. Nothing was lost; please ask again."""


Deliver = Callable[[Delivery], Awaitable[None]]
Answer = Callable[[bytes], Awaitable[bytes]]


class Bus(Protocol):
    """Everything acknowledged is on disk (`sync_interval: always`)."""

    @property
    def connections(self) -> int:
        """How often we have been connected: after another time the broker may be an older one."""
        ...

    async def open(self) -> None:
        """Connect, and keep connected. Raises `Unavailable` after a minute without a broker."""
        ...

    async def ensure(self, stream: Stream) -> None:
        """Make the stream, or bring it to this shape. Only its owner does."""
        ...

    async def grant(self, stream: str, consumer: str, subject: str) -> None:
        """Make a durable pull consumer for somebody outside, who may never make one."""
        ...

    async def publish(self, subject: str, body: bytes, *, id: str, expected_last: int | None = None) -> int:
        """Publish and wait for the acknowledgement; the sequence in the stream.

        A repeated `id` is not stored twice. `expected_last` is the sequence of the subject's last message (0: none);
        raises `WrongLastSequence` if it is another one, `NoAnswer` without an acknowledgement.
        """
        ...

    async def last_sequence(self, stream: str) -> int:
        """The sequence of the newest message of a stream, 0 for an empty one."""
        ...

    async def latest(self, stream: str, subject: str) -> Delivery | None:
        """The last message of a subject."""
        ...

    async def follow(
        self,
        stream: str,
        deliver: Deliver,
        *,
        subject: str | None = None,
        durable: str | None = None,
        caught_up: Callable[[], None] | None = None,
    ) -> None:
        """Deliver every message in order, from the first, or from where `durable` stopped; run until cancelled.

        A message is acknowledged after `deliver` returned, so it may come again: consumers must not mind.
        `caught_up` is called once, when nothing is pending.
        """
        ...

    async def answer(self, subject: str, answer: Answer) -> None:
        """Answer requests on a subject until the bus is closed."""
        ...

    async def request(self, subject: str, body: bytes, *, seconds: float = 5) -> bytes:
        """Ask and wait. Raises `NoAnswer`."""
        ...

    async def check(self) -> None:
        """For `/health/ready`. Raises `Unavailable`."""
        ...

    async def close(self) -> None:
        """Stop following and answering, and leave."""
        ...
