"""People: written down once, by the case worker who stays with them."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from conftest import Databases
from fakes import MemoryBus, MovableClock, Tokens
from service.referrals_setup import House, running, wrong_fields
from shared.contracts.words import Role

ABOUT = {
    "known_as": "Jo",
    "contacts": [{"way": "phone", "value": "0121 496 0001", "safe": True, "may_leave_message": True, "times": "am"}],
    "language": "pl",
    "interpreter": True,
    "access": ["step-free", "bring-someone"],
    "communication": "Please write things down as well",
    "trusted_person": {"name": "Sam", "role": "sister", "may_hear": "Everything but money"},
    "age": 34,
    "postcode": "b338th",
}


@pytest.fixture
async def house(databases: Databases, tokens: Tokens, clock: MovableClock, bus: MemoryBus) -> AsyncIterator[House]:
    async with running(databases, tokens, clock, bus) as house:
        yield house


async def test_a_name_is_enough_and_the_rest_is_kept_as_it_was_said(house: House) -> None:
    """R27, R29, R30: channel, trusted person, access and communication needs are kept with the person."""
    cw = house.staff("cw")

    bare = await house.client.post("/people", json={"name": "Ali"}, headers=cw)
    full = await house.client.post("/people", json={"name": "Jo Bloggs", **ABOUT}, headers=cw)
    again = await house.client.get(f"/people/{full.json()['id']}", headers=cw)

    assert (bare.status_code, bare.json()["case_worker"], bare.json()["office"]) == (201, "cw", "yardley")
    assert again.json() == full.json()
    assert {**ABOUT, "postcode": "B33 8TH"}.items() <= again.json().items()


async def test_the_reference_can_be_said_on_the_phone(house: House) -> None:
    made = await house.client.post("/people", json={"name": "Ali"}, headers=house.staff("cw"))

    assert set(made.json()["reference"]) <= set("BCDFGHJKMNPQRTVWXY346789-")
    assert len(made.json()["reference"]) == len("TK4M-9QXB")


async def test_every_wrong_field_is_named_at_once(house: House) -> None:
    shape = {"name": "", "language": "Polish", "age": 200, "access": ["wings"], "benefit_sanctions": "no"}
    sense = {
        "name": "  ",
        "postcode": "nowhere",
        "contacts": [{"way": "phone", "value": "12", "safe": True}, {"way": "email", "value": "jo", "safe": True}],
    }

    misshapen = await house.client.post("/people", json=shape, headers=house.staff("cw"))
    senseless = await house.client.post("/people", json=sense, headers=house.staff("cw"))

    assert wrong_fields(misshapen) == {"name", "language", "age", "access[0]", "benefit_sanctions"}
    assert wrong_fields(senseless) == {"name", "postcode", "contacts[0].value", "contacts[1].value"}
    assert (await house.client.get("/people", headers=house.staff("cw"))).json() == []


async def test_a_change_leaves_what_it_does_not_name(house: House) -> None:
    cw = house.staff("cw")
    person = await house.person(cw, about=ABOUT)

    changed = await house.client.patch(
        f"/people/{person}", json={"name": "Joanna", "age": None, "contacts": []}, headers=cw
    )
    seen = await house.client.get(f"/people/{person}", headers=cw)

    assert changed.json() == seen.json()
    assert (seen.json()["name"], seen.json()["known_as"], seen.json()["postcode"]) == ("Joanna", "Jo", "B33 8TH")
    assert {"age", "contacts"} & seen.json().keys() == set()


async def test_two_changes_at_the_same_time_both_stay(house: House) -> None:
    cw = house.staff("cw")
    person = await house.person(cw)

    await asyncio.gather(
        *(
            house.client.patch(f"/people/{person}", json=change, headers=cw)
            for change in ({"age": 34}, {"known_as": "J"})
        )
    )
    seen = await house.client.get(f"/people/{person}", headers=cw)

    assert (seen.json()["age"], seen.json()["known_as"]) == (34, "J")


async def test_a_wrong_change_changes_nothing(house: House) -> None:
    cw = house.staff("cw")
    person = await house.person(cw)

    answer = await house.client.patch(
        f"/people/{person}", json={"name": "Joanna", "postcode": "ZZ1 1ZZ", "age": -1}, headers=cw
    )
    unknown = await house.client.patch(f"/people/{person}", json={"name": "Joanna", "postcode": "ZZ1 1ZZ"}, headers=cw)
    seen = await house.client.get(f"/people/{person}", headers=cw)

    assert wrong_fields(answer) == {"age"}
    assert wrong_fields(unknown) == {"postcode"}
    assert seen.json()["name"] == "Jo Bloggs"


async def test_the_caseload_is_ones_own(house: House) -> None:
    """R35: the case worker is the ongoing point of contact."""
    mine, theirs = await house.person(house.staff("cw")), await house.person(house.staff("colleague"))

    answer = await house.client.get("/people", headers=house.staff("cw"))

    assert [line["id"] for line in answer.json()] == [str(mine)]
    assert str(theirs) not in answer.text


@pytest.mark.parametrize("who", ["colleague", "far"])
async def test_somebody_elses_person_is_not_there(house: House, who: str) -> None:
    """R37, R110: not refused but absent, so that asking tells nothing."""
    person = await house.person(house.staff("cw"))
    other = house.staff(who, office="wolverhampton" if who == "far" else "yardley")

    read = await house.client.get(f"/people/{person}", headers=other)
    nobody = await house.client.get(f"/people/{uuid4()}", headers=other)
    written = await house.client.patch(f"/people/{person}", json={"name": "Taken"}, headers=other)

    assert (read.status_code, written.status_code) == (404, 404)
    assert {**read.json(), "request_id": ""} == {**nobody.json(), "request_id": ""}


@pytest.mark.parametrize("role", [Role.JOBCENTRE, Role.COMMISSIONER, Role.AUDITOR, Role.ADMIN, Role.PARTNER_EDITOR])
async def test_no_role_outside_the_case_work_reads_people(house: House, role: Role) -> None:
    """R2, R37: not the Jobcentre, not the commissioner, and not the admin either."""
    person = await house.person(house.staff("cw"))
    headers = house.tokens.bearer(role, sub=f"{role}-x", consumer="x" if role is Role.JOBCENTRE else None)

    answers = [await house.client.get(path, headers=headers) for path in ("/people", f"/people/{person}", "/caseloads")]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


async def test_a_manager_gives_a_person_another_case_worker_without_reading_a_name(house: House) -> None:
    """R35, R43."""
    person = await house.person(house.staff("cw"), "Jo Bloggs")
    boss = house.staff("boss", Role.MANAGER)

    lines = await house.client.get("/caseloads", headers=boss)
    moved = await house.client.post(f"/people/{person}/reassignment", json={"case_worker": "colleague"}, headers=boss)
    read = await house.client.get(f"/people/{person}", headers=boss)
    before, after = [
        await house.client.get(f"/people/{person}", headers=house.staff(sub)) for sub in ("cw", "colleague")
    ]

    assert [line["case_worker"] for line in lines.json()] == ["cw"]
    assert "Bloggs" not in lines.text
    assert (moved.status_code, moved.json()["case_worker"], read.status_code) == (201, "colleague", 403)
    assert (before.status_code, after.status_code, after.json()["name"]) == (404, 200, "Jo Bloggs")


async def test_a_manager_moves_people_within_the_office_only(house: House) -> None:
    near, far = await house.person(house.staff("cw")), await house.person(house.staff("far", office="wolverhampton"))
    boss = house.staff("boss", Role.MANAGER)

    outwards = await house.client.post(f"/people/{near}/reassignment", json={"case_worker": "far"}, headers=boss)
    inwards = await house.client.post(f"/people/{far}/reassignment", json={"case_worker": "cw"}, headers=boss)
    idle = await house.client.post(f"/people/{near}/reassignment", json={"case_worker": "boss"}, headers=boss)

    assert wrong_fields(outwards) == wrong_fields(idle) == {"case_worker"}
    assert inwards.status_code == 404
