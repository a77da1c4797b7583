"""Reading: what of an Open Referral document ranking comes to know, and that odd content is only not known."""

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher_parts import IDS, listing, mark, read
from services.local.listings import documents
from services.matcher.model import Places
from shared.contracts.open_referral import (
    Accessibility,
    Address,
    CostOption,
    Language,
    Location,
    Organization,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    Unit,
)
from shared.contracts.places import Point
from shared.contracts.words import Access, Attendance, Hours, Kind, Route

NEVER: set[str] = set()
BOX = '{"type": "Polygon", "coordinates": [[[-2, 52], [-1, 52], [-1, 53], [-2, 52]]]}'
MULTI = '{"type": "MultiPolygon", "coordinates": [[[[-2, 52], [-1, 52], [-1, 53]]], [[[0, 0], [1, 0], [1, 1]]]]}'


def at(**fields: object) -> ServiceAtLocation:
    place = msgspec.structs.replace(Location(id=IDS, location_type="physical"), **fields)
    return ServiceAtLocation(id=IDS, location=place)


def address(postcode: str) -> Address:
    return Address(
        id=IDS,
        address_1="1 Wren Passage",
        city="Birmingham",
        state_province="West Midlands",
        postal_code=postcode,
        country="GB",
        address_type="physical",
    )


def schedule(**fields: object) -> Schedule:
    return msgspec.structs.replace(Schedule(id=IDS), **fields)


def capacity(available: float, updated: datetime) -> ServiceCapacity:
    return ServiceCapacity(id=IDS, unit=Unit(id=IDS, name="referral places"), available=available, updated=updated)


def cost(amount: float | None, option: str | None = None) -> CostOption:
    return CostOption(id=IDS, amount=amount, option=option)


def test_terms_are_read_by_the_sense_in_which_they_hang() -> None:
    one = read(
        listing(
            attributes=(
                mark("kind", "health-service"),
                mark("need", "anxiety"),
                mark("referral_route", "self-referral"),
                mark("attendance", "home-visit"),
                mark("accessibility", "bsl"),
                mark("hours", "part-time"),
                mark("waiting_weeks", "waiting-weeks", "6"),
                mark("visibility", "internal"),
                mark("eligibility", "female"),
                mark("employer_support", "time-for-support"),
            )
        )
    )

    assert (one.kind, one.needs, one.waiting_weeks, one.internal, one.sex) == (
        Kind.HEALTH_SERVICE,
        {"anxiety": 100},
        6.0,
        True,
        "female",
    )
    assert (one.routes, one.attend, one.has, one.hours) == (
        {Route.SELF_REFERRAL},
        {Attendance.HOME_VISIT},
        {Access.BSL},
        {Hours.PART_TIME},
    )
    assert one.employer_support == {"time-for-support"}


def test_a_listing_without_needs_is_read_from_its_words() -> None:
    one = read(listing("Debt Advice", description="Money and debt advice, and help with budgeting."))

    assert 40 <= one.needs["debt"] < 100
    assert one.guessed


def test_a_need_that_a_keeper_names_is_never_mixed_with_guesses() -> None:
    one = read(listing("Debt Advice", description="Debt advice.", attributes=(mark("need", "anxiety"),)))

    assert one.needs == {"anxiety": 100}


def test_codes_of_another_vocabulary_are_left_to_the_words() -> None:
    one = read(listing("Debt Advice", description="Debt advice.", attributes=(mark("need", "ladl-3-14"),)))

    assert "ladl-3-14" not in one.needs
    assert "debt" in one.needs


def test_words_of_the_name_count_more() -> None:
    one = read(listing("Garden Mornings", description="Compost in the garden"))

    assert (one.words["garden"], one.words["compost"]) == (4, 1)
    assert one.length == sum(one.words.values())


def test_a_place_is_found_by_coordinates_or_else_by_postcode() -> None:
    by_point, by_postcode = at(latitude=52.4, longitude=-1.9), at(addresses=(address("B33 8TH"),))
    nowhere = at(addresses=(address("not a postcode"),), latitude=0, longitude=0)

    one = read(listing(service_at_locations=(by_point, by_postcode, nowhere)))

    assert one.spots[0].point == Point(latitude=52.4, longitude=-1.9)
    assert len(one.spots) == 2
    assert one.spots[1].point.latitude == pytest.approx(52.48, abs=0.05)


def test_virtual_and_closed_places_are_no_places() -> None:
    virtual = at(location_type="virtual", latitude=52.4, longitude=-1.9)
    closed = msgspec.structs.replace(at(latitude=52.4, longitude=-1.9), status="inactive")

    assert read(listing(service_at_locations=(virtual, closed))).spots == ()


def test_a_place_alone_means_in_person_and_no_place_says_nothing() -> None:
    assert read(listing(service_at_locations=(at(latitude=52.4, longitude=-1.9),))).attend == {Attendance.IN_PERSON}
    assert read(listing()).attend == frozenset()
    assert read(listing(schedules=(schedule(attending_type="online"),))).attend == {Attendance.ONLINE}


def test_access_is_read_with_its_no() -> None:
    entry = Accessibility(id=IDS, attributes=(mark("accessibility", "bsl", "no"), mark("accessibility", "quiet-space")))
    steps = Accessibility(id=IDS, description="Two steps at the door, no step-free access")

    (spot,) = read(
        listing(service_at_locations=(at(latitude=52.4, longitude=-1.9, accessibility=(entry, steps)),))
    ).spots

    assert spot.has == {Access.QUIET_SPACE}
    assert spot.lacks == {Access.BSL, Access.STEP_FREE}


@pytest.mark.parametrize(
    ("opens", "closes", "byday", "expected"),
    [
        ("09:30Z", "12:00Z", "MO", {"MO-morning"}),
        ("09:00Z", "17:00Z", "MO,TU", {"MO-morning", "MO-afternoon", "TU-morning", "TU-afternoon"}),
        ("18:00Z", "20:00Z", "2TH", {"TH-evening"}),
        ("16:45Z", "17:15Z", "FR", NEVER),
        ("17:30Z", "18:00Z", "-1FR", {"FR-evening"}),
        ("22:00Z", "02:00Z", "SA", {"SA-evening"}),
        ("nine", "five", "MO", NEVER),
        ("09:00Z", "12:00Z", "Monday", NEVER),
    ],
)
def test_times_become_parts_of_the_week(opens: str, closes: str, byday: str, expected: set[str]) -> None:
    assert read(listing(schedules=(schedule(byday=byday, opens_at=opens, closes_at=closes),))).windows == expected


def test_a_weekly_time_without_days_is_on_the_day_it_starts() -> None:
    one = schedule(freq="WEEKLY", dtstart="2026-11-03", opens_at="10:00Z", closes_at="11:00Z")

    assert read(listing(schedules=(one,))).windows == {"TU-morning"}


def test_the_newest_count_of_places_counts() -> None:
    old, new = capacity(9, datetime(2026, 1, 1, tzinfo=UTC)), capacity(2, datetime(2026, 11, 1))  # noqa: DTZ001 -- as some feeds write it

    assert read(listing(capacities=(old, new))).places == Places(available=2, counted=date(2026, 11, 1))


@pytest.mark.parametrize(
    ("costs", "expected"),
    [
        ((), None),
        ((cost(0),), True),
        ((cost(None, "Free"),), True),
        ((cost(3),), False),
        ((cost(0), cost(5)), None),
        ((cost(None, "It depends"),), None),
    ],
)
def test_free_is_known_only_where_it_is_said(costs: tuple[CostOption, ...], expected: bool | None) -> None:
    assert read(listing(cost_options=costs)).free is expected


def test_areas_are_drawn_named_or_the_whole_country() -> None:
    areas = (
        ServiceArea(id=IDS, name="Drawn", extent=BOX, extent_type="geojson"),
        ServiceArea(id=IDS, name="Two", extent=MULTI),
        ServiceArea(id=IDS, name="Named", extent="E08000025"),
        ServiceArea(id=IDS, name="United Kingdom"),
    )

    drawn, two, named, everywhere = read(listing(service_areas=areas)).areas

    assert drawn.rings == (((-2, 52), (-1, 52), (-1, 53), (-2, 52)),)
    assert (len(two.rings), named.rings, everywhere.everywhere) == (2, (), True)


def test_languages_and_interpreters_are_read() -> None:
    spoken = (Language(id=IDS, code="PL", name="Polish"), Language(id=IDS, name="Urdu"))

    one = read(listing(languages=spoken, interpretation_services="By phone, in any language"))

    assert (one.languages, one.interpreters) == ({"pl"}, True)
    assert not read(listing(interpretation_services="None")).interpreters


def test_every_demo_listing_is_read() -> None:
    """R47, R48: help of every kind."""
    offers = [read(msgspec.convert(document, Service)) for document in documents()]

    assert {one.kind for one in offers} == set(Kind)
    assert sum(bool(one.needs) for one in offers) > 0.9 * len(offers)
    assert any(one.guessed for one in offers)
    assert sum(one.internal for one in offers) == 2


TEXT = st.none() | st.text(max_size=30) | st.sampled_from(["MO,TU", "25:99Z", BOX, '{"type": "Polygon"}', "[", "free"])
TIMES = st.builds(
    Schedule, id=st.uuids(), byday=TEXT, opens_at=TEXT, closes_at=TEXT, dtstart=TEXT, freq=st.just("WEEKLY")
)
MARKS = st.builds(
    mark,
    st.sampled_from(["need", "kind", "waiting_weeks", "accessibility", "odd"]),
    st.text(max_size=9),
    st.sampled_from(["no", "9", "", "\u0663"]),
)
COUNTS = st.builds(capacity, st.floats(-5, 5), st.datetimes(timezones=st.none() | st.just(UTC)))
ODD = st.builds(
    Service,
    id=st.uuids(),
    name=st.text(max_size=20),
    status=st.sampled_from(["active", "inactive"]),
    description=TEXT,
    organization=st.none() | st.builds(Organization, id=st.uuids(), name=st.text(), description=st.text()),
    interpretation_services=TEXT,
    fees_description=TEXT,
    minimum_age=st.none() | st.floats(-10, 200),
    assured_date=TEXT,
    schedules=st.lists(TIMES, max_size=1).map(tuple),
    service_areas=st.lists(st.builds(ServiceArea, id=st.uuids(), name=TEXT, extent=TEXT), max_size=1).map(tuple),
    capacities=st.lists(COUNTS, max_size=2).map(tuple),
    attributes=st.lists(MARKS, max_size=2).map(tuple),
)


@given(ODD)
def test_odd_content_is_not_known_and_stops_nothing(service: Service) -> None:
    one = read(service)

    assert one.id == service.id
    assert isinstance(one.id, UUID)
