"""Terms hung on a listing, by the sense in which they are hung (`attribute.link_type`)."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TypeVar

from shared.contracts.open_referral import Attribute

Choice = TypeVar("Choice", bound=StrEnum)
NO = frozenset({"no", "none", "false", "0", "not-available", "unavailable"})
_BETWEEN = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """`Step free` and `step_free` as `step-free`."""
    return _BETWEEN.sub("-", text.lower()).strip("-")


def of_type(attributes: Iterable[Attribute], *link_types: str) -> list[Attribute]:
    """The attributes of these link types."""
    return [attribute for attribute in attributes if slug(attribute.link_type or "") in link_types]


def code(attribute: Attribute) -> str:
    """The code of its term, else the term's name, else what is written on the attribute itself."""
    term = attribute.taxonomy_term
    written = (term.code or term.name) if term else (attribute.value or attribute.label)
    return slug(written or "")


def said_yes(attributes: Iterable[Attribute]) -> Iterator[str]:
    """Codes of the attributes that do not say no."""
    return (code(attribute) for attribute in attributes if not _says_no(attribute))


def said_no(attributes: Iterable[Attribute]) -> Iterator[str]:
    """Codes of the attributes whose value says no: step-free, "no"."""
    return (code(attribute) for attribute in attributes if _says_no(attribute))


def chosen(choices: type[Choice], codes: Iterable[str]) -> frozenset[Choice]:
    """Those codes that are among the choices."""
    known = {str(choice): choice for choice in choices}
    return frozenset(known[one] for one in codes if one in known)


def _says_no(attribute: Attribute) -> bool:
    return attribute.taxonomy_term is not None and slug(attribute.value or "") in NO
