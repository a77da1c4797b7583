"""The staff list decides who is let in, whatever a token says; managers name who stands in for whom."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from conftest import Databases
from fakes import MemoryBus, MovableClock, Tokens
from service.referrals_setup import ELSEWHERE, House, running, wrong_fields
from shared.contracts.words import Role


@pytest.fixture
async def house(databases: Databases, tokens: Tokens, clock: MovableClock, bus: MemoryBus) -> AsyncIterator[House]:
    async with running(databases, tokens, clock, bus) as house:
        yield house


async def test_somebody_who_is_not_on_the_list_is_refused(house: House) -> None:
    """R34: a valid token of a role is not enough."""
    stranger = house.staff("stranger")

    answer = await house.client.get("/people", headers=stranger)

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-on-the-staff-list")


@pytest.mark.parametrize(
    ("role", "office"),
    [(Role.MANAGER, "yardley"), (Role.CASE_WORKER, ELSEWHERE), (Role.CASE_WORKER, ""), (Role.ADMIN, "yardley")],
)
async def test_a_token_that_says_another_role_or_office_than_the_list_is_refused(
    house: House, role: Role, office: str
) -> None:
    answer = await house.client.get("/staff", headers=house.staff("cw", role, office))

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-on-the-staff-list")


async def test_somebody_who_was_let_go_is_refused_at_once(house: House) -> None:
    """R34: their token is still good, and does not help."""
    cw = house.staff("cw")
    gone = {"sub": "cw", "name": "Gone", "role": "case_worker", "office": "yardley", "active": False}
    assert (await house.client.get("/people", headers=cw)).status_code == 200

    changed = await house.client.put("/staff", json=gone, headers=house.admin)
    refused = await house.client.get("/people", headers=cw)

    assert (changed.status_code, changed.json()["active"]) == (200, False)
    assert refused.status_code == 403


async def test_only_an_admin_changes_the_list(house: House) -> None:
    body = {"sub": "new", "name": "New", "role": "case_worker", "office": "yardley"}

    answers = [
        await house.client.post("/staff", json=body, headers=house.staff("boss", Role.MANAGER)),
        await house.client.put("/staff", json={**body, "active": True}, headers=house.staff("cw")),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]


async def test_every_wrong_field_of_a_member_is_named(house: House) -> None:
    answer = await house.client.post("/staff", json={"sub": "", "role": "king", "extra": 1}, headers=house.admin)

    assert wrong_fields(answer) == {"sub", "name", "role", "office", "extra"}


@pytest.mark.parametrize("role", [Role.JOBCENTRE, Role.PARTNER_EDITOR, Role.PARTNER_RECEIVER])
async def test_outsiders_are_no_staff(house: House, role: Role) -> None:
    body = {"sub": "out", "name": "Out", "role": role, "office": "yardley"}

    answer = await house.client.post("/staff", json=body, headers=house.admin)

    assert wrong_fields(answer) == {"role"}


async def test_nobody_is_on_the_list_twice_or_changed_unseen(house: House) -> None:
    body = {"sub": "cw", "name": "Again", "role": "case_worker", "office": "yardley"}

    twice = await house.client.post("/staff", json=body, headers=house.admin)
    unknown = await house.client.put("/staff", json={**body, "sub": "who", "active": True}, headers=house.admin)

    assert (twice.status_code, twice.json()["type"]) == (409, "/problems/already-on-the-list")
    assert unknown.status_code == 404


async def test_staff_see_their_own_office_with_employers(house: House) -> None:
    """R44, R111: who employs a case worker is there to be shown."""
    mine = await house.client.get("/staff", headers=house.staff("cw"))
    everybody = await house.client.get("/staff", headers=house.admin)

    assert {line["sub"] for line in mine.json()} == {"boss", "colleague", "cw"}
    assert {line["employer"] for line in mine.json()} == {"A charity"}
    assert {line["sub"] for line in everybody.json()} == {"boss", "colleague", "cw", "far"}


async def test_a_cover_reaches_the_caseload_until_it_ends(house: House, clock: MovableClock) -> None:
    """R35: continuity while somebody is away."""
    person = await house.person(house.staff("cw"))
    colleague, boss = house.staff("colleague"), house.staff("boss", Role.MANAGER)
    until = (clock.now() + timedelta(days=2)).isoformat()
    body = {"covering": "colleague", "covered": "cw", "until": until}
    before = await house.client.get(f"/people/{person}", headers=colleague)

    named = await house.client.post("/covers", json=body, headers=boss)
    during = await house.client.get(f"/people/{person}", headers=colleague)
    listed = await house.client.get("/people", headers=colleague)
    clock.move(timedelta(days=2))
    after = await house.client.get(f"/people/{person}", headers=colleague)

    assert named.status_code == 201
    assert [answer.status_code for answer in (before, during, after)] == [404, 200, 404]
    assert [line["case_worker"] for line in listed.json()] == ["cw"]


async def test_a_manager_ends_a_cover_before_its_time(house: House, clock: MovableClock) -> None:
    person = await house.person(house.staff("cw"))
    boss = house.staff("boss", Role.MANAGER)
    until = (clock.now() + timedelta(days=2)).isoformat()
    body = {"covering": "colleague", "covered": "cw", "until": until}
    cover = (await house.client.post("/covers", json=body, headers=boss)).json()["id"]

    ended = await house.client.delete(f"/covers/{cover}", headers=boss)
    again = await house.client.delete(f"/covers/{cover}", headers=boss)
    after = await house.client.get(f"/people/{person}", headers=house.staff("colleague"))

    assert (ended.status_code, again.status_code, after.status_code) == (204, 404, 404)
    assert (await house.client.get("/covers", headers=boss)).json() == []


async def test_a_manager_cannot_reach_into_another_office(house: House, clock: MovableClock) -> None:
    until = (clock.now() - timedelta(days=1)).isoformat()
    body = {"covering": "far", "covered": "far", "until": until}

    answer = await house.client.post("/covers", json=body, headers=house.staff("boss", Role.MANAGER))

    assert wrong_fields(answer) == {"covering", "covered", "until"}
