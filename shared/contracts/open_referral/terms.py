"""The words of a directory: vocabularies, terms, and terms hung on records."""

from uuid import UUID

from msgspec import Struct


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every object of the standard has."""

    id: UUID


class Taxonomy(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A vocabulary."""

    name: str
    description: str
    uri: str | None = None
    version: str | None = None
    taxonomy_terms: tuple["TaxonomyTerm", ...] = ()


class TaxonomyTerm(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A word of a vocabulary."""

    name: str
    description: str
    code: str | None = None
    parent_id: UUID | None = None
    taxonomy: str | None = None
    taxonomy_id: UUID | None = None
    language: str | None = None
    term_uri: str | None = None
    term: str | None = None  # UK profile
    taxonomy_detail: Taxonomy | None = None


class Attribute(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A term hung on a record. `link_type` says in which sense: need, kind, eligibility, referral_route …"""

    link_id: UUID | None = None
    taxonomy_term_id: UUID | None = None
    link_type: str | None = None
    link_entity: str | None = None
    value: str | None = None
    label: str | None = None
    taxonomy_term: TaxonomyTerm | None = None
