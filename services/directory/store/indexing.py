"""Writes what listings are found by."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec.structs import asdict

from services.directory import index
from services.directory.index import Locate
from services.directory.model import Listing
from services.directory.store.services import LONGEST_TEXT
from shared.contracts.open_referral import Taxonomy, TaxonomyTerm
from shared.db import Transaction, encode
from shared.needs.taxonomy import TAXONOMY_ID


async def index_again(tx: Transaction, listings: Sequence[Listing], locate: Locate) -> None:
    """Replace what these listings are found by."""
    ids = [listing.id for listing in listings]
    await tx.run("DELETE FROM service_terms WHERE service_id = ANY(%(ids)s)", ids=ids)
    await tx.run("DELETE FROM service_at_locations WHERE service_id = ANY(%(ids)s)", ids=ids)
    await tx.run("DELETE FROM service_areas WHERE service_id = ANY(%(ids)s)", ids=ids)
    shown = [service for listing in listings if (service := index.shown_of(listing))]
    await tx.run_many(HANG, [asdict(one) for service in shown for one in index.hung(service)])
    await tx.run_many(PLACE, [asdict(one) for service in shown for one in index.places(service, locate)])
    await tx.run_many(COVER, [asdict(one) for service in shown for one in index.shapes(service)])
    vocabularies = [one for service in shown for one in index.taxonomies(service)]
    await save_taxonomies(tx, [one for one in vocabularies if one.id != TAXONOMY_ID])
    named = [one for service in shown for one in index.terms(service)]
    await _save_terms_of_others(tx, named)
    await _save_organizations(tx, listings)


async def save_taxonomies(tx: Transaction, taxonomies: Iterable[Taxonomy]) -> None:
    """Write vocabularies."""
    await tx.run_many(SAVE_TAXONOMY, [{"id": one.id, "name": one.name, "document": encode(one)} for one in taxonomies])


async def save_terms(tx: Transaction, terms: Iterable[TaxonomyTerm]) -> None:
    """Write terms."""
    distinct = {one.id: one for one in terms}.values()
    await tx.run_many(SAVE_TERM, [asdict(one) | {"document": encode(one)} for one in distinct])


async def _save_terms_of_others(tx: Transaction, terms: Sequence[TaxonomyTerm]) -> None:
    """Terms that listings bring, and never those of our own vocabulary, whatever a listing says of their ids."""
    ours = await tx.all(
        UUID,
        "SELECT id FROM taxonomy_terms WHERE taxonomy_id = %(ours)s AND id = ANY(%(ids)s)",
        ours=TAXONOMY_ID,
        ids=[one.id for one in terms],
    )
    await save_terms(tx, [one for one in terms if one.taxonomy_id != TAXONOMY_ID and one.id not in ours])


async def _save_organizations(tx: Transaction, listings: Sequence[Listing]) -> None:
    shown = {listing.id: service.organization for listing in listings if (service := index.shown_of(listing))}
    await tx.run_many(
        SAVE_ORGANIZATION,
        [
            {
                "id": organization.id,
                "name": organization.name,
                "last_modified": organization.last_modified or listing.last_modified,
                "document": encode(organization),
                "about": f"{organization.name} {organization.alternate_name or ''} {organization.description}"[
                    :LONGEST_TEXT
                ],
            }
            for listing in listings
            if (organization := shown.get(listing.id))
        ],
    )


HANG = """
INSERT INTO service_terms (service_id, term_id, taxonomy_id) VALUES (%(service_id)s, %(term_id)s, %(taxonomy_id)s)
"""
PLACE = """
INSERT INTO service_at_locations (id, service_id, location_id, latitude, longitude)
VALUES (%(id)s, %(service_id)s, %(location_id)s, %(latitude)s, %(longitude)s)
"""
COVER = "INSERT INTO service_areas (service_id, shape) VALUES (%(service_id)s, %(shape)s::polygon)"
SAVE_TAXONOMY = """
INSERT INTO taxonomies (id, name, document) VALUES (%(id)s, %(name)s, %(document)s::jsonb)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, document = excluded.document
WHERE taxonomies.document IS DISTINCT FROM excluded.document
"""
SAVE_TERM = """
INSERT INTO taxonomy_terms (id, taxonomy_id, parent_id, name, document)
VALUES (%(id)s, %(taxonomy_id)s, %(parent_id)s, %(name)s, %(document)s::jsonb)
ON CONFLICT (id) DO UPDATE SET taxonomy_id = excluded.taxonomy_id, parent_id = excluded.parent_id,
                               name = excluded.name, document = excluded.document
WHERE taxonomy_terms.document IS DISTINCT FROM excluded.document
"""
SAVE_ORGANIZATION = """
INSERT INTO organizations (id, name, last_modified, document, words)
VALUES (%(id)s, %(name)s, %(last_modified)s, %(document)s::jsonb, to_tsvector('english', %(about)s))
ON CONFLICT (id) DO UPDATE SET name = excluded.name, last_modified = excluded.last_modified,
                               document = excluded.document, words = excluded.words
WHERE organizations.document IS DISTINCT FROM excluded.document
"""
