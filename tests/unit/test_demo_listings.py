"""The demo listings: invented, whole, and enough of every kind."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from uuid import UUID

import msgspec
import pytest

from services.local.listings import documents
from services.local.listings.timetable import NotOpeningTimes, schedule
from shared.contracts.open_referral import Location, Service
from shared.contracts.places import Point
from shared.contracts.words import Access, Attendance, Hours, Kind, Route
from shared.needs import vocabulary
from shared.places.distance import distance_km
from shared.places.gazetteer import Gazetteer

DRAMA = re.compile(r"0121 496 0\d{3}|01632 960\d{3}")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
INVENTED = "This organisation is invented for the demo."
TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def listings() -> list[dict[str, object]]:
    return documents()


@pytest.fixture(scope="module")
def services(listings: list[dict[str, object]]) -> list[Service]:
    return msgspec.convert(listings, list[Service])


def codes(service: Service, link_type: str) -> list[str]:
    return [
        attribute.taxonomy_term.code or ""
        for attribute in service.attributes
        if attribute.link_type == link_type and attribute.taxonomy_term
    ]


def named(services: list[Service], name: str) -> Service:
    return next(service for service in services if service.name == name)


def locations(service: Service) -> list[Location]:
    return [at.location for at in service.service_at_locations if at.location]


def objects(value: object) -> Iterator[dict[str, object]]:
    """Every object in a document, however deep."""
    match value:
        case dict():
            inner = msgspec.convert(value, dict[str, object])
            yield inner
            for part in inner.values():
                yield from objects(part)
        case list():
            for part in msgspec.convert(value, list[object]):
                yield from objects(part)
        case _:
            return


def test_there_are_enough_listings_of_every_kind(services: list[Service]) -> None:
    """R47: charities, training, employers, health, housing and all the rest are in the directory."""
    kinds = Counter(code for service in services for code in codes(service, "kind"))

    organisations = {service.organization_id for service in services}

    assert len(services) >= 60
    assert len(organisations) >= 30
    assert sum(kinds.values()) == len(services)
    assert set(kinds) == {kind.value for kind in Kind}


def test_both_towns_have_most_kinds_of_help(services: list[Service]) -> None:
    """R47: what is there does not depend on the town."""
    by_town: dict[str, set[str]] = {"Birmingham": set(), "Wolverhampton": set()}
    placed: Counter[str] = Counter()

    for service in services:
        for town in {address.city for location in locations(service) for address in location.addresses}:
            placed[town] += 1
            by_town[town].update(codes(service, "kind"))

    expected = {kind.value for kind in Kind} - {Kind.CRISIS_HELP, Kind.CAREERS_ADVISER, Kind.BENEFITS_ADVISER}
    assert placed["Birmingham"] >= 30
    assert placed["Wolverhampton"] >= 20
    assert all(kinds >= expected for kinds in by_town.values())


def test_the_same_listings_have_the_same_ids_each_time(services: list[Service]) -> None:
    small_steps = named(services, "Small Steps Outdoors")

    again = named(msgspec.convert(documents(), list[Service]), "Small Steps Outdoors")

    assert again == small_steps
    assert len({service.id for service in services}) == len(services)


def test_an_id_is_a_uuid_and_stands_for_one_thing(listings: list[dict[str, object]]) -> None:
    """The same id may come again, as an organisation does in each of its services, and is then the same whole."""
    seen: dict[UUID, dict[str, object]] = {}

    clashes = [
        thing["id"] for thing in objects(listings) if seen.setdefault(UUID(str(thing.get("id"))), thing) != thing
    ]

    assert clashes == []


def test_every_organisation_says_that_it_is_invented(services: list[Service]) -> None:
    descriptions = [service.organization.description for service in services if service.organization]

    assert len(descriptions) == len(services)
    assert all(description.endswith(INVENTED) for description in descriptions)


def test_telephone_numbers_are_those_reserved_for_drama(listings: list[dict[str, object]]) -> None:
    numbers = {str(thing["number"]) for thing in objects(listings) if "number" in thing}

    assert len(numbers) >= 30
    assert all(DRAMA.fullmatch(number) for number in numbers)


def test_web_and_mail_go_nowhere(listings: list[dict[str, object]]) -> None:
    hosts = {
        re.split(r"[/@]+", str(value))[1]
        for thing in objects(listings)
        for key, value in thing.items()
        if key in {"url", "website", "email", "assurer_email"}
    }

    assert len(hosts) >= 30
    assert all(host.endswith(".example") for host in hosts)


def test_need_codes_are_those_of_the_vocabulary(services: list[Service]) -> None:
    known = {need.code: need.name for need in vocabulary.load().needs}

    used = {code for service in services for code in codes(service, "need")}

    assert used <= set(known)
    assert len(used) >= 100


def test_one_third_carries_no_need_codes_so_that_words_must_do(services: list[Service]) -> None:
    untagged = [service for service in services if not codes(service, "need")]

    assert 0.28 <= len(untagged) / len(services) <= 0.38
    assert all(len((service.description or "").split()) >= 10 for service in untagged)


def test_every_group_of_needs_is_met_by_several_services(services: list[Service]) -> None:
    words = vocabulary.load()
    group = {need.code: need.group for need in words.needs}

    met = Counter(name for service in services for name in {group[code] for code in codes(service, "need")})

    assert {name for name in words.groups if met[name] < 3} == set()


def test_other_codes_are_the_glossarys(services: list[Service]) -> None:
    glossary = {"referral_route": Route, "attendance": Attendance, "accessibility": Access, "hours": Hours}

    strangers = {
        code
        for link_type, words in glossary.items()
        for service in services
        for code in codes(service, link_type)
        if code not in {word.value for word in words}
    }

    assert strangers == set()
    assert all(codes(service, "referral_route") and codes(service, "attendance") for service in services)


def test_health_entries_are_ways_in_and_never_treatment_lists(services: list[Service]) -> None:
    """R49: GP access, services people refer themselves to, and patient advice; nothing else."""
    health = [service for service in services if codes(service, "kind") == ["health-service"]]

    entries = Counter(tuple(codes(service, "health_entry")) for service in health)

    assert set(entries) == {("gp-access",), ("self-referral",), ("pals",)}
    assert not any("referral" in codes(service, "referral_route") for service in health)


def test_specialist_disability_programmes_are_flagged(services: list[Service]) -> None:
    """R54: they carry a mark of their own, in both towns."""
    programmes = [service for service in services if "specialist-disability" in codes(service, "programme")]

    towns = {address.city for service in programmes for place in locations(service) for address in place.addresses}

    assert len(programmes) >= 3
    assert towns == {"Birmingham", "Wolverhampton"}


def test_employers_say_how_they_support_and_which_hours_they_offer(services: list[Service]) -> None:
    """R59: confidence with disability, time and money are marked; R58: so are the hours."""
    employers = [service for service in services if codes(service, "kind") == ["employer"]]

    support = {code for service in employers for code in codes(service, "employer_support")}

    assert support == {"disability-confidence", "time-for-support", "adjustments-budget"}
    assert all(codes(service, "hours") for service in employers)


def test_the_refuge_shows_its_area_and_no_place_in_any_field(listings: list[dict[str, object]]) -> None:
    refuges = [thing for thing in listings if '"area-only"' in json.dumps(thing)]

    (refuge,) = refuges
    fields = {key for thing in objects(refuge) for key in thing}
    text = json.dumps(refuge)

    assert [area["name"] for area in objects(refuge["service_areas"])] == ["West Midlands"]
    assert fields.isdisjoint({"service_at_locations", "location", "location_id", "latitude", "longitude"})
    assert fields.isdisjoint({"addresses", "address_1", "postal_code", "city", "extent", "locations"})
    assert POSTCODE.search(text) is None
    assert "0121" not in text


def test_only_our_own_two_advisers_are_internal(services: list[Service]) -> None:
    internal = {tuple(codes(service, "kind")) for service in services if "internal" in codes(service, "visibility")}

    assert internal == {("careers-adviser",), ("benefits-adviser",)}


def test_near_b33_8th_there_are_good_answers_for_somebody_scared_to_go_out(services: list[Service]) -> None:
    """The demo's story: anxiety, fear of going out, low confidence and transport, near B33 8TH."""
    home = Gazetteer.load().find("B33 8TH").point
    story = {"anxiety", "fear-of-going-out", "low-confidence", "transport"}

    near = {
        service.name: story & set(codes(service, "need"))
        for service in services
        for place in locations(service)
        if distance_km(home, Point(latitude=place.latitude or 0, longitude=place.longitude or 0)) < 5
    }

    assert near["Small Steps Outdoors"] == story
    assert sum(len(met) >= 2 for met in near.values()) >= 4


def test_places_lie_where_their_postcodes_do(services: list[Service]) -> None:
    gazetteer = Gazetteer.load()

    astray = {
        address.postal_code
        for service in services
        for place in locations(service)
        for address in place.addresses
        if distance_km(
            gazetteer.find(address.postal_code).point,
            Point(latitude=place.latitude or 0, longitude=place.longitude or 0),
        )
        > 1
    }

    assert astray == set()


def test_listings_differ_in_freshness_places_ages_costs_and_languages(services: list[Service]) -> None:
    ages = [(TODAY - date.fromisoformat(service.assured_date or "")).days for service in services]
    free = [capacity.available for service in services for capacity in service.capacities]
    spoken = {language.code for service in services for language in service.languages}

    charged = [service for service in services if any(cost.amount for cost in service.cost_options)]

    assert min(ages) >= 0
    assert any(age > 90 for age in ages)
    assert free.count(0) >= 3
    assert spoken == {"en", "pl", "ur", "pa", "bn", "ar", "ro"}
    assert len(charged) >= 2
    assert [service.status for service in services].count("inactive") == 1
    assert any(service.maximum_age for service in services)
    assert [codes(service, "eligibility") for service in services].count(["female"]) == 1
    assert any((times.opens_at or "") >= "17:00" for service in services for times in service.schedules)


def test_opening_times_that_cannot_be_read_are_refused() -> None:
    service = UUID(int=1)

    with pytest.raises(NotOpeningTimes, match="Mondays at ten"):
        schedule(service, "Mondays at ten")


def test_a_number_before_the_day_means_once_a_month() -> None:
    monthly = schedule(UUID(int=1), "2TH 10:00-15:00")

    weekly = schedule(UUID(int=1), "MO,TH 10:00-15:00")

    assert (monthly.freq, monthly.byday, monthly.opens_at) == ("MONTHLY", "2TH", "10:00Z")
    assert (weekly.freq, weekly.byday, weekly.closes_at) == ("WEEKLY", "MO,TH", "15:00Z")
