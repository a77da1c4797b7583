"""The vocabulary as an Open Referral taxonomy: groups at the top, needs below them, ids that never change."""

from uuid import UUID, uuid5

from shared.contracts.open_referral import Taxonomy, TaxonomyTerm
from shared.needs.vocabulary import Vocabulary

NAMESPACE = UUID("8d0c1f6e-3c0b-5a51-9f3e-6a4f4e2b7c55")  # changing it changes the id of every term
NAME = "Wayfare needs"
TAXONOMY_ID = uuid5(NAMESPACE, NAME)
LINK_TYPE = "need"  # of the attribute by which a listing carries a need


def need_term_id(code: str) -> UUID:
    """The id of the term of a need, for ever."""
    return uuid5(NAMESPACE, code)


def group_term_id(group: str) -> UUID:
    """The id of the term of a group of needs."""
    return uuid5(NAMESPACE, f"group/{group}")


def taxonomy(vocabulary: Vocabulary) -> Taxonomy:
    """The vocabulary itself."""
    return Taxonomy(
        id=TAXONOMY_ID,
        name=NAME,
        description="What can stand in somebody's way, what they aim for, and what would make it easier.",
        version=vocabulary.version,
    )


def terms(vocabulary: Vocabulary) -> list[TaxonomyTerm]:
    """Every group, then every need, in the order of the vocabulary."""
    groups = [
        TaxonomyTerm(
            id=group_term_id(code), name=name, description=name, code=code, taxonomy=NAME, taxonomy_id=TAXONOMY_ID
        )
        for code, name in vocabulary.groups.items()
    ]
    needs = [
        TaxonomyTerm(
            id=need_term_id(need.code),
            name=need.name,
            description=need.sentence,
            code=need.code,
            parent_id=group_term_id(need.group),
            taxonomy=NAME,
            taxonomy_id=TAXONOMY_ID,
            language="en",
        )
        for need in vocabulary.needs
    ]
    return [*groups, *needs]
