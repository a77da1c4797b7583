"""`/taxonomies` and `/taxonomy_terms` (ORUK 3.0)."""

from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from services.directory.actions import looking
from services.directory.api.answers import Format, written_as
from services.directory.asking import Paging
from services.directory.store import taxonomies as store
from services.directory.store.taxonomies import TermFilters
from shared.access import public
from shared.contracts.open_referral import Page, Taxonomy, TaxonomyTerm
from shared.db import Database, Transaction


@get("/taxonomies", guards=[public], summary="Vocabularies")
async def taxonomies(
    database: NamedDependency[Database],
    words: NamedDependency[str | None],
    paging: NamedDependency[Paging],
    format: FromQuery[Format] = Format.JSON,
) -> Page[Taxonomy] | Stream:
    """Our own, "Wayfare needs", and those that came with listings."""
    return await written_as(
        format, database, lambda tx: store.each(tx, words), lambda tx: looking.vocabularies(tx, words, paging)
    )


@get("/taxonomies/{id:uuid}", guards=[public], summary="One vocabulary with its terms")
async def taxonomy(id: FromPath[UUID], tx: NamedDependency[Transaction]) -> Taxonomy:
    """With all its terms."""
    return await looking.vocabulary(tx, id)


@get("/taxonomy_terms", guards=[public], summary="Terms")
async def terms(
    database: NamedDependency[Database],
    term_filters: NamedDependency[TermFilters],
    paging: NamedDependency[Paging],
    format: FromQuery[Format] = Format.JSON,
) -> Page[TaxonomyTerm] | Stream:
    """By name. `top_only` gives those with no term above them."""
    return await written_as(
        format,
        database,
        lambda tx: store.each_term(tx, term_filters),
        lambda tx: looking.terms(tx, term_filters, paging),
    )


@get("/taxonomy_terms/{id:uuid}", guards=[public], summary="One term")
async def term(id: FromPath[UUID], tx: NamedDependency[Transaction]) -> TaxonomyTerm:
    """One term."""
    return await looking.term(tx, id)


HANDLERS = [taxonomies, taxonomy, terms, term]
