"""The desk in process over the real rooms, and pages as a browser without scripts has them."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from html.parser import HTMLParser
from uuid import UUID

import httpx
import msgspec
from litestar import Litestar
from msgspec import Struct

from conftest import Databases
from fakes import ISSUER, MemoryBus, MovableClock, Tokens, eventually
from service.referrals_setup import MASTER_KEY
from services.desk.app import create_app as desk_app
from services.desk.settings import Settings as DeskSettings
from services.directory.app import create_app as directory_app
from services.directory.settings import Settings as DirectorySettings
from services.local.listings import documents
from services.local.personas import CONSUMERS, OPEN_DOOR, PARTNERS, STAFF
from services.matcher.app import create_app as matcher_app
from services.matcher.settings import Settings as MatcherSettings
from services.referrals.app import create_app as referrals_app
from services.referrals.settings import Settings as ReferralsSettings
from shared.contracts.words import Role
from shared.db import Database
from shared.tokens import Verifier

DESK, REFERRALS, MATCHER, DIRECTORY = (
    "http://desk.test",
    "http://referrals.test",
    "http://matcher.test",
    "http://dir.test",
)
NATS, JWKS = "nats://unused", f"{ISSUER}/jwks"
COOKIE_SECRET = "a secret of the tests that is long enough"
Fields = dict[str, str | list[str]]


class Page(HTMLParser):
    """A page, read as far as the tests ask: its parts by tag, and its forms with what they would send."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.answer, self.status = answer, answer.status_code
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.forms: dict[str, Fields] = {}
        self.title, self.words = "", ""
        self._form, self._tag = "", ""
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        self._tag = tag
        if tag == "form":
            self._form = given.get("action", "")
            self.forms[self._form] = {}
        if tag == "input" and self._form and _sends(given):
            self._keep(given["name"], given.get("value", ""))
        if tag == "textarea" and self._form:
            self._keep(given["name"], "")

    def handle_endtag(self, tag: str) -> None:
        self._form = "" if tag == "form" else self._form
        self._tag = ""

    def handle_data(self, data: str) -> None:
        self.title += data if self._tag == "title" else ""
        self.words += data if self._tag not in {"script", "style"} else ""

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        """Every tag with these attributes."""
        return [given for name, given in self.tags if name == tag and attributes.items() <= given.items()]

    @property
    def text(self) -> str:
        """What can be read, with single spaces."""
        return " ".join(self.words.split())

    @property
    def path(self) -> str:
        """Where we are."""
        return self.answer.url.path

    def _keep(self, name: str, value: str) -> None:
        fields = self.forms[self._form]
        before = fields.get(name)
        fields[name] = value if before is None else [*([before] if isinstance(before, str) else before), value]


class Browser:
    """Somebody at the desk: keeps cookies, follows redirects, sends forms as they stand."""

    def __init__(self, desk: Litestar, cookies: dict[str, str] | None = None) -> None:
        self.http = httpx.AsyncClient(transport=into(desk), base_url=DESK, cookies=cookies, follow_redirects=True)
        self.seen: list[Page] = []

    async def open(self, path: str) -> Page:
        """Load a page."""
        return self._saw(Page(await self.http.get(path)))

    async def send(self, page: Page, action: str, **fields: str | list[str]) -> Page:
        """Send a form of a page, with these fields filled in."""
        form = page.forms[action] | fields
        return self._saw(Page(await self.http.post(action, data=form)))

    def _saw(self, page: Page) -> Page:
        self.seen.append(page)
        return page


class Rooms(Struct, frozen=True, kw_only=True):
    """Everything that runs, and the ways into it."""

    desk: Litestar
    apps: dict[str, Litestar]
    referrals: httpx.AsyncClient
    matcher: httpx.AsyncClient
    directory: httpx.AsyncClient
    silent: set[str]  # rooms that do not answer just now
    tokens: Tokens
    clock: MovableClock

    @contextmanager
    def without(self, room: str) -> Generator[None]:
        """While a room does not answer."""
        self.silent.add(room)
        yield
        self.silent.discard(room)

    async def sign_in(self, role: Role, sub: str, *, name: str | None = None, partner: UUID | None = None) -> Browser:
        """A browser with the cookie of a session, as after a sign-in."""
        office = "birmingham-yardley" if partner is None else None
        bearer = self.tokens.bearer(role, sub=sub, name=name or sub, office=office, partner=partner)
        began = await self.referrals.post("/sessions", json={"expires_in": 3600}, headers=bearer)
        assert began.status_code == 201, began.text
        return Browser(self.desk, {"wayfare": began.json()["secret"]})

    async def asha(self) -> Browser:
        """A case worker."""
        return await self.sign_in(Role.CASE_WORKER, "asha-verma", name="Asha Verma")

    async def nia(self) -> Browser:
        """Somebody who answers for the provider Open Door."""
        return await self.sign_in(Role.PARTNER_RECEIVER, "open-door", name="Nia Morgan", partner=OPEN_DOOR.id)


def into(app: Litestar) -> httpx.ASGITransport:
    """The way into an app, in the loop of the test."""
    return httpx.ASGITransport(app)  # pyright: ignore[reportArgumentType] -- the same calls, typed in other words


class Silence(httpx.AsyncBaseTransport):
    """The way to a room, which can be cut."""

    def __init__(self, name: str, app: Litestar, silent: set[str]) -> None:
        self._name, self._silent, self._way = name, silent, into(app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._name in self._silent:
            raise httpx.ConnectError("nobody there", request=request)
        return await self._way.handle_async_request(request)


def desk_settings(**changes: object) -> DeskSettings:
    """Settings for a desk whose rooms are in process."""
    settings = DeskSettings(
        issuer=ISSUER,
        jwks_url=f"{ISSUER}/jwks",
        oidc_issuer=ISSUER,
        oidc_client_id="desk",
        oidc_client_secret="secret of the desk",
        cookie_secret=COOKIE_SECRET,
        public_url=DESK,
    )
    return msgspec.structs.replace(settings, **changes)


@asynccontextmanager
async def running(
    databases: Databases, tokens: Tokens, clock: MovableClock, bus: MemoryBus, *, trusts: Verifier | None = None
) -> AsyncGenerator[Rooms]:
    """The whole house in process, with the listings and people of the demo."""
    apps = await _apps(databases, trusts or tokens.verifier, clock, bus)
    silent: set[str] = set()

    def client(name: str, url: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=Silence(name, apps.get(name, apps["referrals"]), silent), base_url=url)

    desk = desk_app(desk_settings(), verifier=tokens.verifier, clients=client, clock=clock.now)
    async with AsyncExitStack() as open_now:
        for app in (*apps.values(), desk):
            await open_now.enter_async_context(alive(app))
        directly = {name: httpx.AsyncClient(transport=into(app), base_url=url(name)) for name, app in apps.items()}
        rooms = Rooms(
            desk=desk,
            apps=apps,
            referrals=directly["referrals"],
            matcher=directly["matcher"],
            directory=directly["directory"],
            silent=silent,
            tokens=tokens,
            clock=clock,
        )
        await _furnish(rooms)
        yield rooms


@asynccontextmanager
async def alive(app: Litestar) -> AsyncGenerator[None]:
    """The app's lifespan in a task of its own: a fixture begins and ends in different tasks, which it may not."""
    began, ending = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            began.set()
            await ending.wait()

    task = asyncio.create_task(live())
    waiting = asyncio.create_task(began.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if not began.is_set():
        await task
    yield
    ending.set()
    await task


def url(name: str) -> str:
    """Where a room is, in the tests."""
    return {"referrals": REFERRALS, "matcher": MATCHER, "directory": DIRECTORY}[name]


async def _apps(databases: Databases, by: Verifier, clock: MovableClock, bus: MemoryBus) -> dict[str, Litestar]:
    listings, people = await databases.fresh("directory"), await databases.fresh("referrals")
    directory = DirectorySettings(
        database_url=listings.service,
        public_url=DIRECTORY,
        nats_url=NATS,
        nats_seed="unused",
        issuer=ISSUER,
        jwks_url=JWKS,
    )
    referrals = ReferralsSettings(
        database_url=people.service,
        master_key=MASTER_KEY,
        public_url=REFERRALS,
        undo_window=0,
        jobcentre_batch="at-once",
        nats_url=NATS,
        nats_seed="unused",
        issuer=ISSUER,
        jwks_url=JWKS,
    )
    matcher = MatcherSettings(issuer=ISSUER, jwks_url=JWKS, nats_url=NATS)
    listed, known = Database(listings.service), Database(people.service)
    now = clock.now
    return {
        "directory": directory_app(directory, verifier=by, bus=bus, database=listed, clock=now),
        "referrals": referrals_app(referrals, verifier=by, bus=bus, database=known, clock=now),
        "matcher": matcher_app(matcher, verifier=by, bus=bus, clock=now),
    }


async def _furnish(rooms: Rooms) -> None:
    admin = rooms.tokens.bearer(Role.ADMIN, sub="admin")
    for one in STAFF:
        new = {"sub": one.sub, "name": one.name, "role": one.role, "office": one.office}
        await _done(rooms.referrals.post("/staff", json=new, headers=admin))
    for partner in PARTNERS:
        asked = {
            "id": str(partner.id),
            "legal_name": partner.legal_name,
            "organizations": [str(partner.organization)],
            "email": partner.email,
        }
        await _done(rooms.referrals.post("/partners", json=asked, headers=admin))
        await _done(rooms.referrals.post(f"/partners/{partner.id}/approval", headers=admin))
    for consumer in CONSUMERS:
        await _done(rooms.referrals.post("/consumers", json={"id": consumer.id, "name": consumer.name}, headers=admin))
    await _listings(rooms, admin)


async def _listings(rooms: Rooms, admin: dict[str, str]) -> None:
    body = msgspec.json.Encoder().encode_lines(list(documents()))
    headers = {**admin, "content-type": "application/x-ndjson"}
    await _done(rooms.directory.post("/manage/imports?format=ndjson&source=demo", content=body, headers=headers))
    request = {"needs": [{"code": "anxiety"}]}
    bearer = rooms.tokens.bearer(Role.CASE_WORKER, sub="asha-verma", office="birmingham-yardley")

    async def known() -> bool:
        found = await rooms.matcher.post("/matches", json=request, headers=bearer)
        return found.is_success and found.json()["index"]["services"] > 80

    await eventually(known)


async def _done(answer: Awaitable[httpx.Response]) -> None:
    made = await answer
    assert made.is_success, made.text


def _sends(given: dict[str, str]) -> bool:
    if given.get("type") in {"checkbox", "radio"}:
        return "checked" in given
    return "name" in given
