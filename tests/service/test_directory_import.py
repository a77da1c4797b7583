"""Feeds come in: what is counted, what is refused, and what is announced."""

import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from conftest import Databases
from directory_room import Directory, announced, counts, files_of, listing, report, running
from fakes import MemoryBus, MovableClock, Tokens, eventually
from shared.contracts.imports import ImportProgress, ImportReport
from shared.contracts.words import Role


@pytest.fixture
async def directory(
    databases: Databases, bus: MemoryBus, tokens: Tokens, clock: MovableClock
) -> AsyncIterator[Directory]:
    urls = await databases.fresh("directory")
    async with running(urls.service, bus, tokens, clock) as directory:
        yield directory


async def test_a_listing_that_is_imported_is_shown_and_announced_whole(directory: Directory, bus: MemoryBus) -> None:
    document = listing()

    found = await directory.take_in(document)

    assert counts(found) == {"read": 1, "new": 1}
    assert (await directory.get(f"/services/{document['id']}")).json() == document
    await eventually(lambda: str(document["id"]) in announced(bus))
    told = announced(bus)[str(document["id"])]
    assert (told.version, told.internal) == (1, False)
    assert msgspec.to_builtins(told.service) == document


async def test_the_same_feed_again_changes_and_announces_nothing(directory: Directory, bus: MemoryBus) -> None:
    documents = [listing(f"Help {number}") for number in range(5)]
    await directory.take_in(*documents)
    await eventually(lambda: len(announced(bus)) == 5)

    again = await directory.take_in(*reversed(documents))

    assert counts(again) == {"read": 5, "same": 5}
    assert {told.version for told in announced(bus).values()} == {1}


async def test_only_what_changed_gets_a_new_version(directory: Directory, bus: MemoryBus) -> None:
    first, second = listing("One"), listing("Two")
    await directory.take_in(first, second)

    found = await directory.take_in(first, {**second, "name": "Two and a half"})

    assert counts(found) == {"read": 2, "same": 1, "changed": 1}
    await eventually(lambda: {told.version for told in announced(bus).values()} == {1, 2})


async def test_good_records_go_in_and_each_bad_one_is_named_with_line_field_and_reason(directory: Directory) -> None:
    good, nameless, wrong = listing(), listing(), listing(status="Active", minimum_age="12", url="www.example.org")
    del nameless["name"]
    lines = [msgspec.json.encode(one) for one in (good, nameless, wrong)]

    found = report(await directory.send(b"\n".join([*lines, b'{"id": ', b""]), format="ndjson"))

    assert counts(found) == {"read": 4, "new": 1, "refused": 3}
    assert [(one.line, one.field) for one in found.refusals] == [
        (2, "name"),
        (3, "status"),
        (3, "minimum_age"),
        (3, "url"),
        (4, ""),
    ]
    assert found.refusals[0].record == nameless["id"]
    assert all(one.reason for one in found.refusals)
    assert [one["id"] for one in await directory.contents("/services")] == [good["id"]]


async def test_a_broken_element_of_a_list_costs_only_itself(directory: Directory) -> None:
    first, last = (msgspec.json.encode(listing()) for _ in range(2))

    found = report(await directory.send(b"[\n" + first + b",\n{oops},\n17,\n" + last + b"\n]"))

    assert counts(found) == {"read": 4, "new": 2, "refused": 2}
    assert [one.line for one in found.refusals] == [3, 4]


async def test_one_id_belongs_to_one_source(directory: Directory) -> None:
    document = listing()
    await directory.take_in(document, source="council")

    found = await directory.take_in({**document, "name": "Mine now"}, source="somebody else")

    assert counts(found) == {"read": 1, "refused": 1}
    assert "council" in found.refusals[0].reason
    assert (await directory.get(f"/services/{document['id']}")).json()["name"] == document["name"]


async def test_one_id_twice_in_a_feed_is_refused_unless_it_says_the_same(directory: Directory) -> None:
    document = listing()

    found = await directory.take_in(document, document, {**document, "name": "Other"})

    assert counts(found) == {"read": 3, "new": 1, "same": 1, "refused": 1}
    again = await directory.take_in(document, {**document, "name": "Other"})
    assert counts(again) == {"read": 2, "same": 1, "refused": 1}


async def test_empty_values_are_left_out_and_unknown_fields_are_counted(directory: Directory) -> None:
    document = listing(email=None, url="", languages=[], x_stars=5)

    found = await directory.take_in(document)

    assert (counts(found), found.left_out) == ({"read": 1, "new": 1}, {"x_stars": 1})
    shown = (await directory.get(f"/services/{document['id']}")).json()
    assert not {"email", "url", "languages", "x_stars"} & shown.keys()


async def test_a_zip_and_a_form_are_read_like_a_body(directory: Directory) -> None:
    document = msgspec.json.encode([listing()])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("feed/services.json", document)

    first = report(await directory.send(packed.getvalue()))
    second = report(await directory.send_files({"services.json": document}))

    assert (counts(first), counts(second)) == ({"read": 1, "new": 1}, {"read": 1, "same": 1})


async def test_progress_is_told_line_by_line_and_the_report_last(directory: Directory, tokens: Tokens) -> None:
    body = b"\n".join(msgspec.json.encode(listing(f"Help {number}")) for number in range(450))
    headers = {**tokens.bearer(Role.ADMIN), "accept": "application/x-ndjson"}

    answer = await directory.client.post("/manage/imports?source=test", content=body, headers=headers)

    assert answer.headers["content-type"] == "application/x-ndjson"
    *steps, last = answer.content.splitlines()
    assert [msgspec.json.decode(step, type=ImportProgress).read for step in steps] == [200, 400, 450]
    assert counts(msgspec.json.decode(last, type=ImportReport)) == {"read": 450, "new": 450}


@pytest.mark.parametrize(
    ("query", "body", "field"),
    [({"source": ""}, b"[]", "source"), ({"url": "ftp://example.org"}, b"", "url"), ({"format": "xml"}, b"", "format")],
)
async def test_what_cannot_be_asked_is_refused_with_its_field(
    directory: Directory, query: dict[str, str], body: bytes, field: str
) -> None:
    answer = await directory.send(body, **query)

    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["errors"]] == [field]


async def test_only_an_admin_may_import(directory: Directory, tokens: Tokens) -> None:
    nobody = await directory.client.post("/manage/imports?source=test", content=b"[]")
    editor = await directory.client.post(
        "/manage/imports?source=test", content=b"[]", headers=tokens.bearer(Role.PARTNER_EDITOR)
    )

    assert (nobody.status_code, editor.status_code) == (401, 403)


async def test_reports_are_kept(directory: Directory) -> None:
    found = await directory.take_in(listing())

    kept = await directory.manage("GET", f"/manage/imports/{found.id}")
    latest = await directory.manage("GET", "/manage/imports")

    assert msgspec.convert(kept.json(), ImportReport) == found
    assert [one["id"] for one in latest.json()] == [str(found.id)]


async def test_street_support_is_read_as_its_source_publishes_it(directory: Directory, real_data: Path) -> None:
    files = files_of(real_data / "street_support", ".json")

    first = report(await directory.send_files(files, source="street-support"))
    again = report(await directory.send_files(files, source="street-support"))

    assert counts(first) == {"read": 590, "new": 402, "joined": 188}
    assert counts(again) == {"read": 590, "same": 402, "joined": 188}
    assert {(one.field, one.record) for one in first.remarks} == {(one.field, one.record) for one in again.remarks}
    assert len(first.remarks) == 8
    assert (await directory.get("/organizations")).json()["total_items"] == 156


async def test_the_spreadsheets_of_hounslow_connect_are_read_by_their_mapping(
    directory: Directory, real_data: Path
) -> None:
    files = files_of(real_data / "hounslow_connect", ".csv")

    first = report(await directory.send_files(files, source="hounslow"))
    again = report(await directory.send_files(files, source="hounslow"))

    assert counts(first) == {"read": 313, "new": 313}
    assert counts(again) == {"read": 313, "same": 313}
    assert [one.field for one in first.remarks] == ["service_location.Location ID*"]
    assert (await directory.get("/service_at_locations")).json()["total_items"] == 269
    kept = (await directory.get("/services/ddc566b6-6a24-11eb-9439-0242ac130002")).json()
    assert (kept["name"], kept["minimum_age"], kept["maximum_age"]) == ("3rd Chiswick Scout Group", 6, 14)
