"""What may be asked of a list, as values. All filters together must hold."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, TypeVar
from uuid import UUID

from msgspec import Meta, Struct

from shared.contracts.open_referral import Page
from shared.contracts.places import Point

T = TypeVar("T")
ONE_PAGE = 50_000  # records of a minimal list, which aims to be one page


class Detail(StrEnum):
    """How much of each record."""

    MINIMAL = "minimal"
    SUMMARY = "summary"
    FULL = "full"


class Paging(Struct, frozen=True, kw_only=True):
    """Which page, from 1."""

    page: Annotated[int, Meta(ge=1, le=1_000_000)] = 1
    per_page: Annotated[int, Meta(ge=1, le=500)] | None = None
    usual: int = 50  # where nothing else is asked

    @property
    def limit(self) -> int:
        """How many records at most."""
        return self.per_page or self.usual

    @property
    def offset(self) -> int:
        """How many records come before."""
        return (self.page - 1) * self.limit


class Filters(Struct, frozen=True, kw_only=True):
    """Which services. `modified_after` includes that moment, and those taken down since."""

    search: Annotated[str, Meta(max_length=500)] | None = None
    taxonomy_term_id: tuple[UUID, ...] = ()
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    modified_after: datetime | None = None


class Near(Struct, frozen=True, kw_only=True):
    """A place that must be in the listing's area, and a distance from it in metres."""

    point: Point
    proximity: float | None = None


class Minimal(Struct, frozen=True, kw_only=True):
    """A service in a minimal list. The standard speaks of `modified_date`, its schema of `last_modified`."""

    id: UUID
    name: str
    status: str
    last_modified: datetime
    modified_date: datetime


def page_of(contents: list[T], total: int, paging: Paging) -> Page[T]:
    """The envelope. A page beyond the last is empty."""
    pages = -(-total // paging.limit)
    return Page(
        total_items=total,
        total_pages=pages,
        page_number=paging.page,
        size=len(contents),
        first_page=paging.page == 1,
        last_page=paging.page >= pages,
        empty=not contents,
        contents=tuple(contents),
    )
