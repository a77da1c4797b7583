"""What ranking needs to know: an offer is a listing reduced to that, a question is a request made ready."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import IntEnum
from typing import Literal
from uuid import UUID

from msgspec import Struct

from shared.contracts.places import Point, Precision
from shared.contracts.words import Access, Attendance, Hours, Kind, Route, ServiceId

Sex = Literal["female", "male"]
Ring = tuple[tuple[float, float], ...]  # longitude and latitude in degrees WGS 84, as GeoJSON has them
CONFIRMED = 100  # how sure a need is, in hundredths; less is a guess from the listing's words
KNOWN_DAYS = 28  # an older count of free places is taken as not known
REMOTE = frozenset({Attendance.PHONE, Attendance.VIDEO, Attendance.ONLINE})


class Covers(IntEnum):
    """Whether a listing's stated area covers a point. Unsure is never no."""

    NO = -1
    UNSURE = 0
    YES = 1


class Area(Struct, frozen=True, kw_only=True):
    """Where people must live: rings of polygons, or the whole country, or only a name that we cannot draw."""

    name: str | None = None
    rings: tuple[Ring, ...] = ()
    everywhere: bool = False


class Spot(Struct, frozen=True, kw_only=True):
    """A place where an offer is given, and what is known of getting in."""

    point: Point
    location_id: UUID | None = None
    has: frozenset[Access] = frozenset()
    lacks: frozenset[Access] = frozenset()


class Places(Struct, frozen=True, kw_only=True):
    """Places free and places there are, as counted on a day."""

    available: float
    counted: date
    maximum: float | None = None


class Offer(Struct, frozen=True, kw_only=True):
    """A service as ranking sees it. None and empty sets mean that the listing does not say."""

    id: ServiceId
    version: int
    name: str
    organisation: str
    status: str
    internal: bool = False
    kind: Kind | None = None
    needs: Mapping[str, int] = {}  # code to how sure, in hundredths
    words: Mapping[str, int] = {}  # stem to how much of it there is, names counting more
    length: int = 0
    spots: tuple[Spot, ...] = ()
    areas: tuple[Area, ...] = ()
    attend: frozenset[Attendance] = frozenset()
    routes: frozenset[Route] = frozenset()
    has: frozenset[Access] = frozenset()
    lacks: frozenset[Access] = frozenset()
    hours: frozenset[Hours] = frozenset()
    windows: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    interpreters: bool = False
    from_age: float | None = None
    to_age: float | None = None
    sex: Sex | None = None
    free: bool | None = None
    places: Places | None = None
    accepting: bool | None = None
    waiting_weeks: float | None = None
    assured: date | None = None
    employer_support: frozenset[str] = frozenset()
    alert: str | None = None

    @property
    def remote(self) -> bool:
        """Whether help is given by phone, video or on the web."""
        return not REMOTE.isdisjoint(self.attend)

    @property
    def guessed(self) -> bool:
        """Whether its needs were read from its words."""
        return bool(self.needs) and all(sure < CONFIRMED for sure in self.needs.values())


class Wanted(Struct, frozen=True, kw_only=True):
    """A need of the question: its weight, and whether it was asked for or heard in the text."""

    code: str
    name: str
    weight: float
    sure: float = 1.0  # less where it was heard in the text


class Question(Struct, frozen=True, kw_only=True):
    """A request with everything looked up. Codes, words and a point; never a person."""

    now: datetime
    needs: tuple[Wanted, ...] = ()
    words: Mapping[str, str] = {}  # stem to the word as it was said
    text_stems: frozenset[str] = frozenset()  # those of them that come from the text
    point: Point | None = None
    precision: Precision | None = None
    max_km: float | None = None
    age: int | None = None
    languages: tuple[str, ...] = ()
    access: frozenset[Access] = frozenset()
    attend: frozenset[Attendance] = frozenset()
    when: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    sex: Sex | None = None
    free: bool = False
    hours: Hours | None = None
    routes: frozenset[Route] = frozenset()
    earlier: Mapping[ServiceId, str] = {}
    exclude: frozenset[ServiceId] = frozenset()
    seed: int = 0
    limit: int = 20

    @property
    def remotely(self) -> frozenset[Attendance]:
        """The ways without travelling that would do: all of them unless some were asked for."""
        return (self.attend or frozenset(Attendance)) & REMOTE

    @property
    def in_person(self) -> bool:
        """Whether going to a place would do."""
        return not self.attend or Attendance.IN_PERSON in self.attend

    @property
    def at_home(self) -> bool:
        """Whether somebody coming to the home would do."""
        return not self.attend or Attendance.HOME_VISIT in self.attend
