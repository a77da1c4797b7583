"""`/manage`: those who keep listings change them here; staff see their own office's."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from services.directory.actions import editing
from services.directory.index import Locate
from services.directory.model import HistoryEntry, Listing
from services.directory.redaction import publish
from services.directory.store import editors as store
from services.directory.store import internal as internal_store
from shared.access import admin, only
from shared.callers import STAFF, Caller
from shared.contracts.open_referral import Service
from shared.contracts.words import OrganizationId, Role
from shared.db import Transaction

keeper = only(Role.ADMIN, Role.PARTNER_EDITOR)


class EditorNew(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who keeps the listings of these organisations, and of no others. None: they keep none any more."""

    sub: Annotated[str, Meta(min_length=1, max_length=200)]
    organizations: Annotated[tuple[OrganizationId, ...], Meta(max_length=500)]


class Kept(Struct, frozen=True, kw_only=True):
    """A listing as those who keep it see it."""

    version: int
    source: str
    internal: bool
    taken_down: bool
    service: Service


@get("/manage/services/{id:uuid}", guards=[keeper], summary="A listing, whole")
async def read(id: FromPath[UUID], tx: NamedDependency[Transaction], by: NamedDependency[Caller]) -> Kept:
    """With what is not published, for those who keep it."""
    return _kept(await editing.kept(tx, by, id))


@put("/manage/services/{id:uuid}", guards=[keeper], summary="Write a listing")
async def write(
    *,
    id: FromPath[UUID],
    data: JSONBody[dict[str, object]],
    tx: NamedDependency[Transaction],
    by: NamedDependency[Caller],
    locate: NamedDependency[Locate],
    now: NamedDependency[datetime],
) -> Kept:
    """The whole document takes the place of what was there. It counts as modified now."""
    return _kept(await editing.write(tx, by, id, data, locate=locate, now=now))


@post("/manage/services/{id:uuid}/assurance", guards=[keeper], status_code=200, summary="Still correct")
async def assure(
    id: FromPath[UUID],
    tx: NamedDependency[Transaction],
    by: NamedDependency[Caller],
    locate: NamedDependency[Locate],
    now: NamedDependency[datetime],
) -> Kept:
    """Everything is still right: `assured_date` becomes today, and nothing else changes."""
    return _kept(await editing.still_correct(tx, by, id, locate, now))


@delete("/manage/services/{id:uuid}", guards=[keeper], status_code=204, summary="Take a listing down")
async def take_down(
    id: FromPath[UUID],
    tx: NamedDependency[Transaction],
    by: NamedDependency[Caller],
    locate: NamedDependency[Locate],
    now: NamedDependency[datetime],
) -> None:
    """Nobody is shown it any more, and those who follow hear of it."""
    await editing.take_down(tx, by, id, locate, now)


@get("/manage/services/{id:uuid}/history", guards=[keeper], summary="Who changed a listing, and when")
async def history(
    id: FromPath[UUID], tx: NamedDependency[Transaction], by: NamedDependency[Caller]
) -> list[HistoryEntry]:
    """The newest first."""
    return await editing.history(tx, by, id)


@get("/manage/internal", guards=[only(Role.ADMIN, *STAFF)], summary="Our own services")
async def internal(tx: NamedDependency[Transaction]) -> list[Service]:
    """Listings that are shown to staff and published nowhere."""
    return [publish(service) for service in await internal_store.all_internal(tx)]


@put("/manage/editors", guards=[admin], status_code=204, summary="Who keeps which listings")
async def grant(
    data: JSONBody[EditorNew],
    tx: NamedDependency[Transaction],
    by: NamedDependency[Caller],
    now: NamedDependency[datetime],
) -> None:
    """Let somebody keep the listings of these organisations."""
    await store.grant(tx, data.sub, data.organizations, by.sub, now)


def _kept(listing: Listing) -> Kept:
    return Kept(
        version=listing.version,
        source=listing.source,
        internal=listing.internal,
        taken_down=listing.deleted_at is not None,
        service=listing.document,
    )


HANDLERS = [read, write, assure, take_down, history, internal, grant]
