"""The audit: every look at a person and every change, in the same transaction, as ids and names of fields."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from conftest import Databases
from fakes import MemoryBus, MovableClock, Tokens
from service.referrals_setup import House, running
from shared.contracts.words import Role


@pytest.fixture
async def house(databases: Databases, tokens: Tokens, clock: MovableClock, bus: MemoryBus) -> AsyncIterator[House]:
    async with running(databases, tokens, clock, bus) as house:
        yield house


async def lines(house: House, **params: str) -> list[dict[str, Any]]:
    """What an auditor sees, oldest first."""
    headers = house.tokens.bearer(Role.AUDITOR, sub="auditor")
    answer = await house.client.get("/audit", params=params, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()[::-1]


async def test_every_look_and_every_change_is_a_line_with_who_what_and_when(house: House) -> None:
    """R110: who saw it."""
    cw = house.staff("cw") | {"x-request-id": "request-0001"}
    person = await house.person(cw, about={"age": 34})

    await house.client.get(f"/people/{person}", headers=cw)
    await house.client.patch(f"/people/{person}", json={"known_as": "Jo", "age": None}, headers=cw)

    found = await lines(house, subject=str(person))
    assert [(line["action"], line["fields"]) for line in found] == [
        ("person.added", ["age", "name"]),
        ("person.read", ["age", "name"]),
        ("person.changed", ["age", "known_as"]),
    ]
    assert {(line["by"], line["role"], line["at"], line["request_id"]) for line in found} == {
        ("cw", "case_worker", "2026-11-25T09:30:00Z", "request-0001")
    }


async def test_lines_hold_names_of_fields_and_never_what_stands_in_them(house: House) -> None:
    cw = house.staff("cw")
    person = await house.person(cw, "Zebediah", {"postcode": "B33 8TH"})
    path = await house.conversation(cw, person)
    note = {"state": "discussed", "note": "Kettle"}
    await house.client.put(f"{path}/topics/goals", json=note, headers=cw)

    text = "".join((await house.dump())["audit"])

    assert "conversation.topic" in text
    assert [word for word in ("Zebediah", "B33", "Kettle", "discussed") if word in text] == []


async def test_what_was_refused_leaves_no_line_and_no_change(house: House) -> None:
    """One transaction: the change, its line, or neither."""
    cw = house.staff("cw")
    person = await house.person(cw)
    before = await house.dump()

    refused = await house.client.patch(f"/people/{person}", json={"postcode": "nowhere"}, headers=cw)

    assert refused.status_code == 422
    assert await house.dump() == before


async def test_a_change_of_case_worker_is_a_line_about_the_person(house: House) -> None:
    """R43."""
    person = await house.person(house.staff("cw"))
    boss = house.staff("boss", Role.MANAGER)

    await house.client.post(f"/people/{person}/reassignment", json={"case_worker": "colleague"}, headers=boss)

    line = (await lines(house, subject=str(person)))[-1]
    assert (line["action"], line["by"], line["role"]) == ("person.reassigned", "boss", "manager")


@pytest.mark.parametrize("role", [Role.ADMIN, Role.COMMISSIONER, Role.JOBCENTRE, Role.PARTNER_EDITOR])
async def test_nobody_but_an_auditor_reads_the_audit(house: House, role: Role) -> None:
    outside = await house.client.get("/audit", headers=house.tokens.bearer(role))
    staff = await house.client.get("/audit", headers=house.staff("boss", Role.MANAGER))

    assert (outside.status_code, staff.status_code) == (403, 403)


async def test_reading_the_audit_is_a_line_too_and_pages_go_back_in_time(house: House) -> None:
    await house.person(house.staff("cw"))
    await lines(house)

    newest = (await lines(house))[-1]
    before = await lines(house, before=str(newest["sequence"]))

    assert (newest["action"], newest["by"]) == ("audit.read", "auditor")
    assert before[-1]["sequence"] == newest["sequence"] - 1
    assert {line["by"] for line in await lines(house, caller="cw")} == {"cw"}


@pytest.mark.parametrize("asked", ["subject=%00", f"before={10**30}"], ids=["no text", "too large"])
async def test_what_the_database_cannot_hold_is_wrong_and_no_fault_of_ours(house: House, asked: str) -> None:
    auditor = house.tokens.bearer(Role.AUDITOR, sub="auditor")

    answer = await house.client.get(f"/audit?{asked}", headers=auditor)

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid")
