"""Where the demo listings give help, and where the people they help live."""

from functools import cache
from importlib.resources import files
from uuid import UUID

import msgspec

from services.local.listings.records import OrganisationRecord, PlaceRecord, ServiceRecord, TownRecord
from services.local.listings.terms import attribute, demo_id, terms
from shared.contracts.open_referral import Accessibility, Address, Location, ServiceArea, ServiceAtLocation
from shared.contracts.words import Access


def chosen(by: OrganisationRecord, record: ServiceRecord) -> tuple[PlaceRecord, ...]:
    """The places of a service: those it names, else all of its organisation's."""
    if record.at is None:
        return by.places
    named = {place.name: place for place in by.places}
    return tuple(named[name] for name in record.at)


def given_at(
    service: UUID, town: TownRecord, by: OrganisationRecord, record: ServiceRecord
) -> tuple[ServiceAtLocation, ...]:
    """The service at each of its places. None for help by phone or online only, and for a refuge."""
    locations = [_location(town, by, place) for place in chosen(by, record)]
    return tuple(
        ServiceAtLocation(
            id=demo_id("at", service, location.id),
            service_id=service,
            location_id=location.id,
            name=record.name,
            status=record.status,
            location=location,
        )
        for location in locations
    )


def areas(service: UUID, record: ServiceRecord) -> tuple[ServiceArea, ...]:
    """The area that people must live in, if any; a rough box where areas.toml has one."""
    if record.area is None:
        return ()
    box = _boxes().get(record.area)
    return (
        ServiceArea(
            id=demo_id("area", service, record.area),
            service_id=service,
            name=record.area,
            extent=_polygon(*box) if box else None,
            extent_type="geojson" if box else None,
        ),
    )


def _location(town: TownRecord, by: OrganisationRecord, place: PlaceRecord) -> Location:
    location = demo_id("location", by.name, place.name)
    latitude, longitude = place.point
    return Location(
        id=location,
        location_type="physical",
        organization_id=demo_id("organisation", by.name),
        name=place.name,
        latitude=latitude,
        longitude=longitude,
        transportation=place.transport,
        addresses=(_address(location, town, place),),
        accessibility=tuple(_accessibility(location, access) for access in place.access),
    )


def _address(location: UUID, town: TownRecord, place: PlaceRecord) -> Address:
    return Address(
        id=demo_id("address", location),
        location_id=location,
        address_1=place.address,
        city=town.town,
        state_province=town.county,
        postal_code=place.postcode,
        country="GB",
        address_type="physical",
    )


def _accessibility(location: UUID, access: Access) -> Accessibility:
    name, details = terms()["accessibility"][access]
    entry = demo_id("accessibility", location, access)
    return Accessibility(
        id=entry,
        location_id=location,
        description=name,
        details=details,
        attributes=(attribute(entry, "accessibility", "accessibility", access),),
    )


@cache
def _boxes() -> dict[str, tuple[float, float, float, float]]:
    words = files("services.local.listings").joinpath("areas.toml").read_bytes()
    return msgspec.toml.decode(words, type=dict[str, tuple[float, float, float, float]])


def _polygon(south: float, west: float, north: float, east: float) -> str:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return msgspec.json.encode({"type": "Polygon", "coordinates": [ring]}).decode()
