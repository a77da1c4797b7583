"""A POST that is sent again with its Idempotency-Key answers as it did the first time."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from litestar.routes import HTTPRoute

from conftest import Databases
from fakes import MemoryBus, MovableClock, Tokens
from service.referrals_setup import Headers, House, running, wrong_fields
from services.referrals.sweep import sweep
from shared.contracts.words import Role
from shared.idempotency import Idempotency


@pytest.fixture
async def house(databases: Databases, tokens: Tokens, clock: MovableClock, bus: MemoryBus) -> AsyncIterator[House]:
    async with running(databases, tokens, clock, bus) as house:
        yield house


async def test_the_same_request_is_answered_the_same_and_done_once(house: House) -> None:
    keyed = house.staff("cw") | {"idempotency-key": "form-1"}

    first = await house.client.post("/people", json={"name": "Jo"}, headers=keyed)
    again = await house.client.post("/people", json={"name": "Jo"}, headers=keyed)
    listed = await house.client.get("/people", headers=house.staff("cw"))

    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["content-type"] == first.headers["content-type"]
    assert ("idempotent-replayed" in first.headers, again.headers["idempotent-replayed"]) == (False, "true")
    assert first.headers["x-request-id"] != again.headers["x-request-id"]
    assert len(listed.json()) == 1


async def test_the_same_key_with_another_request_is_refused(house: House) -> None:
    keyed = house.staff("cw") | {"idempotency-key": "form-1"}
    await house.client.post("/people", json={"name": "Jo"}, headers=keyed)

    body = await house.client.post("/people", json={"name": "Other"}, headers=keyed)
    path = await house.client.post("/searches", json={"name": "Jo"}, headers=keyed)

    assert [(answer.status_code, answer.json()["type"]) for answer in (body, path)] == [
        (422, "/problems/used-before")
    ] * 2
    assert len((await house.client.get("/people", headers=house.staff("cw"))).json()) == 1


async def test_requests_at_the_same_time_are_done_once(house: House) -> None:
    keyed = house.staff("cw") | {"idempotency-key": "form-1"}

    answers = await asyncio.gather(
        *(house.client.post("/people", json={"name": "Jo"}, headers=keyed) for _ in range(12))
    )
    listed = await house.client.get("/people", headers=house.staff("cw"))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("idempotent-replayed" in answer.headers for answer in answers) == len(answers) - 1
    assert len(listed.json()) == 1


async def test_a_key_belongs_to_its_caller(house: House) -> None:
    mine, theirs = [house.staff(sub) | {"idempotency-key": "1"} for sub in ("cw", "colleague")]

    first = await house.client.post("/people", json={"name": "Jo"}, headers=mine)
    other = await house.client.post("/people", json={"name": "Jo"}, headers=theirs)

    assert "idempotent-replayed" not in other.headers
    assert first.json()["id"] != other.json()["id"]


async def test_a_refusal_is_not_kept_so_that_it_can_be_put_right(house: House) -> None:
    keyed = house.staff("cw") | {"idempotency-key": "form-1"}

    wrong = await house.client.post("/people", json={"name": ""}, headers=keyed)
    right = await house.client.post("/people", json={"name": "Jo"}, headers=keyed)

    assert (wrong.status_code, right.status_code) == (422, 201)
    assert len((await house.dump())["people"]) == 1


async def test_somebody_who_was_let_go_gets_no_first_answer_either(house: House) -> None:
    keyed = house.staff("cw") | {"idempotency-key": "form-1"}
    await house.client.post("/people", json={"name": "Jo"}, headers=keyed)
    gone = {"sub": "cw", "name": "Gone", "role": "case_worker", "office": "yardley", "active": False}
    await house.client.put("/staff", json=gone, headers=house.admin)

    again = await house.client.post("/people", json={"name": "Jo"}, headers=keyed)

    assert again.status_code == 403


@pytest.mark.parametrize("key", ["", " ", "x" * 201])
async def test_a_key_that_is_none_is_named(house: House, key: str) -> None:
    answer = await house.client.post(
        "/people", json={"name": "Jo"}, headers=house.staff("cw") | {"idempotency-key": key}
    )

    assert wrong_fields(answer) == {"Idempotency-Key"}


async def test_first_answers_tell_nothing_and_go_after_a_day(house: House, clock: MovableClock) -> None:
    """R3: also not by their length whether an offer was accepted."""
    cw = house.staff("cw")
    person = str(await house.person(cw))
    for number, body in enumerate([{"answer": "declined"}, {"answer": "accepted", "person": person}]):
        await house.client.post("/conversations", json=body, headers=cw | {"idempotency-key": f"offer-{number}"})

    rows = (await house.dump())["idempotency"]
    clock.move(timedelta(days=1, seconds=1))
    await sweep(house.database, clock.now())

    assert [word for word in ("/conversations", "declined", "accepted", person) if word in "".join(rows)] == []
    assert len({len(row) for row in rows}) == 1
    assert (await house.dump())["idempotency"] == []


async def test_no_post_route_is_without_it(house: House) -> None:
    posts = [
        handler
        for route in house.app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        if "POST" in handler.http_methods
    ]

    without = [
        str(handler)
        for handler in posts
        if not any(isinstance(layer, Idempotency) for layer in handler.resolve_middleware())
    ]

    assert len(posts) > 10
    assert without == []


async def test_every_post_takes_a_key(house: House) -> None:
    """It stands before the whole app, so that no route can forget it."""
    boss = house.staff("boss", Role.MANAGER)
    person = await house.person(house.staff("cw"))
    requests: list[tuple[str, dict[str, object], Headers]] = [
        ("/consumers", {"id": "x", "name": "X"}, house.admin),
        ("/partners", {"legal_name": "X", "organizations": [], "email": "x@x.example"}, house.admin),
        ("/sessions", {"expires_in": 60}, boss),
        (f"/people/{person}/reassignment", {"case_worker": "colleague"}, boss),
    ]

    answers = [
        [await house.client.post(path, json=body, headers=by | {"idempotency-key": path}) for _ in range(2)]
        for path, body, by in requests
    ]

    assert [[answer.status_code for answer in pair] for pair in answers] == [[201, 201]] * 4
    assert all(first.content == again.content for first, again in answers)
    assert all(again.headers["idempotent-replayed"] == "true" for _, again in answers)
