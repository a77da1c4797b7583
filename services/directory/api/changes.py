"""`/changes`: everything that happened since a cursor, for those who keep a copy."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Stream
from msgspec import Meta, Struct

from services.directory.api.answers import streamed
from services.directory.store import changes as store
from shared.access import public
from shared.checking import convert
from shared.contracts.open_referral import Service
from shared.db import Database, Transaction


class Since(Struct, frozen=True, kw_only=True):
    """From which change on, and how many at most."""

    since: Annotated[int, Meta(ge=0, le=2**62)] = 0
    limit: Annotated[int, Meta(ge=1, le=100_000)] | None = None


class ChangeLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line. `delete`: nobody is shown this service any more."""

    sequence: int
    op: Literal["upsert", "delete"]
    id: UUID
    service: Service | None = None
    last_modified: datetime | None = None


@get("/changes", guards=[public], summary="What changed since a cursor", media_type="application/x-ndjson")
async def changes(
    tx: NamedDependency[Transaction],
    database: NamedDependency[Database],
    since: FromQuery[int] = 0,
    limit: FromQuery[int | None] = None,
) -> Stream:
    """NDJSON in the order of the changes, each service once and whole. Ask again with the header `x-next-cursor`."""
    asked = convert(Since, {"since": since, "limit": limit})
    until = await store.last(tx, asked.since, asked.limit)
    return streamed(database, lambda tx: _lines(tx, since, until), {"x-next-cursor": str(until)})


async def _lines(tx: Transaction, since: int, until: int) -> AsyncIterator[ChangeLine]:
    async for changed in store.between(tx, since, until):
        yield ChangeLine(
            sequence=changed.sequence,
            op="upsert" if changed.shown else "delete",
            id=changed.id,
            service=changed.shown,
            last_modified=None if changed.shown else changed.last_modified,
        )


HANDLERS = [changes]
