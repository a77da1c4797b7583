"""The places of a listing, with a point for each that can be found."""

import re
from collections.abc import Callable, Iterator

from services.matcher.model import Spot
from services.matcher.reading.marks import chosen, of_type, said_no, said_yes
from shared.contracts.open_referral import Location, Service
from shared.contracts.places import Point
from shared.contracts.words import Access

Locate = Callable[[str], Point | None]  # a postcode to its point, if it is known
STEPS = re.compile(r"\b(?:no|not|without|isn't|lacks) (?:\w+ )?(?:step[- ]free|wheelchair|lift|ramp)|\bsteps? only\b")


def spots(service: Service, locate: Locate) -> tuple[Spot, ...]:
    """Every place where the service can be met, in the order of the listing."""
    return tuple(_spots(service, locate))


def placed_nowhere(service: Service) -> bool:
    """Whether the listing names no physical place at all."""
    return not any(_is_place(at.location) for at in service.service_at_locations if at.location)


def _spots(service: Service, locate: Locate) -> Iterator[Spot]:
    for at in service.service_at_locations:
        location = at.location
        if location is None or not _is_place(location) or at.status not in (None, "active"):
            continue
        if point := _point(location, locate):
            has, lacks = _access(location)
            yield Spot(point=point, location_id=location.id, has=has, lacks=lacks)


def _is_place(location: Location) -> bool:
    return location.location_type == "physical"


def _point(location: Location, locate: Locate) -> Point | None:
    """Its coordinates, else those of its postcode. Nothing at nought degrees: that is a form left empty."""
    latitude, longitude = location.latitude, location.longitude
    if latitude is not None and longitude is not None and _on_earth(latitude, longitude):
        return Point(latitude=latitude, longitude=longitude)
    found = (locate(address.postal_code) for address in location.addresses if address.address_type != "virtual")
    return next((point for point in found if point), None)


def _on_earth(latitude: float, longitude: float) -> bool:
    return abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude, longitude) != (0, 0)  # noqa: PLR2004 -- degrees


def _access(location: Location) -> tuple[frozenset[Access], frozenset[Access]]:
    hung = [*location.attributes, *(one for entry in location.accessibility for one in entry.attributes)]
    marks = of_type(hung, "accessibility")
    steps = [Access.STEP_FREE] if _has_steps(location) else []
    lacks = chosen(Access, said_no(marks)).union(steps)
    return chosen(Access, said_yes(marks)) - lacks, lacks


def _has_steps(location: Location) -> bool:
    """Whether the words about getting in say that there are steps."""
    texts = [text for entry in location.accessibility for text in (entry.description, entry.details) if text]
    return any(STEPS.search(text.lower()) for text in texts)
