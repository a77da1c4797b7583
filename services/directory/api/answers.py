"""NDJSON, and headers that every public answer carries."""

from collections.abc import AsyncIterator, Awaitable, Callable
from enum import StrEnum
from typing import TypeVar

import msgspec
from litestar.enums import ScopeType
from litestar.response import Stream
from litestar.types import Message, Scope

from shared.db import Database, Transaction

T = TypeVar("T")
NDJSON = "application/x-ndjson"
OPEN = {
    b"access-control-allow-origin": b"*",
    b"access-control-expose-headers": b"etag, x-next-cursor, x-request-id, retry-after",
}
PREFLIGHT = {
    b"access-control-allow-methods": b"GET, HEAD, POST, PUT, DELETE, OPTIONS",
    b"access-control-allow-headers": b"accept, authorization, content-type, idempotency-key, if-none-match",
}


class Format(StrEnum):
    """How a list is written. NDJSON is everything, without pages."""

    JSON = "json"
    NDJSON = "ndjson"


def streamed(
    database: Database, rows: Callable[[Transaction], AsyncIterator[object]], headers: dict[str, str] | None = None
) -> Stream:
    """One record on each line, read as it is sent."""

    async def lines() -> AsyncIterator[bytes]:
        async with database.transaction() as tx:
            async for row in rows(tx):
                yield msgspec.json.encode(row) + b"\n"

    return ndjson(lines, headers)


def ndjson(lines: Callable[[], AsyncIterator[bytes]], headers: dict[str, str] | None = None) -> Stream:
    """Lines as they come. The header is set because a handler that may also answer JSON would set its own."""
    return Stream(lines, headers={"content-type": NDJSON, **(headers or {})})


async def written_as(
    format: Format,
    database: Database,
    rows: Callable[[Transaction], AsyncIterator[object]],
    page: Callable[[Transaction], Awaitable[T]],
) -> T | Stream:
    """A page, or all rows as NDJSON.

    The transaction is opened here and not by a dependency: where another dependency of a handler refuses a parameter,
    Litestar leaves a dependency that yields open, and with it a connection.
    """
    if format is Format.NDJSON:
        return streamed(database, rows)
    async with database.transaction() as tx:
        return await page(tx)


async def let_everybody_read(message: Message, scope: Scope) -> None:
    """The UK profile asks for this header on every answer, errors included."""
    if message["type"] != "http.response.start" or scope["type"] != ScopeType.HTTP:
        return
    added = {**OPEN, **(PREFLIGHT if scope["method"] == "OPTIONS" else {})}
    message["headers"] = [*message["headers"], *added.items()]
