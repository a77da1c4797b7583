"""`/organizations` (ORUK 3.0)."""

from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from services.directory.actions import looking
from services.directory.api.answers import Format, written_as
from services.directory.asking import Detail, Paging
from services.directory.store import organizations as store
from shared.access import public
from shared.contracts.open_referral import Organization, Page
from shared.db import Database, Transaction


@get("/organizations", guards=[public], summary="Organisations that give help")
async def organizations(
    *,
    database: NamedDependency[Database],
    words: NamedDependency[str | None],
    paging: NamedDependency[Paging],
    detail: NamedDependency[Detail],
    full_service: FromQuery[bool] = False,
    format: FromQuery[Format] = Format.JSON,
) -> Page[Organization] | Stream:
    """Those with a public service. `full` adds what is nested, `full_service` their whole services."""
    services = Detail.FULL if full_service else None
    return await written_as(
        format,
        database,
        lambda tx: store.each(tx, words, detail, services),
        lambda tx: looking.organisations(tx, words, paging, detail, services),
    )


@get("/organizations/{id:uuid}", guards=[public], summary="One organisation with its services")
async def organization(
    id: FromPath[UUID], tx: NamedDependency[Transaction], full_service: FromQuery[bool] = False
) -> Organization:
    """With its services in short, or whole with `full_service`."""
    return await looking.organisation(tx, id, Detail.FULL if full_service else Detail.SUMMARY)


HANDLERS = [organizations, organization]
