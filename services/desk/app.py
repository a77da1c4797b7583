"""The desk's web app."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from litestar import Litestar, Router, get
from litestar.di import NamedDependency, Provide
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import (
    create_static_files_router,  # pyright: ignore[reportUnknownVariableType] -- its hooks are untyped
)
from litestar.template import TemplateConfig

from services.desk.api import HANDLERS
from services.desk.api.consent_page import Rooms
from services.desk.api.sign_in import CALLBACK
from services.desk.rooms.asking import Room
from services.desk.rooms.directory import Directory
from services.desk.rooms.matcher import Matcher
from services.desk.rooms.provider import Client, Provider
from services.desk.rooms.referrals import Referrals
from services.desk.rooms.sessions import Sessions
from services.desk.sealing import Seal
from services.desk.settings import Settings
from services.desk.web import problems
from services.desk.web.brand import sheet
from services.desk.web.forms import check_form, form
from services.desk.web.headers import add_desk_headers
from services.desk.web.pages import environment
from services.desk.web.visit import Arrival, Visit, visit
from shared.access import caller, public
from shared.clock import Clock
from shared.health import Readiness
from shared.needs.vocabulary import Vocabulary, load
from shared.requests import add_headers
from shared.tokens import Verifier
from shared.web import Lifespan, live, ready

STATIC = Path(__file__).parent / "static"
UNTOUCHED = {"exclude_from_auth": True}
Clients = Callable[[str, str], httpx.AsyncClient]  # a room's name and address


def http_clients(settings: Settings) -> Clients:
    """Real connections to the rooms."""
    return lambda _name, url: httpx.AsyncClient(base_url=url, timeout=settings.patience)


@get("/brand.css", guards=[public], opt=UNTOUCHED, media_type="text/css", sync_to_thread=False, include_in_schema=False)
def brand(settings: NamedDependency[Settings]) -> str:
    """The colours of this place."""
    return sheet(settings)


def create_app(settings: Settings, *, verifier: Verifier, clients: Clients, clock: Clock) -> Litestar:
    """The pages, over rooms reached by `clients`. It has no database and no broker."""
    seal = Seal(settings.cookie_secret)
    addresses = {
        "directory": settings.directory_url,
        "matcher": settings.matcher_url,
        "referrals": settings.referrals_url,
        "provider": settings.oidc_issuer,
    }
    opened = {name: clients(name, url) for name, url in addresses.items()}
    rooms = {name: Room(name, client) for name, client in opened.items()}
    sessions = Sessions(rooms["referrals"])
    app = Litestar(
        route_handlers=[live, ready, brand, _static(), *HANDLERS],
        dependencies={
            **_visitors(rooms),
            **_fixed(
                provider=Provider(opened["provider"], _client(settings)),
                sessions=sessions,
                seal=seal,
                settings=settings,
                verifier=verifier,
                words=load(),
                readiness=Readiness({}),
            ),
            "now": Provide(clock, sync_to_thread=False),
        },
        middleware=[Arrival],
        before_request=check_form,
        before_send=[add_headers, add_desk_headers],
        exception_handlers=problems.HANDLERS,
        lifespan=[_closing(list(opened.values()))],
        template_config=TemplateConfig(instance=JinjaTemplateEngine(engine_instance=environment(settings, seal))),
        openapi_config=None,
        logging_config=None,
    )
    app.state.update({"settings": settings, "sessions": sessions, "seal": seal})
    return app


def _visitors(rooms: dict[str, Room]) -> dict[str, Provide]:
    """What depends on who is here: the rooms, asked in their name."""

    def referrals(visit: NamedDependency[Visit]) -> Referrals:
        return Referrals(rooms["referrals"].by(visit.who.token))

    def matcher(visit: NamedDependency[Visit]) -> Matcher:
        return Matcher(rooms["matcher"].by(visit.who.token))

    def directory(visit: NamedDependency[Visit]) -> Directory:
        return Directory(rooms["directory"].by(visit.who.token))

    def together(
        referrals: NamedDependency[Referrals],
        matcher: NamedDependency[Matcher],
        directory: NamedDependency[Directory],
        words: NamedDependency[Vocabulary],
    ) -> Rooms:
        return Rooms(referrals=referrals, matcher=matcher, directory=directory, words=words)

    return {
        "by": Provide(caller, sync_to_thread=False),
        "visit": Provide(visit, sync_to_thread=False),
        "form": Provide(form),
        "referrals": Provide(referrals, sync_to_thread=False),
        "matcher": Provide(matcher, sync_to_thread=False),
        "directory": Provide(directory, sync_to_thread=False),
        "rooms": Provide(together, sync_to_thread=False),
    }


def _fixed(**parts: object) -> dict[str, Provide]:
    """What is the same for everybody."""
    return {name: _given(part) for name, part in parts.items()}


def _given(part: object) -> Provide:
    return Provide(lambda: part, sync_to_thread=False)


def _client(settings: Settings) -> Client:
    return Client(
        issuer=settings.oidc_issuer,
        id=settings.oidc_client_id,
        secret=settings.oidc_client_secret,
        scope=settings.oidc_scope,
        callback=settings.public_url.rstrip("/") + CALLBACK,
    )


def _static() -> Router:
    return create_static_files_router(path="/static", directories=[STATIC], guards=[public], opt=UNTOUCHED)


def _closing(clients: list[httpx.AsyncClient]) -> Lifespan:
    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncGenerator[None]:
        yield
        for client in clients:
            await client.aclose()

    return lifespan
