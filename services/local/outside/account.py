"""A connection to NATS in an account of one's own, reading one durable consumer of the house."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import JetStreamContext

from services.local.accounts import API_PREFIX, Outsider
from shared.bus import NoAnswer
from shared.errors import Unavailable

SECONDS = 5.0
PAUSE = 0.5
LOST = (nats.errors.Error, TimeoutError, OSError)


class Account:
    """What an outside program may do: read its own messages, acknowledge them, and ask on its own subjects."""

    def __init__(self, client: Client, messages: JetStreamContext.PullSubscription) -> None:
        self._client, self._messages = client, messages

    async def read(self, seconds: float = 1.0) -> list[Msg]:
        """The next messages, or none within this time. Acknowledge each when it has been dealt with.

        While NATS is away there is nothing, and then what came meanwhile.
        """
        try:
            return await self._messages.fetch(batch=50, timeout=seconds)
        except TimeoutError:
            return []
        except LOST:
            await asyncio.sleep(PAUSE)
            return []

    async def ask(self, subject: str, body: bytes) -> bytes:
        """Request and reply. Raises `NoAnswer`: nothing was lost, ask again with the same request id."""
        try:
            return (await self._client.request(subject, body, timeout=SECONDS)).data
        except LOST as error:
            raise NoAnswer from error


@asynccontextmanager
async def account(url: str, seed: str, outsider: Outsider) -> AsyncGenerator[Account]:
    """Connect, and leave at the end. Raises `Unavailable`."""
    client = Client()
    try:
        await client.connect(
            url, nkeys_seed_str=seed, name=outsider.account, max_reconnect_attempts=-1, connect_timeout=5
        )
    except LOST as error:
        raise Unavailable(f"NATS at {url} does not let this account in ({error}).") from error
    js = client.jetstream(prefix=API_PREFIX, timeout=SECONDS)
    messages = await js.pull_subscribe_bind(outsider.consumer, stream=outsider.stream)
    try:
        yield Account(client, messages)
    finally:
        await client.close()
