"""A parameter that is missing is named; a fault of the framework is ours and is logged as ours."""

import pytest
from litestar import get
from litestar.exceptions import InternalServerException
from litestar.params import FromQuery
from litestar.testing import AsyncTestClient

from fakes import Tokens
from shared.access import public
from shared.health import Readiness
from shared.web import service


@get("/sum", guards=[public])
async def sum_of(one: FromQuery[int], other: FromQuery[int]) -> int:
    return one + other


@get("/broken", guards=[public])
async def broken() -> None:
    raise InternalServerException


@pytest.mark.parametrize(
    ("params", "field"), [({"one": "1"}, "other"), ({"other": "1"}, "one"), ({"one": "x", "other": "1"}, "one")]
)
async def test_a_missing_or_wrong_parameter_is_named(tokens: Tokens, params: dict[str, str], field: str) -> None:
    app = service("test", [sum_of], verifier=tokens.verifier, readiness=Readiness({}))

    async with AsyncTestClient(app) as client:
        answer = await client.get("/sum", params=params)

    assert (answer.status_code, [fault["field"] for fault in answer.json()["errors"]]) == (422, [field])


async def test_a_fault_of_the_framework_is_not_said_to_be_the_callers(tokens: Tokens) -> None:
    app = service("test", [broken], verifier=tokens.verifier, readiness=Readiness({}))

    async with AsyncTestClient(app) as client:
        answer = await client.get("/broken")

    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/our-fault")
