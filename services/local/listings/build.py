"""Builds whole Open Referral UK documents from the demo records."""

import unicodedata
from datetime import UTC, date, datetime, time
from uuid import UUID

import msgspec

from services.local.listings import offers, whereabouts
from services.local.listings.records import OrganisationRecord, ServiceRecord, TownRecord, towns
from services.local.listings.terms import demo_id
from services.local.listings.timetable import schedule
from shared.contracts.open_referral import Contact, Organization, Phone, Service

INVENTED = "This organisation is invented for the demo."
SAVED = time(9, 30, tzinfo=UTC)


def documents() -> list[dict[str, object]]:
    """Every demo listing as an ORUK 3.0 document with the fields of HSDS 3.1, internal ones included, as JSON values.

    Ids come from names, so they are the same each time.
    """
    return [
        msgspec.json.decode(msgspec.json.encode(_service(town, by, record)), type=dict[str, object])
        for town in towns()
        for by in town.organisations
        for record in by.services
    ]


def _service(town: TownRecord, by: OrganisationRecord, record: ServiceRecord) -> Service:
    service = demo_id("service", by.name, record.name)
    contact = _contact(service, by, record)
    return Service(
        id=service,
        organization_id=demo_id("organisation", by.name),
        organization=_organisation(by),
        name=record.name,
        description=record.about,
        status=record.status,
        url=f"https://{by.site}/{_path(record.name)}",
        email=f"hello@{by.site}",
        application_process=offers.how_to_come(record),
        interpretation_services=record.interpreters,
        eligibility_description=record.who,
        minimum_age=record.from_age,
        maximum_age=record.to_age,
        assured_date=record.assured.isoformat(),
        assurer_email=f"listings@{by.site}",
        last_modified=_saved(record.modified or record.assured),
        alert=record.alert,
        phones=contact.phones,
        contacts=(contact,),
        schedules=tuple(schedule(service, line) for line in record.opens),
        service_areas=whereabouts.areas(service, record),
        service_at_locations=whereabouts.given_at(service, town, by, record),
        languages=offers.languages(service, record),
        cost_options=offers.costs(service, record),
        required_documents=offers.papers(service, record),
        capacities=offers.capacities(service, record, _saved(record.counted or record.assured)),
        attributes=offers.attributes(service, by, record),
    )


def _organisation(by: OrganisationRecord) -> Organization:
    organisation = demo_id("organisation", by.name)
    phone = Phone(id=demo_id("phone", organisation), organization_id=organisation, number=by.phone, type="voice")
    return Organization(
        id=organisation,
        name=by.name,
        description=f"{by.about} {INVENTED}",
        email=f"hello@{by.site}",
        website=f"https://{by.site}",
        phones=(phone,),
    )


def _contact(service: UUID, by: OrganisationRecord, record: ServiceRecord) -> Contact:
    contact = demo_id("contact", service)
    number = record.phone or by.phone
    phone = Phone(id=demo_id("phone", service), service_id=service, contact_id=contact, number=number, type="voice")
    return Contact(
        id=contact,
        service_id=service,
        title="Welcome team",
        department=record.name,
        email=f"hello@{by.site}",
        phones=(phone,),
    )


def _saved(day: date) -> datetime:
    return datetime.combine(day, SAVED)


def _path(name: str) -> str:
    """The name in lower-case ASCII with hyphens: `First Month's Fares` as `first-months-fares`."""
    plain = unicodedata.normalize("NFKD", name.replace("'", "").lower()).encode("ascii", "ignore").decode()
    return "-".join("".join(letter if letter.isalnum() else " " for letter in plain).split())
