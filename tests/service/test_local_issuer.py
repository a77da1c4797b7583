"""The demo's sign-in page lets people choose who they are, and gives a code to nobody but the desk."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from litestar import Litestar
from litestar.testing import AsyncTestClient

from services.local.issuer.app import create_app
from services.local.issuer.grants import challenge
from services.local.issuer.settings import Settings, local_settings
from services.local.keyring import Keyring, new_keyring
from services.local.personas import PERSONAS
from shared.callers import Caller
from shared.contracts.words import Role
from shared.settings import WrongSettings
from shared.tokens import Keys, Verifier

Client = AsyncTestClient[Litestar]
ISSUER = "http://127.0.0.1:8004"
BACK = "http://127.0.0.1:8000/signed-in"
VERIFIER = "a-verifier-that-is-long-enough-to-be-one-0123456789"
ASKED = {
    "client_id": "desk",
    "redirect_uri": BACK,
    "response_type": "code",
    "scope": "openid",
    "code_challenge": challenge(VERIFIER),
    "code_challenge_method": "S256",
    "state": "somewhere",
    "nonce": "once",
}


@pytest.fixture(scope="module")
def keyring() -> Keyring:
    return new_keyring()


@pytest.fixture
async def issuer(keyring: Keyring) -> AsyncIterator[Client]:
    settings = Settings(
        mode="local", issuer=ISSUER, keyring=Path("keyring.json"), client_id="desk", redirect_uris=f"{BACK} http://b/c"
    )
    async with AsyncTestClient(create_app(settings, keyring)) as client:
        yield client


async def code_for(issuer: Client, sub: str) -> str:
    answer = await issuer.post("/authorize", data={**ASKED, "persona": sub}, follow_redirects=False)
    assert answer.status_code == 303
    return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]


def exchange(code: str, keyring: Keyring, /, **changed: str) -> dict[str, str]:
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
        "client_id": "desk",
        "client_secret": keyring.desk_secret,
        **changed,
    }


async def test_the_page_offers_every_persona_as_a_button_and_has_no_script(issuer: Client) -> None:
    answer = await issuer.get("/authorize", params=ASKED)

    assert re.findall(r'name="persona" value="([^"]+)"', answer.text) == [persona.sub for persona in PERSONAS]
    assert "<script" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_choosing_somebody_leads_back_to_the_desk_with_a_code_and_its_own_state(
    issuer: Client,
) -> None:
    answer = await issuer.post("/authorize", data={**ASKED, "persona": "asha-verma"}, follow_redirects=False)

    back = urlsplit(answer.headers["location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == BACK
    assert parse_qs(back.query)["state"] == ["somewhere"]


async def test_the_code_gives_a_token_that_every_room_accepts(issuer: Client, keyring: Keyring) -> None:
    code = await code_for(issuer, "asha-verma")
    tokens = (await issuer.post("/token", data=exchange(code, keyring))).json()

    published = KeySet.import_key_set((await issuer.get("/jwks")).json())
    caller = await Verifier(Keys.fixed(published), ISSUER, "wayfare").caller(tokens["access_token"])

    assert caller == Caller(sub="asha-verma", role=Role.CASE_WORKER, office="birmingham-yardley", name="Asha Verma")
    assert jwt.decode(tokens["id_token"], published, algorithms=["ES256"]).claims["nonce"] == "once"


async def test_a_receiver_carries_the_partner_in_the_token(issuer: Client, keyring: Keyring) -> None:
    code = await code_for(issuer, "open-door")
    tokens = (await issuer.post("/token", data=exchange(code, keyring))).json()

    claims = jwt.decode(tokens["access_token"], KeySet.import_key_set((await issuer.get("/jwks")).json())).claims

    persona = next(persona for persona in PERSONAS if persona.sub == "open-door")
    assert (claims["wayfare_role"], claims["partner"]) == ("partner_receiver", str(persona.partner))


async def test_the_desk_may_also_sign_in_by_the_header(issuer: Client, keyring: Keyring) -> None:
    form = exchange(await code_for(issuer, "admin"), keyring)
    del form["client_id"], form["client_secret"]

    answer = await issuer.post("/token", data=form, auth=("desk", keyring.desk_secret))

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")


async def test_a_code_works_once(issuer: Client, keyring: Keyring) -> None:
    form = exchange(await code_for(issuer, "admin"), keyring)
    await issuer.post("/token", data=form)

    again = await issuer.post("/token", data=form)

    assert (again.status_code, again.json()) == (400, {"error": "invalid_grant"})


@pytest.mark.parametrize(
    ("changed", "status", "error"),
    [
        ({"code_verifier": "another-verifier-that-is-long-enough-0123456789"}, 400, "invalid_grant"),
        ({"redirect_uri": "http://b/c"}, 400, "invalid_grant"),
        ({"code": "guessed"}, 400, "invalid_grant"),
        ({"client_secret": "guessed"}, 401, "invalid_client"),
        ({"client_id": "somebody"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
async def test_a_code_is_worth_nothing_with_anything_changed(
    issuer: Client, keyring: Keyring, changed: dict[str, str], status: int, error: str
) -> None:
    code = await code_for(issuer, "admin")

    answer = await issuer.post("/token", data=exchange(code, keyring, **changed))

    assert (answer.status_code, answer.json()["error"]) == (status, error)


@pytest.mark.parametrize("changed", [{"redirect_uri": f"{BACK}/x"}, {"redirect_uri": ""}, {"client_id": "other"}])
async def test_nobody_is_sent_to_an_address_that_is_not_the_desks(issuer: Client, changed: dict[str, str]) -> None:
    asked = {**ASKED, **changed}

    answers = [
        await issuer.get("/authorize", params=asked, follow_redirects=False),
        await issuer.post("/authorize", data={**asked, "persona": "admin"}, follow_redirects=False),
    ]

    assert [(answer.status_code, "location" in answer.headers) for answer in answers] == [(400, False)] * 2


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
    ],
)
async def test_a_request_that_is_not_safe_goes_back_with_its_error(
    issuer: Client, changed: dict[str, str], error: str
) -> None:
    answer = await issuer.get("/authorize", params={**ASKED, **changed}, follow_redirects=False)

    assert parse_qs(urlsplit(answer.headers["location"]).query) == {"error": [error], "state": ["somewhere"]}


async def test_what_a_request_carries_is_shown_as_text(issuer: Client) -> None:
    answer = await issuer.get("/authorize", params={**ASKED, "state": '"><script>alert(1)</script>'})

    assert "<script" not in answer.text


async def test_the_published_key_is_only_the_public_half(issuer: Client) -> None:
    keys = (await issuer.get("/jwks")).json()["keys"]

    assert [sorted(key) for key in keys] == [["alg", "crv", "kid", "kty", "use", "x", "y"]]


@pytest.mark.parametrize("mode", [{}, {"WAYFARE_MODE": "production"}])
def test_it_refuses_to_run_anywhere_but_on_one_machine(mode: dict[str, str]) -> None:
    environ = {"WAYFARE_ISSUER": ISSUER, "WAYFARE_KEYRING": "k", "WAYFARE_CLIENT_ID": "d", "WAYFARE_REDIRECT_URIS": "u"}

    with pytest.raises(WrongSettings, match="local mode only"):
        local_settings({**environ, **mode})
