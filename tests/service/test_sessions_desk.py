"""Sign-ins of the desk: a secret for the cookie, and a token that only its holder can use."""

from collections.abc import AsyncIterator
from datetime import timedelta
from hashlib import sha256

import pytest
from httpx import Response

from conftest import Databases
from fakes import MemoryBus, MovableClock, Tokens
from service.referrals_setup import Headers, House, running, wrong_fields
from services.referrals.sweep import sweep
from shared.contracts.words import Role


@pytest.fixture
async def house(databases: Databases, tokens: Tokens, clock: MovableClock, bus: MemoryBus) -> AsyncIterator[House]:
    async with running(databases, tokens, clock, bus) as house:
        yield house


async def signed_in(house: House, headers: Headers) -> str:
    """The secret of a new session."""
    made = await house.client.post("/sessions", json={"expires_in": 3600}, headers=headers)
    assert made.status_code == 201, made.text
    return str(made.json()["secret"])


async def current(house: House, secret: str) -> Response:
    return await house.client.get("/sessions/current", headers={"x-session": secret})


async def test_a_session_knows_who_is_signed_in_and_gives_their_token(house: House) -> None:
    cw = house.staff("cw")

    answer = await current(house, await signed_in(house, cw))
    people = await house.client.get("/people", headers={"authorization": f"Bearer {answer.json()['token']}"})

    assert answer.json() == {
        "token": cw["authorization"].removeprefix("Bearer "),
        "sub": "cw",
        "role": "case_worker",
        "name": "cw (name)",
        "office": "yardley",
    }
    assert people.status_code == 200


async def test_the_database_alone_signs_nobody_in(house: House) -> None:
    """Neither the secret nor the token stands in any table, also not in a first answer that was kept."""
    cw = house.staff("cw")
    secret = await signed_in(house, cw | {"idempotency-key": "sign-in-1"})

    rows = "".join(row for table in (await house.dump()).values() for row in table)

    assert sha256(secret.encode()).hexdigest() in rows
    assert secret not in rows
    assert cw["authorization"].removeprefix("Bearer ") not in rows


@pytest.mark.parametrize("secret", ["", "guess", "x" * 43])
async def test_a_wrong_secret_is_no_sign_in(house: House, secret: str) -> None:
    await signed_in(house, house.staff("cw"))

    answer = await current(house, secret)

    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/not-signed-in")


async def test_a_session_is_asked_for_by_its_header_alone(house: House) -> None:
    await signed_in(house, house.staff("cw"))

    answer = await house.client.get("/sessions/current", headers=house.staff("cw"))

    assert answer.status_code == 401


async def test_signing_out_ends_it_at_once(house: House) -> None:
    secret = await signed_in(house, house.staff("cw"))

    out = await house.client.delete("/sessions/current", headers={"x-session": secret})

    assert (out.status_code, (await current(house, secret)).status_code) == (204, 401)
    assert (await house.dump())["sessions"] == []


async def test_a_session_ends_by_itself_and_is_swept_away(house: House, clock: MovableClock) -> None:
    secret = await signed_in(house, house.staff("cw"))
    clock.move(timedelta(hours=1))

    ended = await current(house, secret)
    await sweep(house.database, clock.now())

    assert ended.status_code == 401
    assert (await house.dump())["sessions"] == []


async def test_a_session_does_not_outlive_its_token(house: House) -> None:
    passing = house.tokens.bearer(Role.CASE_WORKER, sub="cw", office="yardley", minutes=-0.4)
    secret = await signed_in(house, passing)
    stale = house.tokens.bearer(Role.CASE_WORKER, sub="cw", office="yardley", minutes=-1)

    refused = await house.client.post("/sessions", json={"expires_in": 60}, headers=stale)

    assert (refused.status_code, (await current(house, secret)).status_code) == (401, 200)


async def test_somebody_who_was_let_go_is_signed_out(house: House) -> None:
    secret = await signed_in(house, house.staff("cw"))
    gone = {"sub": "cw", "name": "Gone", "role": "case_worker", "office": "yardley", "active": False}

    await house.client.put("/staff", json=gone, headers=house.admin)

    assert (await current(house, secret)).status_code == 401


async def test_a_partner_signs_in_by_its_name_while_it_is_approved(house: House) -> None:
    partner = await house.partner("Open Door Wellbeing")
    secret = await signed_in(house, house.receiver(partner))
    approved = await current(house, secret)

    await house.client.post(f"/partners/{partner}/suspension", headers=house.admin)

    assert (approved.json()["name"], approved.json()["partner"]) == ("Open Door Wellbeing", str(partner))
    assert (await current(house, secret)).status_code == 401


@pytest.mark.parametrize(
    ("seconds", "fields"), [(0, {"expires_in"}), (100_000, {"expires_in"}), (None, {"expires_in"})]
)
async def test_how_long_must_make_sense(house: House, seconds: int | None, fields: set[str]) -> None:
    body = {} if seconds is None else {"expires_in": seconds}

    answer = await house.client.post("/sessions", json=body, headers=house.staff("cw"))

    assert wrong_fields(answer) == fields


async def test_nobody_keeps_a_sign_in_without_one(house: House) -> None:
    answer = await house.client.post("/sessions", json={"expires_in": 60})

    assert answer.status_code == 401
