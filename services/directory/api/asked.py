"""Dependencies that read what was asked of a list, so that every list reads it alike."""

from datetime import UTC, datetime
from uuid import UUID

from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery

from services.directory.asking import Detail, Filters, Near, Paging
from services.directory.store.taxonomies import TermFilters
from shared.checking import convert
from shared.errors import Fault, Invalid
from shared.places.gazetteer import Gazetteer

FARTHEST = 2_000_000  # metres


def paging(page: FromQuery[int] = 1, per_page: FromQuery[int | None] = None) -> Paging:
    """Which page: 50 records where nothing else is asked, at most 500. Raises `Invalid` with every fault."""
    return convert(Paging, {"page": page, "per_page": per_page})


def search(search: FromQuery[str | None] = None) -> str | None:
    """Words to look for; none are no filter."""
    words = search.replace("\0", " ").strip() if search else ""
    return convert(Filters, {"search": words}).search or None


def filters(
    words: NamedDependency[str | None],
    taxonomy_term_id: FromQuery[list[UUID] | None] = None,
    taxonomy_id: FromQuery[UUID | None] = None,
    organization_id: FromQuery[UUID | None] = None,
    modified_after: FromQuery[datetime | None] = None,
) -> Filters:
    """Which services. A term that is repeated asks for all of them; a time without a zone is in UTC."""
    return Filters(
        search=words,
        taxonomy_term_id=tuple(taxonomy_term_id or ()),
        taxonomy_id=taxonomy_id,
        organization_id=organization_id,
        modified_after=_zoned(modified_after),
    )


def term_filters(
    words: NamedDependency[str | None],
    taxonomy_id: FromQuery[UUID | None] = None,
    parent_id: FromQuery[UUID | None] = None,
    top_only: FromQuery[bool] = False,
) -> TermFilters:
    """Which terms."""
    return TermFilters(search=words, taxonomy_id=taxonomy_id, parent_id=parent_id, top_only=top_only)


def near(
    gazetteer: NamedDependency[Gazetteer],
    postcode: FromQuery[str | None] = None,
    proximity: FromQuery[float | None] = None,
) -> Near | None:
    """A postcode, and metres around it. Raises `NotAPostcode`, `UnknownPostcode`, and `Invalid` for metres alone."""
    if proximity is not None and not 0 < proximity <= FARTHEST:
        raise Invalid(faults=[Fault(field="proximity", message=f"Write metres, more than 0 and at most {FARTHEST}")])
    if postcode:
        return Near(point=gazetteer.find(postcode).point, proximity=proximity)
    if proximity is not None:
        raise Invalid(faults=[Fault(field="postcode", message="Say around which postcode these metres are")])
    return None


def detail(full: FromQuery[bool] = False) -> Detail:
    """Whether nested records are wanted."""
    return Detail.FULL if full else Detail.SUMMARY


def _zoned(time: datetime | None) -> datetime | None:
    return time.replace(tzinfo=UTC) if time and time.tzinfo is None else time


ASKED = {
    "words": Provide(search, sync_to_thread=False),
    "paging": Provide(paging, sync_to_thread=False),
    "filters": Provide(filters, sync_to_thread=False),
    "term_filters": Provide(term_filters, sync_to_thread=False),
    "near": Provide(near, sync_to_thread=False),
    "detail": Provide(detail, sync_to_thread=False),
}
