"""What a listing is found by, drawn from what anybody may see of it."""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid5

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from services.directory.feeds.tidying import is_list, is_mapping
from services.directory.model import Listing
from shared.contracts.open_referral import Attribute, Location, Service, Taxonomy, TaxonomyTerm
from shared.contracts.places import Point
from shared.needs.taxonomy import LINK_TYPE, NAME, TAXONOMY_ID, need_term_id

Locate = Callable[[str], Point | None]  # a postcode
MOST_AREAS = 50


class Hung(Struct, frozen=True, kw_only=True):
    """A term on a listing."""

    service_id: UUID
    term_id: UUID
    taxonomy_id: UUID | None = None


class AtPlace(Struct, frozen=True, kw_only=True):
    """A listing at a place. Degrees WGS 84, from the postcode where the listing has none."""

    id: UUID
    service_id: UUID
    location_id: UUID | None = None
    latitude: float | None = None
    longitude: float | None = None


class Shape(Struct, frozen=True, kw_only=True):
    """An area a listing covers, as PostgreSQL writes polygons: longitude first."""

    service_id: UUID
    shape: str


def shown_of(listing: Listing) -> Service | None:
    """What is searched: nothing of a listing that was taken down."""
    return listing.shown if listing.listed else None


def terms(service: Service) -> list[TaxonomyTerm]:
    """Every term that comes whole with a listing, with the id of its vocabulary where only that one's name is given."""
    found = (one.taxonomy_term for one in _attributes(service) if one.taxonomy_term)
    return [replace(term, taxonomy_id=_taxonomy_id(term)) for term in found]


def hung(service: Service) -> list[Hung]:
    """Every term on a listing, needs also under the id that they have in the vocabulary."""
    found: dict[UUID, Hung] = {}
    for one in _attributes(service):
        term = one.taxonomy_term
        term_id = one.taxonomy_term_id or (term.id if term else None)
        if term_id:
            found[term_id] = Hung(
                service_id=service.id, term_id=term_id, taxonomy_id=_taxonomy_id(term) if term else None
            )
        if one.link_type == LINK_TYPE and term and term.code:
            need = need_term_id(term.code)
            found[need] = Hung(service_id=service.id, term_id=need, taxonomy_id=TAXONOMY_ID)
    return list(found.values())


def taxonomies(service: Service) -> list[Taxonomy]:
    """The vocabularies that a listing's terms name."""
    named = [
        term.taxonomy_detail
        or Taxonomy(id=term.taxonomy_id, name=term.taxonomy or "Unnamed", description=term.taxonomy or "Unnamed")
        for term in terms(service)
        if term.taxonomy_id
    ]
    return list({one.id: one for one in named}.values())


def places(service: Service, locate: Locate) -> list[AtPlace]:
    """Where a listing is given."""
    found = [
        _at(service, at.id, at.location_id or (at.location.id if at.location else None), at.location, locate)
        for at in service.service_at_locations
    ]
    return list({one.id: one for one in found}.values())


def shapes(service: Service) -> list[Shape]:
    """The outer rings of the areas that a listing covers."""
    rings = [ring for area in service.service_areas if area.extent for ring in _rings(area.extent)]
    return [Shape(service_id=service.id, shape=ring) for ring in rings[:MOST_AREAS]]


def _at(service: Service, id: UUID, location_id: UUID | None, location: Location | None, locate: Locate) -> AtPlace:
    point = _point(location, locate) if location else None
    return AtPlace(
        id=id,
        service_id=service.id,
        location_id=location_id,
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
    )


def _point(location: Location, locate: Locate) -> Point | None:
    latitude, longitude = location.latitude, location.longitude
    if latitude is not None and longitude is not None and abs(latitude) <= 90 and abs(longitude) <= 180:  # noqa: PLR2004 -- the poles and the date line
        return Point(latitude=latitude, longitude=longitude)
    return next((point for address in location.addresses if (point := locate(address.postal_code))), None)


def _taxonomy_id(term: TaxonomyTerm) -> UUID | None:
    if term.taxonomy == NAME:
        return TAXONOMY_ID
    return term.taxonomy_id or (uuid5(TAXONOMY_ID, term.taxonomy) if term.taxonomy else None)


def _attributes(service: Service) -> Iterator[Attribute]:
    yield from service.attributes
    if service.organization:
        yield from service.organization.attributes
    for at in service.service_at_locations:
        yield from at.attributes
        if at.location:
            yield from at.location.attributes
            for access in at.location.accessibility:
                yield from access.attributes


def _rings(extent: str) -> Iterator[str]:
    """Outer rings of a GeoJSON Polygon, MultiPolygon, Feature or collection; nothing for what is none of them."""
    try:
        yield from _in_geometry(msgspec.json.decode(extent))
    except msgspec.DecodeError:
        return


def _in_geometry(given: object) -> Iterator[str]:
    if not is_mapping(given):
        return
    coordinates = given.get("coordinates")
    match given.get("type"):
        case "Polygon" if is_list(coordinates) and coordinates:
            yield from _ring(coordinates[0])
        case "MultiPolygon" if is_list(coordinates):
            for polygon in coordinates:
                yield from _ring(polygon[0] if is_list(polygon) and polygon else None)
        case "Feature":
            yield from _in_geometry(given.get("geometry"))
        case "FeatureCollection" if is_list(features := given.get("features")):
            for feature in features:
                yield from _in_geometry(feature)
        case _:
            return


def _ring(given: object) -> Iterator[str]:
    try:
        points = msgspec.convert(given, list[list[float]])
    except msgspec.ValidationError:
        return
    if len(points) >= 3 and all(len(point) >= 2 for point in points):  # noqa: PLR2004 -- a triangle; longitude and latitude
        yield "(" + ",".join(f"({point[0]!r},{point[1]!r})" for point in points) + ")"
