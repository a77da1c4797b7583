"""Listings are changed by those who keep them, confirmed, and taken down; and it is written down who did it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from conftest import Databases
from directory_room import Directory, Json, announced, counts, listing, marked, running
from fakes import MemoryBus, MovableClock, Tokens, eventually
from shared.contracts.words import Role


@pytest.fixture
async def directory(
    databases: Databases, bus: MemoryBus, tokens: Tokens, clock: MovableClock
) -> AsyncIterator[Directory]:
    urls = await databases.fresh("directory")
    async with running(urls.service, bus, tokens, clock) as directory:
        yield directory


def path_of(document: Json, what: str = "") -> str:
    return f"/manage/services/{document['id']}{what}"


async def shown(directory: Directory, document: Json) -> Json:
    return (await directory.get(f"/services/{document['id']}")).json()


async def test_an_admin_writes_a_listing_and_it_is_shown_and_announced(directory: Directory, bus: MemoryBus) -> None:
    document = listing()

    answer = await directory.manage("PUT", path_of(document), document)

    assert (answer.status_code, answer.json()["version"], answer.json()["source"]) == (200, 1, "manage")
    assert await shown(directory, document) == {**document, "last_modified": "2026-11-25T09:30:00Z"}
    await eventually(lambda: str(document["id"]) in announced(bus))


async def test_an_editor_keeps_the_organisations_that_an_admin_gave_and_no_others(directory: Directory) -> None:
    ours, theirs = listing("Ours"), listing("Theirs")
    await directory.take_in(ours, theirs)
    granted = await directory.manage(
        "PUT", "/manage/editors", {"sub": "ed", "organizations": [ours["organization_id"]]}
    )

    async def write(document: Json, **changed: object) -> httpx.Response:
        body = {**document, **changed}
        return await directory.manage("PUT", path_of(document), body, role=Role.PARTNER_EDITOR, sub="ed")

    mine = await write(ours, name="Ours, better")
    not_mine = await write(theirs, name="Taken")
    moved = await write(theirs, organization_id=ours["organization_id"])
    described = {"id": theirs["organization_id"], "name": "Defaced", "description": "Call this number instead."}
    smuggled = await write(ours, organization=described)

    assert [answer.status_code for answer in (granted, mine, not_mine, moved, smuggled)] == [204, 200, 403, 403, 403]
    assert (await shown(directory, ours))["name"] == "Ours, better"
    assert (await shown(directory, theirs))["name"] == "Theirs"
    assert (await directory.get(f"/organizations/{theirs['organization_id']}")).json()["name"] == "Theirs Trust"


@pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.PARTNER_RECEIVER, Role.PARTNER_EDITOR, Role.JOBCENTRE])
async def test_nobody_else_changes_anything(directory: Directory, role: Role) -> None:
    document = listing()
    await directory.take_in(document)

    answers = [
        await directory.manage("PUT", path_of(document), {**document, "name": "Changed"}, role=role),
        await directory.manage("POST", path_of(document, "/assurance"), role=role),
        await directory.manage("DELETE", path_of(document), role=role),
        await directory.manage("GET", path_of(document, "/history"), role=role),
        await directory.manage("PUT", "/manage/editors", {"sub": "me", "organizations": []}, role=role),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert await shown(directory, document) == document


async def test_every_wrong_field_of_a_listing_is_named(directory: Directory) -> None:
    document = listing(status="Open", email="nobody", stars=5)

    answer = await directory.manage("PUT", path_of(document), document)

    assert answer.status_code == 422
    assert {fault["field"] for fault in answer.json()["errors"]} >= {"status", "email"}
    assert (await directory.get("/services")).json()["empty"]


async def test_a_listing_cannot_be_written_under_another_id(directory: Directory) -> None:
    answer = await directory.manage("PUT", f"/manage/services/{uuid4()}", listing(stars=5))

    assert answer.status_code == 422
    assert {fault["field"] for fault in answer.json()["errors"]} == {"id", "stars"}


async def test_still_correct_sets_the_assured_date_and_nothing_else(
    directory: Directory, bus: MemoryBus, clock: MovableClock
) -> None:
    """Saving without a change must not freshen, and confirming must not pass for a change."""
    document = listing(assured_date="2026-01-01")
    await directory.take_in(document)
    clock.move(timedelta(days=2))

    answer = await directory.manage("POST", path_of(document, "/assurance"))

    assert answer.status_code == 200
    assert await shown(directory, document) == {**document, "assured_date": "2026-11-27"}
    await eventually(lambda: announced(bus)[str(document["id"])].version == 2)


async def test_an_edit_stays_until_the_source_says_something_else(directory: Directory) -> None:
    document = listing("As imported")
    await directory.take_in(document)
    await directory.manage("PUT", path_of(document), {**document, "name": "As edited"})

    same = await directory.take_in(document)
    assert counts(same) == {"read": 1, "same": 1}
    assert (await shown(directory, document))["name"] == "As edited"

    changed = await directory.take_in({**document, "name": "As imported later"})
    assert counts(changed) == {"read": 1, "changed": 1}
    assert (await shown(directory, document))["name"] == "As imported later"


async def test_a_listing_that_is_taken_down_is_gone_and_followers_hear_of_it(
    directory: Directory, bus: MemoryBus
) -> None:
    document = listing()
    await directory.take_in(document)

    answer = await directory.manage("DELETE", path_of(document))

    assert answer.status_code == 204
    assert (await directory.get(f"/services/{document['id']}")).status_code == 410
    assert (await directory.get("/services")).json()["empty"]
    assert (await directory.get("/organizations")).json()["empty"]
    await eventually(lambda: announced(bus)[str(document["id"])].version == 2)
    assert announced(bus)[str(document["id"])].service is None
    since = await directory.contents("/services?modified_after=2026-11-25T09:30:00Z")
    assert [(one["id"], one["status"]) for one in since] == [(document["id"], "defunct")]
    assert "description" not in since[0]


async def test_a_listing_that_was_taken_down_is_not_brought_back_by_a_feed(directory: Directory) -> None:
    document = listing()
    await directory.take_in(document)
    await directory.manage("DELETE", path_of(document))

    same = await directory.take_in(document)
    changed = await directory.take_in({**document, "name": "Back"})
    again = await directory.manage("DELETE", path_of(document))
    back = await directory.manage("PUT", path_of(document), document)

    assert (counts(same), counts(changed)) == ({"read": 1, "same": 1}, {"read": 1, "refused": 1})
    assert (again.status_code, back.status_code) == (410, 200)
    assert (await shown(directory, document))["name"] == document["name"]


async def test_it_is_written_down_who_changed_what_and_when(directory: Directory, clock: MovableClock) -> None:
    document = listing()
    await directory.take_in(document, source="council")
    clock.move(timedelta(days=1))
    await directory.manage("PUT", path_of(document), {**document, "name": "Better"}, sub="kim")
    await directory.manage("DELETE", path_of(document), sub="sam")

    history = (await directory.manage("GET", path_of(document, "/history"))).json()

    assert [(one["version"], one["by"], one["action"], one["at"][:10]) for one in history] == [
        (3, "sam", "take down", "2026-11-26"),
        (2, "kim", "write", "2026-11-26"),
        (1, "admin-1", "import council", "2026-11-25"),
    ]


async def test_staff_see_our_own_services_and_nobody_else_does(directory: Directory) -> None:
    own = listing("Our careers adviser", attributes=[marked("internal")])
    await directory.take_in(own)

    staff = await directory.manage("GET", "/manage/internal", role=Role.CASE_WORKER)
    partner = await directory.manage("GET", "/manage/internal", role=Role.PARTNER_RECEIVER)

    assert [one["name"] for one in staff.json()] == ["Our careers adviser"]
    assert partner.status_code == 403
