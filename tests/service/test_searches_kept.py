"""Searches are kept for some hours and shown to their maker alone."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest

from conftest import Databases
from fakes import MemoryBus, MovableClock, Tokens
from service.referrals_setup import House, running, wrong_fields
from services.referrals.sweep import sweep
from shared.contracts.words import Role

REQUEST = {"needs": [{"code": "anxiety", "weight": 1.0}], "place": {"postcode": "B33 8TH"}, "max_km": 15.0, "age": 34}


@pytest.fixture
async def house(databases: Databases, tokens: Tokens, clock: MovableClock, bus: MemoryBus) -> AsyncIterator[House]:
    async with running(databases, tokens, clock, bus) as house:
        yield house


async def test_a_search_is_kept_and_comes_back_whole(house: House) -> None:
    cw = house.staff("cw")
    person = await house.person(cw)
    path = await house.conversation(cw, person)
    body = {"request": REQUEST, "person": str(person), "conversation": path.rpartition("/")[2]}

    made = await house.client.post("/searches", json=body, headers=cw)
    seen = await house.client.get(f"/searches/{made.json()['id']}", headers=cw)

    assert (made.status_code, seen.json()) == (201, made.json())
    assert body.items() <= seen.json().items()
    assert seen.json()["expires_at"] == "2026-11-26T05:30:00Z"


async def test_a_changed_search_is_kept_for_as_long_again(house: House, clock: MovableClock) -> None:
    cw = house.staff("cw")
    search = (await house.client.post("/searches", json={"request": REQUEST}, headers=cw)).json()["id"]
    clock.move(timedelta(hours=19))

    changed = await house.client.put(f"/searches/{search}", json={"request": {"text": "company"}}, headers=cw)
    clock.move(timedelta(hours=19))
    seen = await house.client.get(f"/searches/{search}", headers=cw)

    assert changed.status_code == 200
    assert seen.json()["request"] == {"text": "company"}


async def test_a_search_ends_and_is_swept_away(house: House, clock: MovableClock) -> None:
    cw = house.staff("cw")
    search = (await house.client.post("/searches", json={"request": REQUEST}, headers=cw)).json()["id"]
    clock.move(timedelta(hours=20))

    seen = await house.client.get(f"/searches/{search}", headers=cw)
    changed = await house.client.put(f"/searches/{search}", json={"request": REQUEST}, headers=cw)
    await sweep(house.database, clock.now())

    assert (seen.status_code, changed.status_code) == (404, 404)
    assert (await house.dump())["searches"] == []


async def test_how_long_is_a_setting(databases: Databases, tokens: Tokens, clock: MovableClock, bus: MemoryBus) -> None:
    async with running(databases, tokens, clock, bus, search_hours=1) as house:
        made = await house.client.post("/searches", json={"request": REQUEST}, headers=house.staff("cw"))

    assert made.json()["expires_at"] == "2026-11-25T10:30:00Z"


@pytest.mark.parametrize(("who", "role"), [("colleague", Role.CASE_WORKER), ("boss", Role.MANAGER)])
async def test_nobody_sees_or_changes_anothers_search(house: House, who: str, role: Role) -> None:
    cw, other = house.staff("cw"), house.staff(who, role)
    search = (await house.client.post("/searches", json={"request": REQUEST}, headers=cw)).json()["id"]

    seen = await house.client.get(f"/searches/{search}", headers=other)
    changed = await house.client.put(f"/searches/{search}", json={"request": {"text": "x"}}, headers=other)

    assert (seen.status_code, changed.status_code) == (404, 404)


async def test_a_search_cannot_join_one_person_with_anothers_conversation(house: House) -> None:
    cw = house.staff("cw")
    one, two = await house.person(cw, "One"), await house.person(cw, "Two")
    path = await house.conversation(cw, one)
    body = {"request": REQUEST, "person": str(two), "conversation": path.rpartition("/")[2]}

    answer = await house.client.post("/searches", json=body, headers=cw)

    assert wrong_fields(answer) == {"conversation"}


async def test_everything_wrong_with_a_search_is_named(house: House) -> None:
    theirs = await house.person(house.staff("colleague"))
    empty = {"request": {"place": {"postcode": "nowhere"}}, "person": str(theirs), "conversation": str(uuid4())}
    misshapen = {"request": {"needs": [{"code": "anxiety", "weight": 7}], "limit": 1000, "name": "Jo"}}
    unknown = {"request": {"needs": [{"code": "laziness"}]}}

    answers = [
        await house.client.post("/searches", json=body, headers=house.staff("cw"))
        for body in (empty, misshapen, unknown)
    ]

    assert [wrong_fields(answer) for answer in answers] == [
        {"request.needs", "request.place.postcode", "person", "conversation"},
        {"request.needs[0].weight", "request.limit", "request.name"},
        {"request.needs[0].code"},
    ]
