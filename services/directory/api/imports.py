"""`/manage/imports`: feeds come in."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromHeader, FromPath, FromQuery
from litestar.response import Stream

from services.directory.actions.crawling import Outside
from services.directory.actions.importing import House
from services.directory.actions.receiving import Asked, import_feed
from services.directory.api.arrivals import Sent, arrive
from services.directory.api.telling import closing, told
from services.directory.feeds.choosing import Format
from services.directory.store import imports as store
from shared.access import admin
from shared.callers import Caller
from shared.contracts.imports import ImportReport
from shared.db import Transaction
from shared.errors import NotFound
from shared.requests import request_id

GIGABYTE = 1024**3
LATEST = 50


@post(
    "/manage/imports",
    guards=[admin],
    status_code=200,
    request_max_body_size=GIGABYTE,
    summary="Take in a feed",
    description="The body is the feed: JSON, NDJSON, CSV, XLSX or a zip, or a form with several files; or the address "
    'of a live Open Referral UK API as `url` or as a body `{"url": …}`. Good records go in, each bad one is named.',
)
async def take_in(
    *,
    request: Sent,
    by: NamedDependency[Caller],
    house: NamedDependency[House],
    outside: NamedDependency[Outside],
    format: FromQuery[Format] = Format.AUTO,
    source: FromQuery[str | None] = None,
    mapping: FromQuery[str | None] = None,
    url: FromQuery[str | None] = None,
    accept: FromHeader[str] = "",
) -> ImportReport | Stream:
    """The report; with `Accept: application/x-ndjson` a line for each step before it."""
    arrival = await arrive(request, format)
    asked = Asked(by=by.sub, format=format, source=source, mapping=mapping or arrival.mapping, url=url or arrival.url)
    steps = closing(import_feed(house, asked, outside, arrival.files), arrival.close)
    return await told(steps, accept, request_id(request.scope))


@get("/manage/imports", guards=[admin], summary="The latest imports")
async def latest(tx: NamedDependency[Transaction]) -> list[ImportReport]:
    """Their reports, the newest first."""
    return await store.latest(tx, LATEST)


@get("/manage/imports/{id:uuid}", guards=[admin], summary="One import")
async def one(id: FromPath[UUID], tx: NamedDependency[Transaction]) -> ImportReport:
    """Its report."""
    found = await store.get(tx, id)
    if found is None:
        raise NotFound
    return found


HANDLERS = [take_in, latest, one]
