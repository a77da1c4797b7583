"""Where a follower stands in a stream, and whether the stream is still the one it stood in."""

import asyncio
from collections.abc import Callable
from typing import Any

from nats.aio.msg import Msg
from nats.js.api import Header

from shared.bus import Deliver, Delivery
from shared.errors import Unavailable

PAUSE = 0.2


class Rewound(Exception):
    """The broker came back older than it was: at our place there is another message, or none yet."""


class Standpoint:
    """Hands messages on in order and remembers the last one."""

    def __init__(self, deliver: Deliver, caught_up: Callable[[], None] | None, *, acknowledge: bool) -> None:
        self.sequence = 0
        self._id = ""
        self._deliver, self._caught_up, self._acknowledge = deliver, caught_up, acknowledge

    def begin(self, last: int) -> int:
        """Where to read from in a stream that ends at `last`: our own place again, to see if it is still ours."""
        if last < self.sequence:
            self.sequence = 0
        return max(1, self.sequence)

    def expect(self, pending: int) -> None:
        """Say once that nothing is pending."""
        if pending == 0 and self._caught_up:
            self._caught_up()
            self._caught_up = None

    async def take(self, message: Msg) -> None:
        """Deliver until it succeeds, then acknowledge. Raises `Rewound`."""
        at = message.metadata
        if not self._acknowledge and at.sequence.stream == self.sequence:
            return self._again(message)
        delivery = Delivery(
            subject=message.subject,
            body=message.data,
            id=message_id(message),
            sequence=at.sequence.stream,
            pending=at.num_pending,
        )
        await self._insist(delivery)
        self.sequence, self._id = delivery.sequence, delivery.id
        if self._acknowledge:
            await message.ack()
        self.expect(delivery.pending)
        return None

    def _again(self, message: Msg) -> None:
        if message_id(message) != self._id:
            self.sequence = 0
            raise Rewound
        self.expect(message.metadata.num_pending)

    async def _insist(self, delivery: Delivery) -> None:
        while True:
            try:
                return await self._deliver(delivery)
            except Unavailable:
                await asyncio.sleep(PAUSE)


def message_id(message: Any) -> str:
    """The `Nats-Msg-Id` of a message, or nothing."""
    headers: dict[str, str] | None = message.headers
    return (headers or {}).get(Header.MSG_ID.value, "")
