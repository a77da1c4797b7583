"""Queries of vocabularies and their terms."""

from collections.abc import AsyncIterator
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict

from services.directory.asking import Paging
from shared.contracts.open_referral import Taxonomy, TaxonomyTerm
from shared.db import Transaction


class Taxonomies(Struct, frozen=True):
    """A page and how many there are."""

    total: int
    contents: list[Taxonomy]


class Terms(Struct, frozen=True):
    """A page and how many there are."""

    total: int
    contents: list[TaxonomyTerm]


class TermFilters(Struct, frozen=True, kw_only=True):
    """Which terms. `top_only` is those without a term above them."""

    search: str | None = None
    taxonomy_id: UUID | None = None
    parent_id: UUID | None = None
    top_only: bool = False


class _Taxonomy(Struct, frozen=True):
    document: Taxonomy


class _Term(Struct, frozen=True):
    document: TaxonomyTerm


async def page(tx: Transaction, search: str | None, paging: Paging) -> Taxonomies:
    """A page of vocabularies by name."""
    return await tx.one(
        Taxonomies,
        """
        WITH matching AS (
            SELECT * FROM taxonomies WHERE %(search)s::text IS NULL OR name ILIKE '%%' || %(search)s::text || '%%')
        SELECT (SELECT count(*) FROM matching) AS total,
               (SELECT coalesce(jsonb_agg(document ORDER BY name, id), '[]')
                FROM (SELECT * FROM matching ORDER BY name, id LIMIT %(limit)s OFFSET %(offset)s) AS page) AS contents
        """,
        search=search,
        limit=paging.limit,
        offset=paging.offset,
    )


async def each(tx: Transaction, search: str | None) -> AsyncIterator[Taxonomy]:
    """Every vocabulary by name."""
    async for row in tx.stream(
        _Taxonomy,
        """
        SELECT document FROM taxonomies
        WHERE %(search)s::text IS NULL OR name ILIKE '%%' || %(search)s::text || '%%' ORDER BY name, id
        """,
        search=search,
    ):
        yield row.document


async def get(tx: Transaction, id: UUID) -> Taxonomy | None:
    """One vocabulary with all its terms."""
    row = await tx.maybe(
        _Taxonomy,
        """
        SELECT document || jsonb_build_object('taxonomy_terms', (
            SELECT coalesce(jsonb_agg(terms.document ORDER BY terms.name, terms.id), '[]')
            FROM taxonomy_terms AS terms WHERE terms.taxonomy_id = taxonomies.id)) AS document
        FROM taxonomies WHERE id = %(id)s
        """,
        id=id,
    )
    return row.document if row else None


async def page_of_terms(tx: Transaction, filters: TermFilters, paging: Paging) -> Terms:
    """A page of terms by name."""
    return await tx.one(
        Terms,
        """
        WITH matching AS (
            SELECT * FROM taxonomy_terms
            WHERE (%(search)s::text IS NULL OR name ILIKE '%%' || %(search)s::text || '%%')
              AND (%(taxonomy_id)s::uuid IS NULL OR taxonomy_id = %(taxonomy_id)s::uuid)
              AND (%(parent_id)s::uuid IS NULL OR parent_id = %(parent_id)s::uuid)
              AND (NOT %(top_only)s OR parent_id IS NULL))
        SELECT (SELECT count(*) FROM matching) AS total,
               (SELECT coalesce(jsonb_agg(document ORDER BY name, id), '[]')
                FROM (SELECT * FROM matching ORDER BY name, id LIMIT %(limit)s OFFSET %(offset)s) AS page) AS contents
        """,
        limit=paging.limit,
        offset=paging.offset,
        **asdict(filters),
    )


async def each_term(tx: Transaction, filters: TermFilters) -> AsyncIterator[TaxonomyTerm]:
    """Every term by name."""
    async for row in tx.stream(
        _Term,
        """
        SELECT document FROM taxonomy_terms
        WHERE (%(search)s::text IS NULL OR name ILIKE '%%' || %(search)s::text || '%%')
          AND (%(taxonomy_id)s::uuid IS NULL OR taxonomy_id = %(taxonomy_id)s::uuid)
          AND (%(parent_id)s::uuid IS NULL OR parent_id = %(parent_id)s::uuid)
          AND (NOT %(top_only)s OR parent_id IS NULL)
        ORDER BY name, id
        """,
        **asdict(filters),
    ):
        yield row.document


async def get_term(tx: Transaction, id: UUID) -> TaxonomyTerm | None:
    """One term."""
    row = await tx.maybe(_Term, "SELECT document FROM taxonomy_terms WHERE id = %(id)s", id=id)
    return row.document if row else None
