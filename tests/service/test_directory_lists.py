"""The public lists: pages, filters, formats, headers."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import msgspec
import pytest

from conftest import Databases
from directory_room import Directory, Json, at, listing, running
from fakes import MemoryBus, MovableClock, Tokens
from shared.contracts.words import Role
from shared.needs.taxonomy import TAXONOMY_ID, need_term_id
from shared.needs.vocabulary import load

LISTS = ("/services", "/organizations", "/service_at_locations", "/taxonomies", "/taxonomy_terms")
ENVELOPE = ("total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty")


@pytest.fixture
async def directory(
    databases: Databases, bus: MemoryBus, tokens: Tokens, clock: MovableClock
) -> AsyncIterator[Directory]:
    urls = await databases.fresh("directory")
    async with running(urls.service, bus, tokens, clock) as directory:
        yield directory


def needing(code: str) -> Json:
    """The attribute by which a listing carries a need, with an id of its own feed."""
    term: Json = {"id": str(uuid4()), "name": code, "description": code, "code": code, "taxonomy": "Somebody's words"}
    return {"id": str(uuid4()), "link_type": "need", "taxonomy_term_id": term["id"], "taxonomy_term": term}


def names(contents: list[Json]) -> list[object]:
    return [one["name"] for one in contents]


async def test_the_root_says_what_the_validator_reads(directory: Directory) -> None:
    answer = (await directory.get("/")).json()

    assert answer["version"] == "HSDS-UK-3.0"
    assert answer["openapi_url"] == "http://directory.test/schema/openapi.json"
    assert answer["profile"].startswith("https://")
    assert (await directory.get("/schema/openapi.json")).status_code == 200


async def test_a_list_is_paged_in_a_stable_order(directory: Directory) -> None:
    await directory.take_in(*(listing(f"Help {day}", last_modified=f"2026-10-{day:02}T09:00:00Z") for day in (3, 1, 2)))

    first = (await directory.get("/services?per_page=2")).json()
    last = (await directory.get("/services?per_page=2&page=2")).json()
    beyond = (await directory.get("/services?per_page=2&page=9")).json()

    assert [first[key] for key in ENVELOPE] == [3, 2, 1, 2, True, False, False]
    assert [last[key] for key in ENVELOPE] == [3, 2, 2, 1, False, True, False]
    assert [beyond[key] for key in ENVELOPE] == [3, 2, 9, 0, False, True, True]
    assert names(first["contents"] + last["contents"]) == ["Help 1", "Help 2", "Help 3"]


@pytest.mark.parametrize("path", LISTS)
async def test_an_empty_list_has_the_whole_envelope(directory: Directory, path: str) -> None:
    answer = (await directory.get(f"{path}?search=nothingofthekind")).json()

    assert [answer[key] for key in ENVELOPE] == [0, 0, 1, 0, True, True, True]
    assert answer["contents"] == []


async def test_filters_hold_together(directory: Directory) -> None:
    debt = listing("Debt advice", last_modified="2026-10-05T09:00:00Z")
    club = listing("Job club", last_modified="2026-10-01T09:00:00Z")
    await directory.take_in(debt, club)

    assert names(await directory.contents("/services?search=debts")) == ["Debt advice"]
    assert names(await directory.contents("/services?search=trust")) == ["Job club", "Debt advice"]
    assert names(await directory.contents(f"/services?organization_id={club['organization_id']}")) == ["Job club"]
    after = "/services?modified_after=2026-10-05T09:00:00Z"
    assert names(await directory.contents(after)) == ["Debt advice"]
    assert names(await directory.contents(f"{after}&search=club")) == []
    assert names(await directory.contents("/organizations?search=club")) == ["Job club Trust"]


async def test_a_need_is_found_by_the_term_of_the_vocabulary(directory: Directory) -> None:
    anxious = listing("Quiet mornings", attributes=[needing("anxiety")])
    both = listing("Evenings", attributes=[needing("anxiety"), needing("debt")])
    await directory.take_in(anxious, both, listing("Neither"))
    anxiety, debt = need_term_id("anxiety"), need_term_id("debt")

    one = await directory.contents(f"/services?taxonomy_term_id={anxiety}")
    two = await directory.contents(f"/services?taxonomy_term_id={anxiety}&taxonomy_term_id={debt}")
    any_need = await directory.contents(f"/services?taxonomy_id={TAXONOMY_ID}")

    assert {one["name"] for one in one} == {"Quiet mornings", "Evenings"}
    assert names(two) == ["Evenings"]
    assert len(any_need) == 2


async def test_our_vocabulary_is_a_taxonomy(directory: Directory) -> None:
    vocabulary = load()

    whole = (await directory.get(f"/taxonomies/{TAXONOMY_ID}")).json()
    tops = await directory.contents(f"/taxonomy_terms?taxonomy_id={TAXONOMY_ID}&top_only=true&per_page=500")
    below = await directory.contents(f"/taxonomy_terms?parent_id={tops[0]['id']}&per_page=500")

    assert (whole["name"], whole["version"]) == ("Wayfare needs", vocabulary.version)
    assert len(whole["taxonomy_terms"]) == len(vocabulary.needs) + len(vocabulary.groups)
    assert {one["code"] for one in tops} == vocabulary.groups.keys()
    assert {one["code"] for one in below} == {one.code for one in vocabulary.needs if one.group == tops[0]["code"]}
    term = (await directory.get(f"/taxonomy_terms/{need_term_id('anxiety')}")).json()
    assert term["code"] == "anxiety"


async def test_a_feed_cannot_change_our_vocabulary(directory: Directory) -> None:
    term: Json = {
        "id": str(need_term_id("anxiety")),
        "name": "Nonsense",
        "description": "Nonsense",
        "taxonomy_id": str(TAXONOMY_ID),
    }

    await directory.take_in(listing(attributes=[{"id": str(uuid4()), "taxonomy_term": term}]))

    assert (await directory.get(f"/taxonomy_terms/{term['id']}")).json()["name"] != "Nonsense"


async def test_no_feed_says_what_a_need_of_our_vocabulary_is(directory: Directory) -> None:
    path = f"/taxonomy_terms/{need_term_id('anxiety')}"
    before = (await directory.get(path)).json()
    term = {"id": str(need_term_id("anxiety")), "name": "Defaced", "description": "x", "taxonomy_id": str(uuid4())}

    await directory.take_in(listing(attributes=[{"id": str(uuid4()), "taxonomy_term": term}]))

    assert (await directory.get(path)).json() == before


async def test_minimal_is_ids_and_dates_on_one_page(directory: Directory) -> None:
    documents = [listing(f"Help {number}") for number in range(60)]
    await directory.take_in(*documents)

    answer = (await directory.get("/services?minimal=true")).json()

    assert (answer["total_items"], answer["size"], answer["last_page"]) == (60, 60, True)
    assert answer["contents"][0].keys() == {"id", "name", "status", "last_modified", "modified_date"}


async def test_full_adds_what_is_nested(directory: Directory) -> None:
    document = listing(service_at_locations=[at("2 Tile Yard", "B33 8TH", 52.48, -1.81)])
    await directory.take_in(document)

    short, full = await directory.contents("/services"), await directory.contents("/services?full=true")

    assert "service_at_locations" not in short[0]
    assert short[0]["organization"] == document["organization"]
    assert full == [document]


async def test_ndjson_is_everything_without_pages(directory: Directory) -> None:
    await directory.take_in(*(listing(f"Help {number}") for number in range(60)))

    answer = await directory.get("/services?format=ndjson&per_page=5")

    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert len({msgspec.json.decode(line)["id"] for line in answer.content.splitlines()}) == 60


@pytest.mark.parametrize("path", LISTS[1:])
async def test_every_list_is_there_as_ndjson(directory: Directory, path: str) -> None:
    await directory.take_in(
        listing(attributes=[needing("anxiety")], service_at_locations=[at("2 Tile Yard", "B33 8TH", 52.48, -1.81)])
    )

    lines = (await directory.get(f"{path}?format=ndjson")).content.splitlines()

    assert [msgspec.json.decode(line)["id"] for line in lines] == [
        one["id"] for one in await directory.contents(f"{path}?per_page=500")
    ]
    assert lines


async def test_places_are_found_around_a_postcode(directory: Directory) -> None:
    near = listing("Near", service_at_locations=[at("2 Tile Yard", "B33 8TH", 52.48, -1.80)])
    by_postcode = listing("By postcode", service_at_locations=[_without_degrees(at("3 Tile Yard", "B33 8TH", 0, 0))])
    far = listing("Far", service_at_locations=[at("1 Sea Front", "PL1 2AA", 50.37, -4.14)])
    await directory.take_in(near, by_postcode, far)

    found = await directory.contents("/service_at_locations?postcode=B33%208TH&proximity=3000")

    assert {one["name"] for one in found} == {"Near", "By postcode"}
    assert len(await directory.contents("/service_at_locations?postcode=B33%208TH")) == 3
    one = (await directory.get(f"/service_at_locations/{found[0]['id']}")).json()
    assert (one["status"], one["service"]["id"]) == ("active", one["service_id"])


async def test_an_area_takes_in_a_postcode_or_does_not(directory: Directory) -> None:
    ring = [[-2.0, 52.4], [-1.6, 52.4], [-1.6, 52.6], [-2.0, 52.6], [-2.0, 52.4]]
    extent = msgspec.json.encode({"type": "Polygon", "coordinates": [ring]}).decode()
    area = {"id": str(uuid4()), "name": "Birmingham", "extent": extent, "extent_type": "geojson"}
    await directory.take_in(
        listing(service_areas=[area], service_at_locations=[at("2 Tile Yard", "B33 8TH", 52.48, -1.80)])
    )

    inside = await directory.contents("/service_at_locations?postcode=B33")
    outside = await directory.contents("/service_at_locations?postcode=PL1")

    assert (len(inside), len(outside)) == (1, 0)


async def test_an_organisation_comes_with_its_services(directory: Directory) -> None:
    document = listing(service_at_locations=[at("2 Tile Yard", "B33 8TH", 52.48, -1.80)])
    await directory.take_in(document)
    path = f"/organizations/{document['organization_id']}"

    short = (await directory.get(path)).json()
    full = (await directory.get(f"{path}?full_service=true")).json()

    assert [one["id"] for one in short["services"]] == [document["id"]]
    assert full["services"][0]["service_at_locations"] == document["service_at_locations"]


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("page=0&per_page=501", {"page", "per_page"}),
        ("page=x", {"page"}),
        ("organization_id=7", {"organization_id"}),
        ("modified_after=yesterday", {"modified_after"}),
        ("format=xml", {"format"}),
    ],
)
async def test_every_wrong_parameter_is_named(directory: Directory, query: str, fields: set[str]) -> None:
    answer = await directory.get(f"/services?{query}")

    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert {fault["field"] for fault in answer.json()["errors"]} == fields


async def test_a_refused_parameter_leaves_no_connection_behind(directory: Directory) -> None:
    for _ in range(20):
        assert (await directory.get("/services?page=x&taxonomy_id=y")).status_code == 422

    assert (await directory.get("/services")).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/services/", 200),
        ("/services?format=ndjson", 200),
        ("/nothing", 404),
        ("/services/00000000-0000-0000-0000-000000000000", 404),
        ("/services?page=x", 422),
        ("/service_at_locations?postcode=nowhere", 422),
        ("/manage/internal", 401),
        ("/health/ready", 200),
        ("/changes", 200),
    ],
)
async def test_every_answer_may_be_read_by_every_page(directory: Directory, path: str, status: int) -> None:
    answer = await directory.get(path)

    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == "*"


async def test_whoever_has_an_answer_hears_304(directory: Directory) -> None:
    document = listing()
    await directory.take_in(document)
    path = f"/services/{document['id']}"
    tag = (await directory.get(path)).headers["etag"]

    again = await directory.get(path, **{"if-none-match": tag})
    await directory.take_in({**document, "name": "Changed"})
    changed = await directory.get(path, **{"if-none-match": tag})

    assert (again.status_code, again.content, again.headers["access-control-allow-origin"]) == (304, b"", "*")
    assert (changed.status_code, changed.json()["name"]) == (200, "Changed")


async def test_a_browser_may_ask_first(directory: Directory) -> None:
    answer = await directory.client.options("/services")

    assert answer.is_success
    assert "if-none-match" in answer.headers["access-control-allow-headers"]


async def test_words_that_are_no_query_find_nothing_and_break_nothing(directory: Directory) -> None:
    await directory.take_in(listing())

    for words in ("'", "a & | !", "%00", "\\", "((", '"open', "x" * 500):
        assert (await directory.get(f"/services?search={words}")).status_code == 200


def _without_degrees(place: Json) -> Json:
    location = msgspec.convert(place["location"], Json)
    return {**place, "location": {key: value for key, value in location.items() if "itude" not in key}}


async def test_a_listing_that_was_modified_at_that_moment_counts(directory: Directory) -> None:
    await directory.take_in(listing(last_modified=datetime(2026, 10, 1, 9, tzinfo=UTC).isoformat()))

    for zone in ("Z", "%2B00:00", ""):
        assert len(await directory.contents(f"/services?modified_after=2026-10-01T09:00:00{zone}")) == 1


async def test_staff_and_the_public_have_their_own_paths(directory: Directory) -> None:
    answer = await directory.manage("GET", "/manage/imports", role=Role.CASE_WORKER)

    assert answer.status_code == 403
