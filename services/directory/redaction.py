"""What anybody may see of a listing. Addresses of places that keep people safe never leave, as the UK profile asks.

A listing says so itself, by an attribute of link type `visibility`: `internal` is for our own staff; `area-only` shows
neither address, coordinates nor postcode. It may hang on the service, its organisation, or one location.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from services.directory.feeds.tidying import is_list, is_mapping, plain
from shared.contracts.open_referral import Attribute, Location, Service, ServiceArea, ServiceAtLocation

LINK_TYPE = "visibility"
POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE)
HIDDEN = "[not shown]"
SHORTEST = 4  # letters of an address that are looked for in other texts
AREA = re.compile(r'"type"\s*:\s*"(?:Multi)?Polygon"')


class Visibility(StrEnum):
    """Who may see how much."""

    PUBLIC = "public"
    AREA_ONLY = "area-only"
    INTERNAL = "internal"


def asked(attributes: Sequence[Attribute]) -> set[Visibility]:
    """What these attributes ask for; a word that we do not know counts as internal."""
    return {_read(attribute) for attribute in attributes if attribute.link_type == LINK_TYPE}


def is_internal(service: Service) -> bool:
    """Whether a listing is for our own staff only."""
    return Visibility.INTERNAL in asked(_attributes(service))


def publish(service: Service) -> Service:
    """A listing without what must not leave: the assurer's address, and where a hidden place is."""
    service = replace(service, assurer_email=None)
    everywhere = Visibility.AREA_ONLY in asked(_attributes(service))
    hidden = [location for location in _locations(service) if _hides(location, everywhere)]
    if not hidden and not everywhere:
        return service
    return _scrubbed(_without_places(service, everywhere), hidden)


def _attributes(service: Service) -> tuple[Attribute, ...]:
    return service.attributes + (service.organization.attributes if service.organization else ())


def _locations(service: Service) -> list[Location]:
    of_organization = service.organization.locations if service.organization else ()
    return [at.location for at in service.service_at_locations if at.location] + list(of_organization)


def _hides(location: Location, everywhere: bool) -> bool:
    return everywhere or bool(asked(location.attributes) - {Visibility.PUBLIC})


def _read(attribute: Attribute) -> Visibility:
    word = _word(attribute)
    return Visibility(word) if word in set(Visibility) else Visibility.INTERNAL


def _word(attribute: Attribute) -> str:
    term = attribute.taxonomy_term
    said = (term and (term.code or term.term or term.name)) or attribute.value or ""
    return "-".join(said.lower().split())


def _without_places(service: Service, everywhere: bool) -> Service:
    organization = service.organization
    if organization:
        kept = tuple(one for one in organization.locations if not _hides(one, everywhere))
        organization = replace(organization, locations=kept)
    return replace(
        service,
        organization=organization,
        service_areas=tuple(_area(area) for area in service.service_areas),
        service_at_locations=tuple(_at(at, everywhere) for at in service.service_at_locations),
    )


def _at(at: ServiceAtLocation, everywhere: bool) -> ServiceAtLocation:
    if at.location is None or not _hides(at.location, everywhere):
        return at
    location = Location(
        id=at.location.id,
        location_type=at.location.location_type,
        accessibility=at.location.accessibility,
        languages=at.location.languages,
        attributes=at.location.attributes,
    )
    return replace(at, location=location)


def _area(area: ServiceArea) -> ServiceArea:
    """An area is shown, a point is not."""
    return area if area.extent is None or AREA.search(area.extent) else replace(area, extent=None, extent_type=None)


def _scrubbed(service: Service, hidden: Sequence[Location]) -> Service:
    """The same with the addresses taken out of every text, wherever somebody has written them too."""
    words = sorted({word for location in hidden for word in _address_words(location)}, key=len, reverse=True)
    secret = re.compile("|".join([POSTCODE.pattern, *(rf"\b{re.escape(word)}\b" for word in words)]), re.IGNORECASE)
    return msgspec.convert(_scrub(plain(service), secret), Service)


def _address_words(location: Location) -> Iterator[str]:
    texts = [location.name, location.alternate_name, location.external_identifier]
    for address in location.addresses:
        texts += [address.address_1, address.address_2, address.attention, *address.address_1.split(",")]
    yield from (text.strip() for text in texts if text and len(text.strip()) >= SHORTEST)


def _scrub(given: object, secret: re.Pattern[str]) -> object:
    if is_mapping(given):
        return {key: _scrub(value, secret) for key, value in given.items()}
    if is_list(given):
        return [_scrub(value, secret) for value in given]
    return secret.sub(HIDDEN, given) if isinstance(given, str) else given
