"""What must not leave never leaves: our own services, places that keep people safe, who checked a listing."""

from collections.abc import AsyncIterator
from uuid import uuid4

import psycopg
import pytest

from conftest import Databases
from directory_room import Directory, Json, announced, at, listing, marked, running
from fakes import MemoryBus, MovableClock, Tokens, eventually
from shared.contracts.words import Role

STREET, POSTCODE, DEGREES = "17 Rowan Passage", "B33 8TH", ("52.47913", "-1.80581")
SECRETS = (STREET, POSTCODE, "b338th", *DEGREES, "10092008082")
LISTS = ("/services", "/organizations", "/service_at_locations", "/taxonomies", "/taxonomy_terms")


@pytest.fixture
async def directory(
    databases: Databases, bus: MemoryBus, tokens: Tokens, clock: MovableClock
) -> AsyncIterator[Directory]:
    urls = await databases.fresh("directory")
    async with running(urls.service, bus, tokens, clock) as directory:
        yield directory


def refuge(**fields: object) -> Json:
    """A refuge whose publisher has written its address into every field there is."""
    place = at(STREET, POSTCODE, 52.47913, -1.80581, name="Rowan House", external_identifier="10092008082")
    ring = {"id": str(uuid4()), "name": "Birmingham", "extent": f'{{"type":"Point","coordinates":[{DEGREES[1]}]}}'}
    return listing(
        "Safe nights",
        **{
            "description": f"Come to {STREET}, b338th, and ring. Not far from B33 8TH.",
            "alert": f"The door of {STREET.upper()} is round the corner.",
            "assurer_email": "checker@example.org",
            "service_at_locations": [place],
            "service_areas": [ring],
            "attributes": [marked("area-only")],
            **fields,
        },
    )


async def everything_public(directory: Directory, *paths: str) -> str:
    """Every public answer there is, as one text."""
    found: list[str] = []
    for path in LISTS:
        for query in ("full=false", "full=true", "format=ndjson", "full_service=true&full=true", "minimal=true"):
            found += [(await directory.get(f"{path}?{query}&per_page=500")).text]
        ids = [str(one["id"]) for one in await directory.contents(f"{path}?per_page=500")]
        found += [(await directory.get(f"{path}/{one}?full_service=true")).text for one in ids]
    for path in ("/changes", "/services?modified_after=2000-01-01", *paths):
        found.append((await directory.get(path)).text)
    return "\n".join(found).lower()


async def stored_events(directory: Directory) -> str:
    async with await psycopg.AsyncConnection.connect(directory.url) as connection:
        rows = await (await connection.execute("SELECT subject || body FROM outbox")).fetchall()
    return "\n".join(str(row[0]) for row in rows).lower()


async def test_where_a_refuge_is_stands_in_no_answer_and_no_event(directory: Directory, bus: MemoryBus) -> None:
    document = refuge()
    await directory.take_in(document)
    await eventually(lambda: str(document["id"]) in announced(bus))

    said = await everything_public(directory, f"/services/{document['id']}")
    sent = b"\n".join(bus.bodies("DIRECTORY")).decode().lower() + await stored_events(directory)

    assert [secret for secret in SECRETS if secret.lower() in said] == []
    assert [secret for secret in SECRETS if secret.lower() in sent] == []
    assert "safe nights" in said
    assert "birmingham" in said
    assert "rowan house" not in said + sent
    assert announced(bus)[str(document["id"])].service is not None


async def test_it_cannot_be_found_by_its_place_either(directory: Directory) -> None:
    await directory.take_in(refuge())

    around = await directory.contents(f"/service_at_locations?postcode={POSTCODE}&proximity=100000")
    by_street = await directory.contents("/services?search=rowan")

    assert (around, by_street) == ([], [])


async def test_one_place_of_a_listing_may_be_hidden_alone(directory: Directory) -> None:
    hidden = at(STREET, POSTCODE, 52.47913, -1.80581, attributes=[marked("area-only")])
    open_to_all = at("1 High Street", "WV1 1AA", 52.58, -2.13)
    document = listing(service_at_locations=[hidden, open_to_all])
    await directory.take_in(document)

    said = await everything_public(directory, f"/services/{document['id']}")

    assert [secret for secret in SECRETS if secret.lower() in said] == []
    assert "1 high street" in said


async def test_who_checked_a_listing_is_never_public(directory: Directory, bus: MemoryBus) -> None:
    document = listing(assurer_email="checker@example.org")
    await directory.take_in(document)
    await eventually(lambda: str(document["id"]) in announced(bus))

    said = await everything_public(directory, f"/services/{document['id']}")

    assert "checker@example.org" not in said + b"".join(bus.bodies("DIRECTORY")).decode()
    kept = await directory.manage("GET", f"/manage/services/{document['id']}")
    assert kept.json()["service"]["assurer_email"] == "checker@example.org"


@pytest.mark.parametrize("word", ["internal", "Internal", "somebody's own word"])
async def test_our_own_services_are_told_to_the_matcher_alone(directory: Directory, bus: MemoryBus, word: str) -> None:
    document = listing("Our careers adviser", attributes=[marked(word)])
    await directory.take_in(document)
    await eventually(lambda: str(document["id"]) in announced(bus, "internal"))

    said = await everything_public(directory)

    assert "our careers adviser" not in said
    assert str(document["id"]) not in said
    assert announced(bus) == {}
    assert announced(bus, "internal")[str(document["id"])].internal
    assert (await directory.get(f"/services/{document['id']}")).status_code == 404


async def test_a_public_listing_that_becomes_internal_is_withdrawn(directory: Directory, bus: MemoryBus) -> None:
    document = listing("Careers hour")
    await directory.take_in(document)
    own = {**document, "attributes": [marked("internal")]}

    await directory.manage("PUT", f"/manage/services/{document['id']}", own)

    await eventually(lambda: str(document["id"]) in announced(bus, "internal"))
    assert announced(bus)[str(document["id"])].service is None
    said = await everything_public(directory)
    assert "careers hour" not in said
    assert '"op":"delete"' in said

    await directory.manage("PUT", f"/manage/services/{document['id']}", document)
    await eventually(lambda: announced(bus)[str(document["id"])].service is not None)
    assert announced(bus, "internal")[str(document["id"])].service is None


async def test_an_internal_refuge_is_hidden_from_staff_too(directory: Directory) -> None:
    await directory.take_in(refuge(attributes=[marked("internal"), marked("area-only")]))

    answer = await directory.manage("GET", "/manage/internal", role=Role.CASE_WORKER)

    assert [secret for secret in SECRETS if secret.lower() in answer.text.lower()] == []
    assert answer.json()[0]["name"] == "Safe nights"


async def test_the_service_cannot_rewrite_its_history(databases: Databases) -> None:
    urls = await databases.fresh("directory")

    async with await psycopg.AsyncConnection.connect(urls.service, autocommit=True) as connection:
        for attempt in (
            "UPDATE history SET by = 'nobody'",
            "DELETE FROM history",
            "DELETE FROM services",
            "DELETE FROM imports",
            "CREATE TABLE mine (id integer)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await connection.execute(attempt.encode())
