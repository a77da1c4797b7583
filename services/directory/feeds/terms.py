"""Terms that readers hang on listings."""

from uuid import UUID

from services.directory.feeds.naming import Names
from shared.contracts.open_referral import Attribute, TaxonomyTerm


def term(names: Names, taxonomy: str, code: str, name: str, parent: UUID | None = None) -> TaxonomyTerm:
    """A term of a vocabulary that comes with the source."""
    return TaxonomyTerm(
        id=names.of("term", taxonomy, code),
        name=name,
        description=name,
        code=code,
        parent_id=parent,
        taxonomy=taxonomy,
        taxonomy_id=names.of("taxonomy", taxonomy),
    )


def hung(names: Names, service: UUID, link_type: str, on: TaxonomyTerm) -> Attribute:
    """A term on a service."""
    return Attribute(
        id=names.of("attribute", service, link_type, on.id),
        link_id=service,
        link_entity="service",
        link_type=link_type,
        taxonomy_term_id=on.id,
        taxonomy_term=on,
    )


def source_id(names: Names, service: UUID, id: str) -> Attribute:
    """What the source itself calls this service."""
    return Attribute(
        id=names.of("attribute", service, "source_id", id),
        link_id=service,
        link_entity="service",
        link_type="source_id",
        value=id,
        label="Id at the source",
    )
