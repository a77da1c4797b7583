"""What anybody may look up."""

from uuid import UUID

from services.directory.asking import Detail, Filters, Minimal, Near, Paging, page_of
from services.directory.store import organizations, places, search, taxonomies
from services.directory.store.taxonomies import TermFilters
from shared.contracts.open_referral import Organization, Page, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm
from shared.db import Transaction
from shared.errors import Gone, NotFound


async def services(tx: Transaction, filters: Filters, paging: Paging, detail: Detail) -> Page[Service] | Page[Minimal]:
    """A page of services."""
    if detail is Detail.MINIMAL:
        ids = await search.minimal_page(tx, filters, paging)
        return page_of(ids.contents, ids.total, paging)
    found = await search.page(tx, filters, paging, detail)
    return page_of(found.contents, found.total, paging)


async def service(tx: Transaction, id: UUID) -> Service:
    """One service. Raises `NotFound`, and `Gone` for one that was taken down."""
    found = await search.shown(tx, id)
    if found is None:
        raise NotFound
    if not found.listed:
        raise Gone("This listing was taken down.")
    return found.shown


async def at_locations(
    tx: Transaction, filters: Filters, near: Near | None, paging: Paging, detail: Detail
) -> Page[ServiceAtLocation]:
    """A page of services at locations."""
    found = await places.page(tx, filters, near, paging)
    full = detail is Detail.FULL
    return page_of([places.document(given, full=full) for given in found.contents], found.total, paging)


async def at_location(tx: Transaction, id: UUID) -> ServiceAtLocation:
    """One service at a location, whole. Raises `NotFound`."""
    found = await places.get(tx, id)
    if found is None:
        raise NotFound
    return places.document(found, full=True)


async def organisations(
    tx: Transaction, words: str | None, paging: Paging, detail: Detail, services: Detail | None
) -> Page[Organization]:
    """A page of organisations."""
    found = await organizations.page(tx, words, paging, detail, services)
    return page_of(found.contents, found.total, paging)


async def organisation(tx: Transaction, id: UUID, services: Detail) -> Organization:
    """One organisation with its services. Raises `NotFound`."""
    found = await organizations.get(tx, id, services)
    if found is None:
        raise NotFound
    return found


async def vocabularies(tx: Transaction, words: str | None, paging: Paging) -> Page[Taxonomy]:
    """A page of vocabularies."""
    found = await taxonomies.page(tx, words, paging)
    return page_of(found.contents, found.total, paging)


async def vocabulary(tx: Transaction, id: UUID) -> Taxonomy:
    """One vocabulary with its terms. Raises `NotFound`."""
    found = await taxonomies.get(tx, id)
    if found is None:
        raise NotFound
    return found


async def terms(tx: Transaction, filters: TermFilters, paging: Paging) -> Page[TaxonomyTerm]:
    """A page of terms."""
    found = await taxonomies.page_of_terms(tx, filters, paging)
    return page_of(found.contents, found.total, paging)


async def term(tx: Transaction, id: UUID) -> TaxonomyTerm:
    """One term. Raises `NotFound`."""
    found = await taxonomies.get_term(tx, id)
    if found is None:
        raise NotFound
    return found
