"""Queries of organisations: those with a listing that anybody may see."""

from collections.abc import AsyncIterator
from uuid import UUID

from msgspec import Struct

from services.directory.asking import Detail, Paging
from shared.contracts.open_referral import Organization
from shared.db import Transaction


class Organizations(Struct, frozen=True):
    """A page and how many there are."""

    total: int
    contents: list[Organization]


class _Row(Struct, frozen=True):
    document: Organization


async def page(
    tx: Transaction, search: str | None, paging: Paging, detail: Detail, services: Detail | None
) -> Organizations:
    """A page in the order of the last change; with their services at that detail, or without."""
    return await tx.one(
        Organizations,
        PAGE,
        search=search,
        detail=detail,
        services=services,
        limit=paging.limit,
        offset=paging.offset,
    )


async def each(
    tx: Transaction, search: str | None, detail: Detail, services: Detail | None
) -> AsyncIterator[Organization]:
    """Every organisation, one after another."""
    async for row in tx.stream(_Row, EACH, search=search, detail=detail, services=services):
        yield row.document


async def get(tx: Transaction, id: UUID, services: Detail) -> Organization | None:
    """One organisation with its services."""
    row = await tx.maybe(_Row, ONE, id=id, detail=Detail.FULL, services=services)
    return row.document if row else None


DOCUMENT = """
CASE WHEN %(detail)s::text = 'full' THEN document
     ELSE document - ARRAY['funding', 'contacts', 'phones', 'locations', 'programs', 'attributes',
                           'additional_websites'] END
|| CASE WHEN %(services)s::text IS NULL THEN '{}' ELSE jsonb_build_object('services', (
    SELECT coalesce(jsonb_agg(CASE WHEN %(services)s::text = 'full' THEN shown - 'organization'
        ELSE shown - ARRAY['organization', 'schedules', 'service_areas', 'service_at_locations', 'languages',
            'funding', 'cost_options', 'contacts', 'phones', 'attributes', 'required_documents', 'capacities',
            'additional_urls', 'program'] END ORDER BY services.last_modified, services.id), '[]')
    FROM services WHERE listed AND organization_id = organizations.id)) END
"""
MATCHING = """
FROM organizations
WHERE EXISTS (SELECT FROM services WHERE listed AND organization_id = organizations.id)
  AND (%(search)s::text IS NULL OR words @@ websearch_to_tsquery('english', %(search)s::text))
"""
PAGE = (
    "SELECT (SELECT count(*) " + MATCHING + ") AS total, (SELECT coalesce(jsonb_agg(document), '[]') FROM "  # noqa: S608 -- every part is written here; pyright lets nothing else in
    "(SELECT " + DOCUMENT + " AS document " + MATCHING + " ORDER BY last_modified, id "
    "LIMIT %(limit)s OFFSET %(offset)s) AS page) AS contents"
)
EACH = "SELECT " + DOCUMENT + " AS document " + MATCHING + " ORDER BY last_modified, id"
ONE = (
    """
SELECT """
    + DOCUMENT
    + """ AS document FROM organizations
WHERE id = %(id)s AND EXISTS (SELECT FROM services WHERE listed AND organization_id = organizations.id)
"""
)
