"""The records of Street Support as that source publishes them."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated

from msgspec import Meta, Struct

Text = Annotated[str, Meta(min_length=1, pattern=r"\S")]


class Category(Struct, frozen=True, kw_only=True):
    """A category and its sub-category, by their keys."""

    parent: Text
    sub: Text


class Access(Struct, frozen=True, kw_only=True):
    """How people come to it."""

    appointment_only: bool = False
    telephone_service: bool = False


class Position(Struct, frozen=True, kw_only=True):
    """Degrees WGS 84."""

    has_location: bool = False
    latitude: Annotated[float, Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Meta(ge=-180, le=180)] | None = None


class OpeningTime(Struct, frozen=True, kw_only=True):
    """A day by its English name, and times."""

    day: str
    start: str
    end: str


class StreetRecord(Struct, frozen=True, kw_only=True):
    """A service under one category."""

    service_id: Text
    organization_id: Text
    name: Text
    category: Category
    description: str = ""
    local_authority: str | None = None
    access: Access = Access()
    location: Position = Position()
    opening_times: tuple[OpeningTime, ...] = ()
    client_groups: tuple[str, ...] = ()


class SubCategory(Struct, frozen=True, kw_only=True):
    """A category with its name."""

    key: str
    name: str


class CategoryRecord(Struct, frozen=True, kw_only=True):
    """A category with those below it."""

    key: str
    name: str
    subCategories: tuple[SubCategory, ...] = ()  # noqa: N815 -- the source's own spelling


class Ages(Struct, frozen=True, kw_only=True):
    """From and to, in years, both included."""

    least: float | None = None
    most: float | None = None


AGES = re.compile(r"(?:(\d+)-(\d+)|(\d+)\+|Under (\d+)s) only")


def ages(group: str) -> Ages | None:
    """`16-25 only`, `18+ only` or `Under 25s only` as ages; None for a group that is not about age."""
    found = AGES.fullmatch(group.strip())
    if found is None:
        return None
    least, most, older, younger = (None if part is None else int(part) for part in found.groups())
    return Ages(least=least if older is None else older, most=most if younger is None else younger - 1)


def ages_of(groups: Sequence[Sequence[str]]) -> Ages:
    """What the groups of each record have in common, and of that the widest: nobody is left out by mistake."""
    each = [_common([found for group in of_one if (found := ages(group))]) for of_one in groups]
    least, most = [one.least for one in each], [one.most for one in each]
    return Ages(
        least=None if None in least else min((age for age in least if age is not None), default=None),
        most=None if None in most else max((age for age in most if age is not None), default=None),
    )


def _common(limits: Sequence[Ages]) -> Ages:
    least = max((one.least for one in limits if one.least is not None), default=None)
    most = min((one.most for one in limits if one.most is not None), default=None)
    apart = least is not None and most is not None and least > most
    return Ages() if apart else Ages(least=least, most=most)


def names_of(categories: tuple[CategoryRecord, ...]) -> Mapping[str, str]:
    """Names by key: `parent` for a category, `parent/sub` for one below it."""
    below = {f"{one.key}/{sub.key}": sub.name for one in categories for sub in one.subCategories}
    return {**{one.key: one.name for one in categories}, **below}
