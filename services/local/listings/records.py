"""The short records that the demo listings are kept in, one TOML file for each town and for our own advisers."""

from datetime import date
from importlib.resources import files

import msgspec
from msgspec import Struct

from shared.contracts.open_referral import ServiceStatus
from shared.contracts.words import Access, Attendance, Hours, Kind, Route

TOWNS = ("birmingham.toml", "wolverhampton.toml", "own_advisers.toml")


class CostRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What it costs, in pounds; without an amount where that depends on the person."""

    option: str
    text: str
    amount: float | None = None


class PlaceRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an organisation gives help. `point` is latitude and longitude in degrees WGS 84."""

    name: str
    address: str
    postcode: str
    point: tuple[float, float]
    access: tuple[Access, ...] = ()
    transport: str | None = None


class ServiceRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A service. `at` names places of its organisation; without it the service is given at all of them.

    `opens` reads "MO,TH 10:00-16:00", or "2TH 10:00-16:00" for the second Thursday of each month. `spaces` are the
    places free and the places there are; `waiting` is in weeks; `marks` are further terms as "link type:code".
    """

    name: str
    kind: Kind
    about: str
    assured: date
    attend: tuple[Attendance, ...]
    routes: tuple[Route, ...]
    needs: tuple[str, ...] = ()
    at: tuple[str, ...] | None = None
    opens: tuple[str, ...] = ()
    spaces: tuple[int, int] | None = None
    counted: date | None = None
    waiting: int | None = None
    who: str | None = None
    from_age: int | None = None
    to_age: int | None = None
    languages: tuple[str, ...] = ()
    interpreters: str | None = None
    access: tuple[Access, ...] = ()
    hours: tuple[Hours, ...] = ()
    marks: tuple[str, ...] = ()
    costs: tuple[CostRecord, ...] = ()
    bring: tuple[str, ...] = ()
    area: str | None = None
    modified: date | None = None
    phone: str | None = None
    alert: str | None = None
    status: ServiceStatus = "active"


class OrganisationRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An invented organisation. `site` is its domain, always under `.example`."""

    name: str
    about: str
    phone: str
    site: str
    services: tuple[ServiceRecord, ...]
    places: tuple[PlaceRecord, ...] = ()


class TownRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The organisations of one town."""

    town: str
    county: str
    organisations: tuple[OrganisationRecord, ...]


def towns() -> list[TownRecord]:
    """Every record, in the order written."""
    here = files("services.local.listings")
    return [msgspec.toml.decode(here.joinpath(name).read_bytes(), type=TownRecord) for name in TOWNS]
