"""Queries of the public lists of services. They read `shown` only."""

from collections.abc import AsyncIterator
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict

from services.directory.asking import Detail, Filters, Minimal, Paging
from shared.contracts.open_referral import Service
from shared.db import Transaction


class Services(Struct, frozen=True):
    """A page and how many there are."""

    total: int
    contents: list[Service]


class Minimals(Struct, frozen=True):
    """A page of ids and dates, and how many there are."""

    total: int
    contents: list[Minimal]


class Shown(Struct, frozen=True):
    """What is shown of a service; `listed` is false after it was taken down."""

    listed: bool
    shown: Service


class _Row(Struct, frozen=True):
    document: Service


async def page(tx: Transaction, filters: Filters, paging: Paging, detail: Detail) -> Services:
    """A page of services in the order of their last change."""
    return await tx.one(Services, PAGE, detail=detail, limit=paging.limit, offset=paging.offset, **_values(filters))


async def minimal_page(tx: Transaction, filters: Filters, paging: Paging) -> Minimals:
    """A page of ids and dates."""
    return await tx.one(
        Minimals, PAGE, detail=Detail.MINIMAL, limit=paging.limit, offset=paging.offset, **_values(filters)
    )


async def each(tx: Transaction, filters: Filters, detail: Detail) -> AsyncIterator[Service]:
    """Every service, one after another."""
    async for row in tx.stream(_Row, EACH, detail=detail, **_values(filters)):
        yield row.document


async def shown(tx: Transaction, id: UUID) -> Shown | None:
    """One service."""
    return await tx.maybe(Shown, "SELECT listed, shown FROM services WHERE id = %(id)s AND shown IS NOT NULL", id=id)


def _values(filters: Filters) -> dict[str, object]:
    return {**asdict(filters), "taxonomy_term_id": list(filters.taxonomy_term_id)}


MATCHING = """
SELECT id, name, status, last_modified, shown FROM services
WHERE shown IS NOT NULL
  AND (listed OR %(modified_after)s::timestamptz IS NOT NULL)
  AND (%(modified_after)s::timestamptz IS NULL OR last_modified >= %(modified_after)s::timestamptz)
  AND (%(search)s::text IS NULL OR words @@ websearch_to_tsquery('english', %(search)s::text))
  AND (%(organization_id)s::uuid IS NULL OR organization_id = %(organization_id)s::uuid)
  AND (%(taxonomy_id)s::uuid IS NULL
       OR id IN (SELECT service_id FROM service_terms WHERE taxonomy_id = %(taxonomy_id)s::uuid))
  AND (%(taxonomy_term_id)s::uuid[] = '{}' OR NOT EXISTS (
       SELECT FROM unnest(%(taxonomy_term_id)s::uuid[]) AS asked (term)
       WHERE NOT EXISTS (SELECT FROM service_terms WHERE service_id = services.id AND term_id = asked.term)))
"""

DOCUMENT = """
CASE %(detail)s::text
    WHEN 'full' THEN shown
    WHEN 'summary' THEN shown - ARRAY['schedules', 'service_areas', 'service_at_locations', 'languages', 'funding',
        'cost_options', 'contacts', 'phones', 'attributes', 'required_documents', 'capacities', 'additional_urls',
        'program']
    ELSE jsonb_build_object('id', id, 'name', name, 'status', status, 'last_modified', shown -> 'last_modified',
                            'modified_date', shown -> 'last_modified')
END
"""

PAGE = (
    "WITH matching AS (" + MATCHING + ") SELECT (SELECT count(*) FROM matching) AS total, "  # noqa: S608 -- every part is written here; pyright lets nothing else in
    "(SELECT coalesce(jsonb_agg(" + DOCUMENT + " ORDER BY last_modified, id), '[]') FROM "
    "(SELECT * FROM matching ORDER BY last_modified, id LIMIT %(limit)s OFFSET %(offset)s) AS page) AS contents"
)
EACH = "SELECT " + DOCUMENT + " AS document FROM (" + MATCHING + ") AS matching ORDER BY last_modified, id"  # noqa: S608 -- every part is written here; pyright lets nothing else in
