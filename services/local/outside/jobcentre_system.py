"""An example of a Jobcentre system: it reads its own feed, which knows a pseudonym and no person."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from services.local import accounts
from services.local.nats import key_pair
from services.local.outside.account import Account, account


class NewsData(Struct, frozen=True, kw_only=True):
    """All that is ever said."""

    pseudonym: str
    reference: str
    milestone: str | None = None


class News(Struct, frozen=True, kw_only=True):
    """An event of the feed, as CloudEvents 1.0."""

    id: UUID
    type: str
    time: datetime
    data: NewsData


class JobcentreSystem:
    """What a Jobcentre system does."""

    def __init__(self, own: Account) -> None:
        self._own = own

    async def news(self, seconds: float = 1.0) -> list[News]:
        """What is new, acknowledged."""
        messages = await self._own.read(seconds)
        for message in messages:
            await message.ack()
        return [msgspec.json.decode(message.data, type=News) for message in messages]


@asynccontextmanager
async def jobcentre_system(url: str, consumer: str, seed: str) -> AsyncGenerator[JobcentreSystem]:
    """Connect in the consumer's own account."""
    async with account(url, seed, accounts.jobcentre(consumer, key_pair(seed).public)) as own:
        yield JobcentreSystem(own)
