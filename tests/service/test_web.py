"""What every service answers: problems, sign-in, health and headers."""

from collections.abc import AsyncIterator
from typing import Annotated

import pytest
from litestar import Litestar, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.testing import AsyncTestClient
from msgspec import Meta, Struct

from fakes import Tokens
from shared.access import only, public, signed_in
from shared.callers import Caller
from shared.contracts.words import Role
from shared.errors import NotAllowedNow, Unavailable
from shared.health import Readiness
from shared.web import service


class Thing(Struct, forbid_unknown_fields=True):
    """Something sent."""

    name: Annotated[str, Meta(min_length=1)]
    count: Annotated[int, Meta(ge=0)]


@post("/things", guards=[only(Role.CASE_WORKER)])
async def make(data: JSONBody[Thing]) -> Thing:
    return data


@get("/things/{number:int}", guards=[public])
async def show(number: FromPath[int]) -> int:
    if number == 1:
        raise NotAllowedNow
    if number == 2:
        raise ZeroDivisionError("a secret of somebody")
    return number


@get("/me", guards=[signed_in])
async def me(by: NamedDependency[Caller]) -> Caller:
    return by


async def broken() -> None:
    raise Unavailable("The shelf is empty.")


@pytest.fixture
async def client(tokens: Tokens) -> AsyncIterator[AsyncTestClient[Litestar]]:
    app = service("test", [make, show, me], verifier=tokens.verifier, readiness=Readiness({"shelf": broken}))
    async with AsyncTestClient(app) as client:
        yield client


async def test_every_wrong_field_of_a_body_is_named(client: AsyncTestClient[Litestar], tokens: Tokens) -> None:
    answer = await client.post(
        "/things", json={"name": "", "count": -1, "more": 1}, headers=tokens.bearer(Role.CASE_WORKER)
    )

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid")
    assert answer.headers["content-type"] == "application/problem+json"
    assert {fault["field"] for fault in answer.json()["errors"]} == {"name", "count", "more"}


async def test_a_body_that_is_not_json_gets_a_problem(client: AsyncTestClient[Litestar], tokens: Tokens) -> None:
    answer = await client.post("/things", content=b"{", headers=tokens.bearer(Role.CASE_WORKER))

    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [("/nothing", 404, "not-found"), ("/things/1", 409, "not-allowed-now"), ("/things/2", 500, "our-fault")],
)
async def test_every_error_is_a_problem_with_a_request_id(
    client: AsyncTestClient[Litestar], path: str, status: int, kind: str
) -> None:
    answer = await client.get(path, headers={"x-request-id": "abc-12345"})

    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{kind}")
    assert answer.json()["request_id"] == answer.headers["x-request-id"] == "abc-12345"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "secret" not in answer.text


async def test_a_route_asks_for_a_sign_in_and_then_for_a_role(
    client: AsyncTestClient[Litestar], tokens: Tokens
) -> None:
    nobody = await client.post("/things", json={"name": "a", "count": 1})
    partner = await client.post("/things", json={"name": "a", "count": 1}, headers=tokens.bearer(Role.PARTNER_RECEIVER))

    assert (nobody.status_code, partner.status_code) == (401, 403)
    assert nobody.json()["type"] == "/problems/not-signed-in"


@pytest.mark.parametrize(
    "claims",
    [{"aud": "other"}, {"iss": "http://elsewhere"}, {"minutes": -10}, {"wayfare_role": "king"}, {"sub": "x" * 300}],
)
async def test_a_token_that_is_not_ours_is_no_sign_in(
    client: AsyncTestClient[Litestar], tokens: Tokens, claims: dict[str, object]
) -> None:
    answer = await client.get("/me", headers=tokens.bearer(Role.CASE_WORKER, **claims))

    assert answer.status_code == 401


async def test_a_token_signed_by_somebody_else_is_no_sign_in(client: AsyncTestClient[Litestar]) -> None:
    forged = Tokens()

    answer = await client.get("/me", headers=forged.bearer(Role.ADMIN))

    assert answer.status_code == 401


async def test_unsigned_tokens_are_no_sign_in(client: AsyncTestClient[Litestar]) -> None:
    unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."

    answer = await client.get("/me", headers={"authorization": f"Bearer {unsigned}"})

    assert answer.status_code == 401


async def test_the_caller_is_read_from_the_token(client: AsyncTestClient[Litestar], tokens: Tokens) -> None:
    answer = await client.get("/me", headers=tokens.bearer(Role.MANAGER, sub="m-1", office="yardley"))

    assert answer.json() == {
        "sub": "m-1",
        "wayfare_role": "manager",
        "office": "yardley",
        "partner": None,
        "consumer": None,
        "name": None,
    }


async def test_health_names_every_part_that_is_not_working(client: AsyncTestClient[Litestar]) -> None:
    live, ready = await client.get("/health/live"), await client.get("/health/ready")

    assert live.json()["status"] == "live"
    assert ready.status_code == 503
    assert ready.json()["errors"] == [{"field": "shelf", "message": "The shelf is empty."}]


async def test_openapi_is_published(client: AsyncTestClient[Litestar]) -> None:
    answer = await client.get("/schema/openapi.json")

    assert answer.json()["info"]["title"] == "Wayfare test"
