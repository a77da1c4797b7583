"""A live Open Referral UK API is read page by page, each service whole; here it is another directory."""

from collections.abc import AsyncIterator, Callable

import httpx
import msgspec
import pytest

from conftest import Databases
from directory_room import Directory, Json, at, counts, listing, report, running
from fakes import MemoryBus, MovableClock, Tokens
from services.directory.actions.crawling import LONGEST, outside

Answer = Callable[[httpx.Request], httpx.Response]
BASE = "http://other.test/oruk"


@pytest.fixture
async def other(databases: Databases, tokens: Tokens, clock: MovableClock) -> AsyncIterator[Directory]:
    urls = await databases.fresh("directory")
    async with running(urls.service, MemoryBus(), tokens, clock) as directory:
        yield directory


class Reading:
    """A directory that reads another one, by whatever transport is put in."""

    def __init__(self) -> None:
        self.transport: httpx.AsyncBaseTransport = httpx.MockTransport(lambda _: httpx.Response(500))
        self.directory: Directory

    def client(self) -> httpx.AsyncClient:
        return outside(self.transport)

    def answers(self, answer: Answer) -> None:
        self.transport = httpx.MockTransport(answer)


@pytest.fixture
async def reading(databases: Databases, bus: MemoryBus, tokens: Tokens, clock: MovableClock) -> AsyncIterator[Reading]:
    urls = await databases.fresh("directory")
    reading = Reading()
    async with running(urls.service, bus, tokens, clock, reading.client) as directory:
        reading.directory = directory
        yield reading


async def test_every_page_is_read_and_each_service_whole(reading: Reading, other: Directory) -> None:
    documents = [
        listing(f"Help {number}", service_at_locations=[at("2 Tile Yard", "B33 8TH", 52.48, -1.80)])
        for number in range(70)
    ]
    await other.take_in(*documents)
    reading.transport = other.transport()

    first = report(await reading.directory.send(b'{"url": "http://other.test/"}', source="other"))
    again = report(await reading.directory.send(b"", url="http://other.test", source="other"))

    assert counts(first) == {"read": 70, "new": 70}
    assert counts(again) == {"read": 70, "same": 70}
    shown = await reading.directory.contents("/services?full=true&per_page=500")
    assert {one["id"]: one for one in shown} == {one["id"]: one for one in documents}


async def test_a_service_that_cannot_be_read_costs_only_itself(reading: Reading) -> None:
    good, lost, wrong = listing("Good"), listing("Lost"), listing("Wrong", status="Open")
    by_path = {f"/oruk/services/{one['id']}": one for one in (good, wrong)}

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oruk/services":
            return httpx.Response(200, json={"total_pages": 1, "contents": [good, lost, wrong]})
        found = by_path.get(request.url.path)
        return httpx.Response(200, json=found) if found else httpx.Response(404)

    reading.answers(answer)
    found = report(await reading.directory.send(b"", url=BASE, source=""))

    assert counts(found) == {"read": 3, "new": 1, "refused": 2}
    assert [(one.record, one.line, one.field) for one in found.refusals] == [
        (lost["id"], 2, ""),
        (wrong["id"], 3, "status"),
    ]
    assert found.source == "other.test/oruk"


async def test_an_envelope_without_numbers_ends_with_an_empty_page(reading: Reading) -> None:
    documents: list[Json] = [listing(f"Help {number}") for number in range(3)]

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oruk/services":
            page = int(request.url.params["page"])
            return httpx.Response(200, json={"contents": documents[page - 1 : page]})
        return httpx.Response(200, json=next(one for one in documents if str(one["id"]) in request.url.path))

    reading.answers(answer)
    found = report(await reading.directory.send(b"", url=f"{BASE}/services"))

    assert counts(found) == {"read": 3, "new": 3}


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(503),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json={"items": []}),
    ],
)
async def test_what_is_no_directory_is_said_to_be_none(reading: Reading, answer: httpx.Response) -> None:
    reading.answers(lambda _: answer)

    refused = await reading.directory.send(b"", url=BASE)

    assert (refused.status_code, refused.json()["type"]) == (503, "/problems/feed-unavailable")
    assert BASE in refused.json()["detail"]


async def test_what_was_read_before_a_feed_broke_off_stays(reading: Reading) -> None:
    document = listing()

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oruk/services" and request.url.params["page"] == "1":
            return httpx.Response(200, json={"total_pages": 2, "contents": [document]})
        return httpx.Response(200, json=document) if "services/" in request.url.path else httpx.Response(500)

    reading.answers(answer)
    refused = await reading.directory.send(b"", url=BASE)

    assert refused.status_code == 503
    assert [one["id"] for one in await reading.directory.contents("/services")] == [document["id"]]
    assert msgspec.json.decode((await reading.directory.manage("GET", "/manage/imports")).content) == []


async def test_a_feed_leads_us_about_its_own_host_and_to_no_other(reading: Reading) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        if request.url.path == "/old/services":
            return httpx.Response(308, headers={"location": "/oruk/services?page=1"})
        return httpx.Response(302, headers={"location": "http://127.0.0.1:8003/staff"})

    reading.answers(answer)
    refused = await reading.directory.send(b"", url="http://other.test/old")

    assert (refused.status_code, refused.json()["type"]) == (503, "/problems/feed-unavailable")
    assert "127.0.0.1" in refused.json()["detail"]
    assert asked == ["other.test", "other.test"]


@pytest.mark.parametrize("page", [b"[" * 100_000, b" " * (LONGEST + 1)], ids=["too deep", "too long"])
async def test_a_hostile_page_is_refused(reading: Reading, page: bytes) -> None:
    reading.answers(lambda _: httpx.Response(200, content=page))

    refused = await reading.directory.send(b"", url=BASE)

    assert (refused.status_code, refused.json()["type"]) == (503, "/problems/feed-unavailable")


async def test_a_hostile_record_costs_only_itself(reading: Reading) -> None:
    good, deep = listing("Good"), listing("Deep")

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oruk/services":
            return httpx.Response(200, json={"total_pages": 1, "contents": [good, deep]})
        if str(deep["id"]) in request.url.path:
            return httpx.Response(200, content=b"[" * 100_000)
        return httpx.Response(200, json=good)

    reading.answers(answer)
    found = report(await reading.directory.send(b"", url=BASE))

    assert counts(found) == {"read": 2, "new": 1, "refused": 1}
