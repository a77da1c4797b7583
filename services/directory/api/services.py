"""`/services` (ORUK 3.0)."""

from uuid import UUID

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from services.directory.actions import looking
from services.directory.api.answers import Format, written_as
from services.directory.asking import ONE_PAGE, Detail, Filters, Minimal, Paging
from services.directory.store import search
from shared.access import public
from shared.checking import convert
from shared.contracts.open_referral import Page, Service
from shared.db import Database, Transaction


def service_detail(full: FromQuery[bool] = False, minimal: FromQuery[bool] = False) -> Detail:
    """How much of each service; `minimal` before `full`."""
    if minimal:
        return Detail.MINIMAL
    return Detail.FULL if full else Detail.SUMMARY


def service_paging(
    service_detail: NamedDependency[Detail], page: FromQuery[int] = 1, per_page: FromQuery[int | None] = None
) -> Paging:
    """Which page: 50 services, at most 500; a minimal list aims to be one page."""
    usual = ONE_PAGE if service_detail is Detail.MINIMAL else 50
    return convert(Paging, {"page": page, "per_page": per_page, "usual": usual})


@get(
    "/services",
    guards=[public],
    summary="Services",
    dependencies={
        "service_detail": Provide(service_detail, sync_to_thread=False),
        "service_paging": Provide(service_paging, sync_to_thread=False),
    },
)
async def services(
    database: NamedDependency[Database],
    filters: NamedDependency[Filters],
    service_paging: NamedDependency[Paging],
    service_detail: NamedDependency[Detail],
    format: FromQuery[Format] = Format.JSON,
) -> Page[Service] | Page[Minimal] | Stream:
    """Those that all filters fit, in the order of their last change. `format=ndjson` gives all of them, unpaged."""
    return await written_as(
        format,
        database,
        lambda tx: search.each(tx, filters, service_detail),
        lambda tx: looking.services(tx, filters, service_paging, service_detail),
    )


@get("/services/{id:uuid}", guards=[public], summary="One service, whole")
async def service(id: FromPath[UUID], tx: NamedDependency[Transaction]) -> Service:
    """Everything about it that anybody may see. 410 where it was taken down."""
    return await looking.service(tx, id)


HANDLERS = [services, service]
