"""A listing made of all Street Support records of one service."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from services.directory.feeds import opening
from services.directory.feeds.naming import Names
from services.directory.feeds.street_records import StreetRecord, ages, ages_of
from services.directory.feeds.terms import hung, source_id, term
from shared.contracts.open_referral import (
    Attribute,
    Location,
    Organization,
    Schedule,
    Service,
    ServiceAtLocation,
)

CATEGORIES, GROUPS = "Street Support categories", "Street Support client groups"
AREAS = "Street Support areas"  # where it is listed, which says nothing about who may come
SEX = {"Female only": ("female", "Women"), "Male only": ("male", "Men")}
Records = Sequence[StreetRecord]
Position = tuple[float, float]


def listing(records: Records, names: Names, organisations: Mapping[str, str], categories: Mapping[str, str]) -> Service:
    """The whole service. Its id follows from the first of its ids at the source in alphabetical order."""
    first = min(records, key=lambda record: record.service_id)
    service = names.of("service", first.service_id)
    organisation = names.of("organisation", first.organization_id)
    about = ages_of([record.client_groups for record in records])
    return Service(
        id=service,
        name=first.name.strip(),
        alternate_name=", ".join(dict.fromkeys(_category(record, categories)[1] for record in records)),
        status="active",
        description=first.description.strip() or None,
        organization_id=organisation,
        organization=_organisation(organisation, organisations.get(first.organization_id, first.name).strip()),
        application_process="By appointment only." if all(one.access.appointment_only for one in records) else None,
        minimum_age=about.least,
        maximum_age=about.most,
        schedules=_schedules(records, service, names),
        service_at_locations=tuple(_at(position, service, names, first) for position in _positions(records)),
        attributes=tuple({one.id: one for one in _attributes(records, service, names, categories)}.values()),
    )


def _organisation(id: UUID, name: str) -> Organization:
    return Organization(id=id, name=name, description=f"{name}, as listed by Street Support.")


def _positions(records: Records) -> dict[Position, None]:
    return dict.fromkeys(position for record in records if (position := _position(record)))


def _position(record: StreetRecord) -> Position | None:
    at = record.location
    if not at.has_location or at.latitude is None or at.longitude is None:
        return None
    return at.latitude, at.longitude


def _at(position: Position, service: UUID, names: Names, first: StreetRecord) -> ServiceAtLocation:
    location = names.of("location", *position)
    return ServiceAtLocation(
        id=names.of("at", service, *position),
        service_id=service,
        location_id=location,
        name=first.name.strip(),
        status="active",
        location=Location(id=location, location_type="physical", latitude=position[0], longitude=position[1]),
    )


def _schedules(records: Records, service: UUID, names: Names) -> tuple[Schedule, ...]:
    """Those of the service; by place where there are several."""
    positions = _positions(records)
    if len(positions) < 2:  # noqa: PLR2004 -- one place, or none
        return opening.schedules(_hours(records), service, names)
    return tuple(
        schedule
        for position in positions
        for schedule in opening.schedules(
            _hours([record for record in records if _position(record) == position]),
            service,
            names,
            names.of("at", service, *position),
        )
    )


def _hours(records: Records) -> Iterator[opening.Hours]:
    for record in records:
        for time in record.opening_times:
            if opening.fault_of(time.day, time.start, time.end) is None:
                yield opening.hours(time.day, time.start, time.end)


def _attributes(records: Records, service: UUID, names: Names, categories: Mapping[str, str]) -> Iterator[Attribute]:
    for record in records:
        parent = term(names, CATEGORIES, record.category.parent, categories.get(record.category.parent, "Other"))
        yield hung(names, service, "service_type", parent)
        key, name = _category(record, categories)
        yield hung(names, service, "service_type", term(names, CATEGORIES, key, name, parent.id))
        for group in record.client_groups:
            yield _group(group, service, names)
        if record.access.telephone_service:
            yield hung(names, service, "attendance", term(names, "Wayfare attendance", "phone", "Phone"))
    for area in sorted({record.local_authority for record in records if record.local_authority}):
        yield hung(names, service, "local_authority", term(names, AREAS, area, area.replace("-", " ").title()))
    for own in sorted(record.service_id for record in records):
        yield source_id(names, service, own)


def _category(record: StreetRecord, categories: Mapping[str, str]) -> tuple[str, str]:
    key = f"{record.category.parent}/{record.category.sub}"
    return key, categories.get(key, record.category.sub.replace("-", " ").capitalize())


def _group(group: str, service: UUID, names: Names) -> Attribute:
    """Who it is for: only them, or them above all."""
    code, name = SEX.get(group, ("-".join(group.lower().split()), group))
    link_type = "eligibility" if group in SEX or ages(group) else "target_audience"
    return hung(names, service, link_type, term(names, GROUPS, code, name))
