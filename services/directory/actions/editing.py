"""Changes by hand: a listing is written, confirmed, or taken down by those who keep it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from services.directory import listings, rules
from services.directory.actions.publishing import publish
from services.directory.feeds import conformance
from services.directory.index import Locate
from services.directory.model import BY_HAND, Change, HistoryEntry, Listing
from services.directory.store import editors, services
from shared.callers import Caller
from shared.contracts.open_referral import Service
from shared.contracts.words import Role
from shared.db import Transaction
from shared.errors import Fault, Gone, Invalid, NotFound, NotYours


class NotYourListing(NotYours):
    """You keep the listings of other organisations. Ask an admin to give you this one's."""


async def kept(tx: Transaction, by: Caller, id: UUID) -> Listing:
    """A listing, whole, for those who keep it. Raises `NotFound` or `NotYourListing`."""
    found = await services.whole(tx, id)
    if found is None:
        raise NotFound
    await _may_edit(tx, by, found.organization_id)
    return found


async def write(tx: Transaction, by: Caller, id: UUID, document: object, *, locate: Locate, now: datetime) -> Listing:
    """Put a listing in place of what was there, or make it. It counts as modified now."""
    service = replace(_checked(id, document), last_modified=now)
    await services.lock(tx)
    before = await services.whole(tx, id)
    for organization_id in _touched(service, before):
        await _may_edit(tx, by, organization_id)
    source, source_hash = (before.source, before.source_hash) if before else (BY_HAND, None)
    after = listings.listing(service, before and before.known(), source=source, source_hash=source_hash, now=now)
    return await _publish(tx, by, before, after, action="write", locate=locate, now=now)


async def still_correct(tx: Transaction, by: Caller, id: UUID, locate: Locate, now: datetime) -> Listing:
    """Confirm that everything is still right: `assured_date` becomes today, and nothing else changes."""

    def assured(before: Listing) -> Listing:
        service = replace(before.document, assured_date=now.date().isoformat())
        return listings.listing(
            service, before and before.known(), source=before.source, source_hash=before.source_hash, now=now
        )

    return await _change(tx, by, id, action="assure", change=assured, locate=locate, now=now)


async def take_down(tx: Transaction, by: Caller, id: UUID, locate: Locate, now: datetime) -> Listing:
    """Take a listing down. What it said is remembered, and nobody is shown it."""
    return await _change(
        tx, by, id, action="take down", change=lambda before: listings.taken_down(before, now), locate=locate, now=now
    )


async def history(tx: Transaction, by: Caller, id: UUID) -> list[HistoryEntry]:
    """Who changed a listing, and when."""
    await kept(tx, by, id)
    return await services.history(tx, id)


async def _change(
    tx: Transaction,
    by: Caller,
    id: UUID,
    *,
    action: str,
    change: Callable[[Listing], Listing],
    locate: Locate,
    now: datetime,
) -> Listing:
    await services.lock(tx)
    before = await kept(tx, by, id)
    if before.deleted_at is not None:
        raise Gone("This listing was taken down. Write it again to put it back.")
    return await _publish(tx, by, before, change(before), action=action, locate=locate, now=now)


async def _publish(
    tx: Transaction,
    by: Caller,
    before: Listing | None,
    after: Listing,
    *,
    action: str,
    locate: Locate,
    now: datetime,
) -> Listing:
    change = Change(before=before and before.known(), after=after)
    await publish(tx, [change], by=by.sub, action=action, locate=locate, now=now)
    return after


async def _may_edit(tx: Transaction, by: Caller, organization_id: UUID | None) -> None:
    given = [] if by.role is Role.ADMIN else await editors.organizations_of(tx, by.sub)
    if not rules.may_edit(by.role, organization_id, given):
        raise NotYourListing


def _touched(service: Service, before: Listing | None) -> set[UUID | None]:
    """The organisations that a change is about: whose listing it is and was, and the one that comes whole with it."""
    whole = service.organization.id if service.organization else service.organization_id
    return {service.organization_id, whole, before.organization_id if before else whole}


def _checked(id: UUID, document: object) -> Service:
    """The document. Raises `Invalid` with every fault, also where it names another id than the address does."""
    service, unknown = conformance.check(document)
    faults = [Fault(field=name, message="There is no such field.") for name in unknown]
    if service.id != id:
        faults.append(Fault(field="id", message=f"The address says {id}"))
    if service.organization_id is None:
        faults.append(Fault(field="organization_id", message="This is required."))
    if listings.too_long(service):
        faults.append(Fault(field="", message=f"This listing is longer than {listings.LONGEST} bytes"))
    if faults:
        raise Invalid(faults=faults)
    return service
