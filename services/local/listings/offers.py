"""What the demo listings offer: to whom, in which languages, at what cost, with how many places."""

from datetime import datetime
from uuid import UUID

from services.local.listings.records import CostRecord, OrganisationRecord, ServiceRecord
from services.local.listings.terms import attribute, demo_id, terms
from services.local.listings.whereabouts import chosen
from shared.contracts.open_referral import Attribute, CostOption, Language, RequiredDocument, ServiceCapacity, Unit
from shared.contracts.words import Access, Kind

FREE = CostRecord(option="Free", amount=0.0, text="Free of charge")
PLACES = Unit(id=demo_id("unit", "referral places"), name="referral places")
LANGUAGES = {
    "en": "English",
    "ar": "Arabic",
    "bn": "Bengali",
    "pa": "Punjabi",
    "pl": "Polish",
    "ro": "Romanian",
    "ur": "Urdu",
}


def attributes(service: UUID, by: OrganisationRecord, record: ServiceRecord) -> tuple[Attribute, ...]:
    """Every term of a service, needs only where its record names any."""
    pairs = [
        ("kind", record.kind),
        *(("need", code) for code in record.needs),
        *(("referral_route", route) for route in record.routes),
        *(("attendance", attendance) for attendance in record.attend),
        *(("accessibility", access) for access in _access(by, record)),
        *(("hours", hours) for hours in record.hours),
        *(_mark(mark) for mark in record.marks),
    ]
    hung = [attribute(service, "service", link_type, code) for link_type, code in pairs]
    if record.waiting is not None:
        hung.append(attribute(service, "service", "waiting_weeks", "waiting-weeks", str(record.waiting)))
    return tuple(hung)


def how_to_come(record: ServiceRecord) -> str:
    """How a person comes to the service, a sentence for each route."""
    return " ".join(terms()["referral_route"][route][1] for route in record.routes)


def languages(service: UUID, record: ServiceRecord) -> tuple[Language, ...]:
    """The languages spoken; English always."""
    return tuple(
        Language(id=demo_id("language", service, code), service_id=service, code=code, name=LANGUAGES[code])
        for code in ("en", *record.languages)
    )


def costs(service: UUID, record: ServiceRecord) -> tuple[CostOption, ...]:
    """What it costs; said to be free where the record names no cost. A job has no cost to state."""
    if record.kind is Kind.EMPLOYER:
        return ()
    named = record.costs or (FREE,)
    return tuple(
        CostOption(
            id=demo_id("cost", service, cost.option),
            service_id=service,
            option=cost.option,
            currency="GBP",
            amount=cost.amount,
            amount_description=cost.text,
        )
        for cost in named
    )


def papers(service: UUID, record: ServiceRecord) -> tuple[RequiredDocument, ...]:
    """What to bring."""
    return tuple(
        RequiredDocument(id=demo_id("paper", service, paper), service_id=service, document=paper)
        for paper in record.bring
    )


def capacities(service: UUID, record: ServiceRecord, counted: datetime) -> tuple[ServiceCapacity, ...]:
    """Places free and places there are, as counted then; nothing where they are not known."""
    if record.spaces is None:
        return ()
    available, maximum = record.spaces
    capacity = ServiceCapacity(
        id=demo_id("capacity", service),
        service_id=service,
        unit=PLACES,
        available=available,
        maximum=maximum,
        updated=counted,
    )
    return (capacity,)


def _access(by: OrganisationRecord, record: ServiceRecord) -> list[Access]:
    """What holds wherever the service is given, and what the service adds itself."""
    places = chosen(by, record)
    everywhere = [access for access in Access if places and all(access in place.access for place in places)]
    return everywhere + [access for access in record.access if access not in everywhere]


def _mark(mark: str) -> tuple[str, str]:
    link_type, _, code = mark.partition(":")
    return link_type, code
