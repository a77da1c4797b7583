"""The words of a listing as they are searched: stems, with words of the name counting more."""

from collections import Counter
from collections.abc import Iterable

from shared.contracts.open_referral import Attribute, Service
from shared.needs.words import words

NAME, CATEGORY, PLAIN = 3, 2, 1
_NOT_WORDS = frozenset(
    ("accessibility", "attendance", "hours", "referral_route", "visibility", "waiting_weeks", "accepting", "kind")
)


def categories(attributes: Iterable[Attribute]) -> tuple[str, ...]:
    """Names of the terms that say what the service is about or whom it is for."""
    names = (
        attribute.taxonomy_term.name if attribute.taxonomy_term else attribute.label or attribute.value
        for attribute in attributes
        if attribute.link_type not in _NOT_WORDS
    )
    return tuple(name for name in names if name)


def stems(service: Service) -> dict[str, int]:
    """Each stem with how much it counts."""
    counted: Counter[str] = Counter()
    for text, count in _fields(service):
        for word in words(text or ""):
            if not word.silent:
                counted[word.stem] += count
    return dict(counted)


def _fields(service: Service) -> Iterable[tuple[str | None, int]]:
    yield service.name, NAME
    yield service.alternate_name, NAME
    yield from ((category, CATEGORY) for category in categories(service.attributes))
    yield service.organization.name if service.organization else None, PLAIN
    yield service.description, PLAIN
    yield service.eligibility_description, PLAIN
