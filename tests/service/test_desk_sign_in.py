"""Sign-in with somebody else's OIDC provider, on a real loopback port."""

import re
import subprocess
import sys
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec
import pytest
from litestar import Litestar

from conftest import Databases
from fakes import MemoryBus, MovableClock, Tokens
from service.desk_setup import Browser, Rooms, alive, desk_settings, into, running
from services.desk.api.sign_in import bearer
from services.desk.app import create_app
from services.desk.rooms.provider import Granted, new_pending
from shared.contracts.words import Role
from shared.errors import NotSignedIn, NotYours
from shared.tokens import Caller, Keys, Verifier

CLAIMS = {"wayfare_role": "case_worker", "office": "birmingham-yardley", "name": "Asha Verma"}
PEOPLE = (
    {"sub": "asha-verma", **CLAIMS},
    {"sub": "stranger", **CLAIMS},
    {"sub": "no-role", "name": "No Role"},
)


class Both(Verifier):
    """Trusts the provider for people, and the tests' own issuer for the admin who furnishes the house."""

    def __init__(self, outside: Verifier, tokens: Tokens) -> None:
        self._trusted = (outside, tokens.verifier)

    async def caller(self, token: str) -> Caller:
        for verifier in self._trusted:
            try:
                return await verifier.caller(token)
            except NotSignedIn:
                continue
        raise NotSignedIn


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A provider in a process of its own. Its access tokens are opaque: there the claims are in the id token."""
    people = [part for one in PEOPLE for part in ("--user-claims", msgspec.json.encode(one).decode())]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", "0", *people]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        lines = iter(process.stderr or ())
        found = next((found for line in lines if (found := re.search(r"running on (http://[\d.:]+)", line))), None)
        assert found is not None
        drained = threading.Thread(target=lambda: list(lines))
        drained.start()
        yield found[1]
        process.terminate()
        drained.join()


@pytest.fixture(scope="module")
def trusted(provider: str, tokens: Tokens) -> Verifier:
    return Both(Verifier(Keys.at(f"{provider}/jwks"), provider, "desk"), tokens)


@pytest.fixture(scope="module")
async def rooms(databases: Databases, tokens: Tokens, trusted: Verifier) -> AsyncIterator[Rooms]:
    async with running(databases, tokens, MovableClock(), MemoryBus(), trusts=trusted) as rooms:
        yield rooms


@asynccontextmanager
async def desk(rooms: Rooms, provider: str, trusted: Verifier) -> AsyncGenerator[Litestar]:
    """A desk that sends people to this provider."""

    def client(name: str, url: str) -> httpx.AsyncClient:
        transport = into(rooms.apps[name]) if name in rooms.apps else None
        return httpx.AsyncClient(transport=transport, base_url=url)

    app = create_app(desk_settings(oidc_issuer=provider), verifier=trusted, clients=client, clock=rooms.clock.now)
    async with alive(app):
        yield app


@pytest.fixture
async def browser(rooms: Rooms, provider: str, trusted: Verifier) -> AsyncIterator[Browser]:
    async with desk(rooms, provider, trusted) as app:
        yield Browser(app)


async def leave(browser: Browser, back: str = "/") -> str:
    """Open a page without a sign-in; the provider's address that one is sent to."""
    first = await browser.http.get(back, follow_redirects=False)
    second = await browser.http.get(first.headers["location"], follow_redirects=False)
    assert second.status_code == 303
    return second.headers["location"]


async def choose(address: str, **form: str) -> str:
    """Answer the provider's page; the address of ours that it sends one back to."""
    async with httpx.AsyncClient() as outside:
        answer = await outside.post(address, data=form)
    assert answer.is_redirect, answer.text
    return answer.headers["location"]


async def test_somebody_signs_in_with_the_operators_provider_and_lands_where_they_wanted(browser: Browser) -> None:
    address = await leave(browser, "/people/new")

    page = await browser.open(await choose(address, sub="asha-verma"))
    cookie = page.answer.history[0].headers.get_list("set-cookie")[-1]

    assert (page.path, page.status) == ("/people/new", 200)
    assert "Asha Verma" in page.text
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "eyJ" not in cookie


async def test_the_provider_is_asked_with_state_nonce_and_a_challenge(browser: Browser) -> None:
    query = parse_qs(urlsplit(await leave(browser)).query)

    assert query["response_type"] == ["code"]
    assert query["code_challenge_method"] == ["S256"]
    assert query["redirect_uri"] == ["http://desk.test/sign-in/callback"]
    assert all(len(query[name][0]) >= 32 for name in ("state", "nonce", "code_challenge"))


async def test_an_answer_to_a_sign_in_that_another_browser_began_is_refused(browser: Browser) -> None:
    """Else somebody could be signed in as somebody else without noticing."""
    back = await choose(await leave(browser), sub="asha-verma")
    browser.http.cookies.clear()

    page = await browser.open(back)

    assert page.status == 400
    assert "wayfare=" not in page.answer.headers.get("set-cookie", "")


async def test_an_answer_with_another_state_is_refused(browser: Browser) -> None:
    back = await choose(await leave(browser), sub="asha-verma")
    code = parse_qs(urlsplit(back).query)["code"][0]

    page = await browser.open(f"/sign-in/callback?code={code}&state=another")

    assert page.status == 400
    assert "Please start it again" in page.text


async def test_a_code_is_good_for_the_sign_in_that_it_was_given_to_and_no_other(browser: Browser) -> None:
    """The verifier and the nonce are of the second sign-in, the code is of the first."""
    stolen = parse_qs(urlsplit(await choose(await leave(browser), sub="asha-verma")).query)["code"][0]
    state = parse_qs(urlsplit(await leave(browser)).query)["state"][0]

    page = await browser.open(f"/sign-in/callback?code={stolen}&state={state}")

    assert page.status == 400


async def test_somebody_who_says_no_at_the_provider_is_told_so(browser: Browser) -> None:
    state = parse_qs(urlsplit(await leave(browser)).query)["state"][0]

    page = await browser.open(f"/sign-in/callback?error=access_denied&state={state}")

    assert page.status == 403
    assert "did not let you in" in page.text


async def test_somebody_who_is_not_on_the_staff_list_stays_outside(browser: Browser) -> None:
    page = await browser.open(await choose(await leave(browser), sub="stranger"))

    assert page.status == 403
    assert "not on the staff list" in page.text


async def test_somebody_without_a_role_is_told_whom_to_ask(browser: Browser) -> None:
    page = await browser.open(await choose(await leave(browser), sub="no-role"))

    assert page.status == 403
    assert "did not say what your role here is" in page.text


async def test_a_provider_that_does_not_answer_is_a_calm_page(rooms: Rooms, trusted: Verifier) -> None:
    async with desk(rooms, "http://127.0.0.1:9", trusted) as app:
        page = await Browser(app).open("/sign-in")

    assert page.status == 503
    assert "sign-in service does not answer" in page.text


async def test_an_access_token_with_the_claims_is_taken_before_the_id_token(tokens: Tokens) -> None:
    access, other = tokens.sign(Role.CASE_WORKER, sub="first"), tokens.sign(Role.CASE_WORKER, sub="second")

    taken = await bearer(Granted(access_token=access, id_token=other), tokens.verifier)
    fallen_back = await bearer(Granted(access_token="opaque", id_token=other), tokens.verifier)

    assert (taken, fallen_back) == (access, other)


async def test_without_the_claims_in_either_token_nobody_comes_in(tokens: Tokens) -> None:
    with pytest.raises(NotYours):
        await bearer(Granted(access_token="opaque", id_token="opaque"), tokens.verifier)


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere", "/sign-out", "x"]
)
def test_a_sign_in_never_leads_elsewhere(back: str) -> None:
    assert new_pending(back).back == "/"
