"""Who may receive: asked, approved by an admin, suspended; and the Jobcentre systems that exist."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from conftest import Databases
from fakes import MemoryBus, MovableClock, Tokens
from service.referrals_setup import House, running, wrong_fields
from shared.contracts.words import Role

NKEY = "U" + "A" * 55


@pytest.fixture
async def house(databases: Databases, tokens: Tokens, clock: MovableClock, bus: MemoryBus) -> AsyncIterator[House]:
    async with running(databases, tokens, clock, bus) as house:
        yield house


async def test_an_editor_asks_and_an_admin_decides(house: House) -> None:
    """R34: keeping a listing gives no right to receive."""
    editor = house.tokens.bearer(Role.PARTNER_EDITOR, sub="ed")
    body = {"legal_name": "Open Door", "organizations": [str(uuid4())], "email": "a@open-door.example"}

    asked = await house.client.post("/partners", json=body, headers=editor)
    partner = asked.json()["id"]
    self_made = await house.client.post(f"/partners/{partner}/approval", headers=editor)
    approved = await house.client.post(f"/partners/{partner}/approval", headers=house.admin)

    assert (asked.json()["state"], self_made.status_code) == ("asked", 403)
    assert (approved.json()["state"], approved.json()["approved_by"]) == ("approved", "admin")
    assert approved.json()["approved_at"] == "2026-11-25T09:30:00Z"


async def test_a_receiver_gets_in_only_while_the_partner_is_approved(house: House) -> None:
    partner = await house.partner(approved=False)
    receiver = house.receiver(partner)

    async def enters() -> tuple[int, str]:
        answer = await house.client.post("/sessions", json={"expires_in": 60}, headers=receiver)
        return answer.status_code, answer.json().get("type", "")

    asked = await enters()
    await house.client.post(f"/partners/{partner}/approval", headers=house.admin)
    approved = await enters()
    await house.client.post(f"/partners/{partner}/suspension", headers=house.admin)
    suspended = await enters()

    refused = (403, "/problems/partner-not-approved")
    assert [asked, approved, suspended] == [refused, (201, ""), refused]


@pytest.mark.parametrize("partner", [None, uuid4()])
async def test_a_receiver_of_no_known_partner_gets_nowhere(house: House, partner: object) -> None:
    headers = house.tokens.bearer(Role.PARTNER_RECEIVER, sub="who", partner=partner)

    answer = await house.client.post("/sessions", json={"expires_in": 60}, headers=headers)

    assert answer.status_code == 403


async def test_a_suspended_partner_can_be_let_in_again(house: House) -> None:
    partner = await house.partner()

    steps = [
        await house.client.post(f"/partners/{partner}/{step}", headers=house.admin)
        for step in ("approval", "suspension", "suspension", "approval")
    ]
    unknown = await house.client.post(f"/partners/{uuid4()}/approval", headers=house.admin)

    assert [step.status_code for step in steps] == [409, 201, 409, 201]
    assert unknown.status_code == 404


async def test_who_receives_for_an_organisation_can_be_found(house: House) -> None:
    one, other = uuid4(), uuid4()
    partner = await house.partner("One", organizations=[str(one), str(uuid4())])
    await house.partner("Other", organizations=[str(other)])

    found = await house.client.get("/partners", params={"organization": str(one)}, headers=house.staff("cw"))
    everybody = await house.client.get("/partners", headers=house.staff("cw"))

    assert [line["id"] for line in found.json()] == [str(partner)]
    assert [line["legal_name"] for line in everybody.json()] == ["One", "Other"]


async def test_addresses_and_keys_are_for_admins(house: House) -> None:
    await house.partner("One", nats_key=NKEY, agreement="2026/1")

    staff = await house.client.get("/partners", headers=house.staff("cw"))
    admin = await house.client.get("/partners", headers=house.admin)
    outside = await house.client.get("/partners", headers=house.tokens.bearer(Role.JOBCENTRE, consumer="x"))

    assert {"email", "nats_key", "agreement", "approved_by"} & staff.json()[0].keys() == set()
    assert (admin.json()[0]["email"], admin.json()[0]["nats_key"]) == ("hello@open-door.example", NKEY)
    assert outside.status_code == 403


async def test_every_wrong_field_of_a_partner_is_named(house: House) -> None:
    body = {"legal_name": "", "organizations": ["x"], "email": "nobody", "nats_key": "SUA", "more": 1}

    answer = await house.client.post("/partners", json=body, headers=house.admin)

    assert wrong_fields(answer) == {"legal_name", "organizations[0]", "email", "nats_key", "more"}


async def test_ids_are_given_by_the_service_or_an_admin_and_never_twice(house: House) -> None:
    known = await house.partner("One", nats_key=NKEY)
    body: dict[str, object] = {"legal_name": "Two", "organizations": [], "email": "two@two.example"}
    editor = house.tokens.bearer(Role.PARTNER_EDITOR, sub="ed")

    taken = await house.client.post("/partners", json={**body, "id": str(known)}, headers=house.admin)
    same_key = await house.client.post("/partners", json={**body, "nats_key": NKEY}, headers=house.admin)
    chosen = await house.client.post("/partners", json={**body, "id": str(uuid4())}, headers=editor)

    assert (taken.status_code, same_key.status_code) == (409, 409)
    assert wrong_fields(chosen) == {"id"}


async def test_jobcentre_systems_are_registered_by_an_admin_and_seen_by_staff(house: House) -> None:
    body = {"id": "yardley-diary", "name": "Diary", "nats_key": NKEY}

    mine = await house.client.post("/consumers", json=body, headers=house.staff("cw"))
    made = await house.client.post("/consumers", json=body, headers=house.admin)
    twice = await house.client.post("/consumers", json=body, headers=house.admin)
    seen = await house.client.get("/consumers", headers=house.staff("cw"))

    assert (mine.status_code, made.status_code, twice.status_code) == (403, 201, 409)
    assert seen.json() == [{"id": "yardley-diary", "name": "Diary"}]
    assert (await house.client.get("/consumers", headers=house.admin)).json() == [body]


async def test_an_id_that_could_be_no_subject_is_refused(house: House) -> None:
    answer = await house.client.post("/consumers", json={"id": "all.>", "name": ""}, headers=house.admin)

    assert wrong_fields(answer) == {"id", "name"}
