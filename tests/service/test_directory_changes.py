"""Whoever follows `/changes` has the same directory, whatever was done to it."""

from collections.abc import AsyncIterator
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings, strategies

from conftest import Databases
from directory_room import Directory, Json, listing, marked, running
from fakes import MemoryBus, MovableClock, Tokens

DOCUMENTS = [listing(f"Help {number}", id=str(UUID(int=number + 1))) for number in range(4)]
EDITS = strategies.tuples(
    strategies.sampled_from(["import", "write", "assure", "take down", "hide", "follow"]),
    strategies.integers(0, len(DOCUMENTS) - 1),
    strategies.text("ab", min_size=1, max_size=2),
)


@pytest.fixture(scope="module")
async def kept(databases: Databases, tokens: Tokens) -> AsyncIterator[Directory]:
    urls = await databases.fresh("directory")
    async with running(urls.service, MemoryBus(), tokens, MovableClock()) as directory:
        yield directory


class Follower:
    """A copy of the directory, kept by what `/changes` says, a few changes at a time."""

    def __init__(self) -> None:
        self.cursor, self.services = "0", dict[str, Json]()

    async def follow(self, directory: Directory) -> None:
        while await self._step(directory):
            pass

    async def _step(self, directory: Directory) -> bool:
        answer = await directory.get(f"/changes?since={self.cursor}&limit=2")
        lines = [msgspec.json.decode(line, type=Json) for line in answer.content.splitlines()]
        for line in lines:
            if line["op"] == "upsert":
                self.services[str(line["id"])] = msgspec.convert(line["service"], Json)
            else:
                self.services.pop(str(line["id"]), None)
        self.cursor = answer.headers["x-next-cursor"]
        return bool(lines)


async def edit(directory: Directory, what: str, document: Json, text: str) -> None:
    path = f"/manage/services/{document['id']}"
    changed = {**document, "description": text}
    match what:
        case "import":
            await directory.take_in(changed)
        case "write":
            await directory.manage("PUT", path, changed)
        case "assure":
            await directory.manage("POST", f"{path}/assurance")
        case "take down":
            await directory.manage("DELETE", path)
        case _:
            await directory.manage("PUT", path, {**changed, "attributes": [marked("internal")]})


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=strategies.lists(EDITS, max_size=8))
async def test_a_follower_has_the_same_directory(kept: Directory, edits: list[tuple[str, int, str]]) -> None:
    follower = Follower()

    for what, number, text in edits:
        if what == "follow":
            await follower.follow(kept)
        else:
            await edit(kept, what, DOCUMENTS[number], text)
    await follower.follow(kept)

    shown = await kept.contents("/services?full=true")
    assert follower.services == {str(one["id"]): one for one in shown}


async def test_a_cursor_is_never_skipped(kept: Directory) -> None:
    await kept.manage("PUT", f"/manage/services/{DOCUMENTS[0]['id']}", DOCUMENTS[0])
    before = await kept.get("/changes")
    cursor = before.headers["x-next-cursor"]

    nothing = await kept.get(f"/changes?since={cursor}")
    await kept.manage("PUT", f"/manage/services/{DOCUMENTS[0]['id']}", {**DOCUMENTS[0], "name": "Once more"})
    something = await kept.get(f"/changes?since={cursor}")

    assert (nothing.content, nothing.headers["x-next-cursor"]) == (b"", cursor)
    assert [msgspec.json.decode(line)["service"]["name"] for line in something.content.splitlines()] == ["Once more"]
    assert int(something.headers["x-next-cursor"]) > int(cursor)
    sequences = [msgspec.json.decode(line)["sequence"] for line in before.content.splitlines()]
    assert sequences == sorted(sequences)


@pytest.mark.parametrize("query", ["since=-1", "since=x", "limit=0"])
async def test_what_is_no_cursor_is_refused(kept: Directory, query: str) -> None:
    answer = await kept.get(f"/changes?{query}")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, query.partition("=")[0])
