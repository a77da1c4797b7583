"""PostgreSQL: one pool, one transaction for each request, rows into Structs."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, LiteralString, TypeVar
from uuid import UUID

import msgspec
import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from shared import log
from shared.errors import Invalid, Unavailable

T = TypeVar("T")
Connection = psycopg.AsyncConnection[dict[str, Any]]

SET = """
SELECT set_config('app.' || setting.name, setting.value, true)
FROM unnest(%(names)s::text[], %(values)s::text[]) AS setting (name, value)
"""


# What somebody sent that no column holds: psycopg's own refusal, a text too long, a number or a date out of range,
# a character that is none. Any other DataError is our bug.
TOO_MUCH = frozenset({None, "22001", "22003", "22008", "22021", "22P05"})


class Transaction:
    """An open transaction. It commits when the request has its answer and rolls back on any refusal."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def all(self, kind: type[T], query: LiteralString, /, **values: object) -> list[T]:
        """Every row as a `kind`."""
        cursor = await self._connection.execute(query, values)
        return [_row(kind, row) for row in await cursor.fetchall()]

    async def maybe(self, kind: type[T], query: LiteralString, /, **values: object) -> T | None:
        """The first row as a `kind`, if there is one."""
        cursor = await self._connection.execute(query, values)
        row = await cursor.fetchone()
        return None if row is None else _row(kind, row)

    async def one(self, kind: type[T], query: LiteralString, /, **values: object) -> T:
        """The only row as a `kind`. Its absence is our bug."""
        found = await self.maybe(kind, query, **values)
        if found is None:
            raise LookupError("expected a row")
        return found

    async def run(self, query: LiteralString, /, **values: object) -> int:
        """Execute; the number of rows it touched."""
        return (await self._connection.execute(query, values)).rowcount

    async def run_many(self, query: LiteralString, rows: "list[Mapping[str, object]]") -> None:
        """Execute once for each row, in one round trip."""
        async with self._connection.cursor() as cursor:
            await cursor.executemany(query, rows)

    async def stream(self, kind: type[T], query: LiteralString, /, **values: object) -> AsyncIterator[T]:
        """Rows one after another in constant memory, by a cursor on the server."""
        async with self._connection.cursor("rows") as cursor:
            await cursor.execute(query, values)
            async for row in cursor:
                yield _row(kind, row)


class Watch:
    """A connection that holds a lock and hears a channel."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def called(self, seconds: float) -> None:
        """Wait until somebody calls (`NOTIFY`), at most so long. Raises `Unavailable` when the connection is lost."""
        try:
            async for _ in self._connection.notifies(timeout=seconds, stop_after=1):
                return
        except psycopg.OperationalError as error:
            raise Unavailable from error


class Database:
    """A pool of connections of one role. Settings of a transaction (`app.…`) never outlive it."""

    def __init__(self, url: str, *, size: int = 8) -> None:
        self._url = url
        self._pool = AsyncConnectionPool(
            url,
            connection_class=psycopg.AsyncConnection[dict[str, Any]],
            open=False,
            min_size=1,
            max_size=size,
            timeout=5,
            check=_alive,
            kwargs={"row_factory": dict_row, "autocommit": True, "options": "-c timezone=UTC"},
        )

    async def open(self) -> None:
        """Start the pool in the background; the first transaction waits for a connection."""
        await self._pool.open()

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.close()

    async def check(self) -> None:
        """For `/health/ready`. Raises `Unavailable`."""
        async with self.transaction() as tx:
            await tx.run("SELECT 1")

    @asynccontextmanager
    async def transaction(self, settings: Mapping[str, str] | None = None) -> AsyncGenerator[Transaction]:
        """Begin; commit at the end, roll back on an exception.

        `settings` are `app.<name>` for row-level security, for this transaction only.
        Raises `Unavailable` when the database does not answer, and `Invalid` for a value that it cannot hold.
        """
        try:
            async with self._pool.connection() as connection, connection.transaction():
                tx = Transaction(connection)
                if settings:
                    await tx.run(SET, names=list(settings), values=list(settings.values()))
                yield tx
        except psycopg.DataError as error:
            if error.sqlstate not in TOO_MUCH:
                raise
            log.get().warning("database.cannot_hold", sqlstate=error.sqlstate, kind=type(error).__name__)
            raise Invalid("One of these values is too large, or has a character that is no text.") from error
        except (PoolTimeout, psycopg.OperationalError) as error:
            raise Unavailable from error

    @asynccontextmanager
    async def watch(self, lock: int, channel: LiteralString) -> AsyncGenerator[Watch]:
        """Wait to be the only holder of an advisory lock, then hear a channel, on a connection outside the pool.

        Raises `Unavailable` when the database does not answer.
        """
        try:
            connection = await psycopg.AsyncConnection[dict[str, Any]].connect(
                self._url, autocommit=True, row_factory=dict_row
            )
        except psycopg.OperationalError as error:
            raise Unavailable from error
        async with connection:
            await _take(connection, lock)
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
            yield Watch(connection)


def encode(value: object) -> str:
    """A Struct or plain value as JSON text, to be bound to a `jsonb` column (`%(body)s::jsonb`)."""
    return msgspec.json.encode(value).decode()


def _row(kind: type[T], row: Mapping[str, Any]) -> T:
    scalar = kind in (int, str, bool, float, UUID) and len(row) == 1
    return msgspec.convert(next(iter(row.values())) if scalar else row, kind, from_attributes=False)


async def _take(connection: Connection, lock: int) -> None:
    try:
        await connection.execute("SELECT pg_advisory_lock(%s)", [lock])
    except psycopg.OperationalError as error:
        raise Unavailable from error


async def _alive(connection: Connection) -> None:
    """Asked before a connection is lent: a restarted database then costs nobody an error."""
    await connection.execute("SELECT 1")
