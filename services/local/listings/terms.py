"""The words hung on a demo listing: needs from the published vocabulary, everything else from terms.toml."""

from functools import cache
from importlib.resources import files
from uuid import UUID, uuid5

import msgspec

from shared.contracts.open_referral import Attribute, TaxonomyTerm
from shared.needs import vocabulary

DEMO = UUID("5f0f0a3e-5a0b-5c0e-9a54-3d1b7f6c2a10")  # the namespace of every id here; changing it changes them all

Terms = dict[str, dict[str, tuple[str, str]]]


def demo_id(*parts: object) -> UUID:
    """The same id for the same names, for ever."""
    return uuid5(DEMO, "/".join(str(part) for part in parts))


@cache
def terms() -> Terms:
    """Name and sentence of every term, by link type and code."""
    own = msgspec.toml.decode(files("services.local.listings").joinpath("terms.toml").read_bytes(), type=Terms)
    return own | {"need": {need.code: (need.name, need.sentence) for need in vocabulary.load().needs}}


def attribute(of: UUID, entity: str, link_type: str, code: str, value: str | None = None) -> Attribute:
    """One term hung on the record `of`. A code that is in no vocabulary raises KeyError."""
    name, description = terms()[link_type][code]
    term = TaxonomyTerm(
        id=demo_id("term", link_type, code),
        name=name,
        description=description,
        code=code,
        taxonomy="Wayfare needs" if link_type == "need" else f"Wayfare {link_type.replace('_', ' ')}",
        language="en",
    )
    return Attribute(
        id=demo_id("attribute", of, link_type, code),
        link_id=of,
        link_entity=entity,
        link_type=link_type,
        taxonomy_term_id=term.id,
        taxonomy_term=term,
        value=value,
    )
