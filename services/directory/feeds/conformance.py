"""What the standard asks of a document beyond its types: web addresses, email addresses, times with a zone."""

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from services.directory.feeds.tidying import is_list, is_mapping, left_out, plain, tidy
from shared.checking import convert, faults
from shared.contracts.open_referral import Service
from shared.errors import Fault, Invalid

NORTH_POLE, DATE_LINE = 90, 180  # degrees
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
ZONED = re.compile(r".+T.+(?:Z|z|[+-]\d\d:?\d\d)")
WEB = "This is not a web address. Write it whole, such as https://example.org"
MAIL = "This is not an email address. Write it such as help@example.org"
YEARS = range(1900, 2200)
TIME = "This is a date and time with a zone, such as 2026-03-15T10:30:45Z"
FORMS = {
    **dict.fromkeys(("url", "website", "logo", "term_uri", "schedule_link", "uri"), (URI, WEB)),
    **dict.fromkeys(("email", "assurer_email"), (EMAIL, MAIL)),
    **dict.fromkeys(("last_modified", "updated"), (ZONED, TIME)),
}


def check(given: object) -> tuple[Service, tuple[str, ...]]:
    """A service document, and the fields of it that the standard does not have. Raises `Invalid` with every fault."""
    document = tidy(given)
    found = list(_malformed(document))
    if found:
        raise Invalid(faults=[*faults(Service, document), *found])
    service = convert(Service, document)
    if service.last_modified and service.last_modified.year not in YEARS:
        raise Invalid(faults=[Fault(field="last_modified", message="There was no directory in that year")])
    kept = plain(service)
    return _with_organization_id(service), () if kept == document else tuple(left_out(document, kept))


def oddities(service: Service) -> Iterator[Fault]:
    """What the standard allows and we cannot use: the listing goes in, and says so."""
    if service.assured_date and not _is_date(service.assured_date):
        yield Fault(field="assured_date", message="This is not a date such as 2026-03-15: it counts as never assured")
    for index, at in enumerate(service.service_at_locations):
        if at.location and not _on_earth(at.location.latitude, at.location.longitude):
            field = f"service_at_locations[{index}].location"
            yield Fault(field=field, message="There is no such latitude and longitude: distance plays no part")


def _malformed(given: object, path: str = "") -> Iterator[Fault]:
    if is_mapping(given):
        for key, value in given.items():
            if isinstance(value, str):
                yield from _malformed_text(key, value, path)
            elif is_mapping(value) or is_list(value):
                yield from _malformed(value, f"{path}.{key}" if path else key)
    elif is_list(given):
        for index, value in enumerate(given):
            yield from _malformed(value, f"{path}[{index}]")


def _malformed_text(key: str, value: str, path: str) -> Iterator[Fault]:
    here = f"{path}.{key}" if path else key
    if "\0" in value:
        yield Fault(field=here, message="This has a character that is no text (U+0000)")
    form, message = FORMS.get(key, (None, ""))
    if form and not form.fullmatch(value):
        yield Fault(field=here, message=message)


def _with_organization_id(service: Service) -> Service:
    if service.organization_id or service.organization is None:
        return service
    return msgspec.structs.replace(service, organization_id=service.organization.id)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _on_earth(latitude: float | None, longitude: float | None) -> bool:
    return abs(latitude or 0) <= NORTH_POLE and abs(longitude or 0) <= DATE_LINE
