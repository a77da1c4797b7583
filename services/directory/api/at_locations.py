"""`/service_at_locations` (ORUK 3.0)."""

from collections.abc import AsyncIterator
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from services.directory.actions import looking
from services.directory.api.answers import Format, written_as
from services.directory.asking import Detail, Filters, Near, Paging
from services.directory.store import places
from shared.access import public
from shared.contracts.open_referral import Page, ServiceAtLocation
from shared.db import Database, Transaction


@get("/service_at_locations", guards=[public], summary="Services at the places where they are given")
async def at_locations(
    *,
    database: NamedDependency[Database],
    filters: NamedDependency[Filters],
    near: NamedDependency[Near | None],
    paging: NamedDependency[Paging],
    detail: NamedDependency[Detail],
    format: FromQuery[Format] = Format.JSON,
) -> Page[ServiceAtLocation] | Stream:
    """With `postcode`, those whose area takes it in; with `proximity`, only within so many metres of it."""
    return await written_as(
        format,
        database,
        lambda tx: _each(tx, filters, near, detail),
        lambda tx: looking.at_locations(tx, filters, near, paging, detail),
    )


@get("/service_at_locations/{id:uuid}", guards=[public], summary="One service at one place")
async def at_location(id: FromPath[UUID], tx: NamedDependency[Transaction]) -> ServiceAtLocation:
    """With the whole service."""
    return await looking.at_location(tx, id)


async def _each(
    tx: Transaction, filters: Filters, near: Near | None, detail: Detail
) -> AsyncIterator[ServiceAtLocation]:
    async for given in places.each(tx, filters, near):
        yield places.document(given, full=detail is Detail.FULL)


HANDLERS = [at_locations, at_location]
