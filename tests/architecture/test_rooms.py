"""Each service boots alone, guards every route, and documents every setting."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from fakes import ISSUER, MemoryBus, MovableClock, Tokens
from shared.db import Database
from shared.idempotency import Idempotency
from shared.settings import load, variable

ROOT = Path(__file__).parents[2]
ROOMS = ("directory", "matcher", "referrals", "desk")
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
ENVIRON = {
    "WAYFARE_ISSUER": ISSUER,
    "WAYFARE_JWKS_URL": f"{ISSUER}/jwks",
    "WAYFARE_MASTER_KEY": "A" * 43 + "=",
    "WAYFARE_NATS_SEED": "seed",
    "WAYFARE_OIDC_ISSUER": ISSUER,
    "WAYFARE_OIDC_CLIENT_ID": "desk",
    "WAYFARE_OIDC_CLIENT_SECRET": "s" * 32,
    "WAYFARE_COOKIE_SECRET": "A" * 43 + "=",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    "NATS_URL": "nats://127.0.0.1:1",
}


def app_of(room: str) -> Litestar:
    """The app with parts that reach nothing: routes are looked at, not called."""
    settings = load(importlib.import_module(f"services.{room}.settings").Settings, ENVIRON)
    create: Any = importlib.import_module(f"services.{room}.app").create_app
    parts: dict[str, Any] = {
        "verifier": Tokens().verifier,
        "bus": MemoryBus(),
        "database": Database(ENVIRON["DATABASE_URL"]),
        "clock": MovableClock().now,
        "clients": _client,
    }
    wanted = create.__annotations__.keys() & parts.keys()
    return create(settings, **{name: parts[name] for name in wanted})


def _client(_name: str, url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url)


def handlers(room: str) -> Iterator[tuple[str, HTTPRouteHandler]]:
    for route in app_of(room).routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                yield route.path, handler


@pytest.mark.parametrize("room", ROOMS)
def test_no_route_is_without_a_guard(room: str) -> None:
    open_routes = [
        f"{sorted(handler.http_methods)} {path}"
        for path, handler in handlers(room)
        if handler.http_methods - {"OPTIONS"} and not guards_of(handler)
    ]

    assert open_routes == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_route_that_changes_something_asks_who_is_there(room: str) -> None:
    """`public` on a route that changes something would be a hole, except where a secret of its own opens it."""
    by_secret = {"/sign-in", "/sign-in/callback", "/sessions/current"}
    open_routes = [
        f"{sorted(handler.http_methods)} {path}"
        for path, handler in handlers(room)
        if handler.http_methods & UNSAFE and path not in by_secret and "public" in guards_of(handler)
    ]

    assert open_routes == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_setting_is_documented(room: str) -> None:
    settings = importlib.import_module(f"services.{room}.settings").Settings
    pages = "\n".join(page.read_text() for page in (ROOT / "docs").glob("*.md"))

    missing = [name for field in msgspec.structs.fields(settings) if (name := variable(field.name)) not in pages]

    assert missing == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_service_boots_without_the_others(room: str) -> None:
    """Nothing of another room is needed, so a wheel of one service and `shared` is enough."""
    others = [f"services.{other}" for other in (*ROOMS, "local") if other != room]
    program = f"""
import sys
class Wall:
    def find_spec(self, name, path=None, target=None):
        if any(name == other or name.startswith(other + ".") for other in {others!r}):
            raise ImportError(f"{{name}} is behind a wall")
sys.meta_path.insert(0, Wall())
import services.{room}.app, services.{room}.__main__
print("up")
"""

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.stdout.strip(), done.returncode) == ("up", 0), done.stderr


def test_the_desk_reaches_neither_database_nor_broker() -> None:
    program = "import sys, services.desk.app; print(*sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    loaded = set(done.stdout.split())
    assert loaded & {"psycopg", "nats", "shared.db", "shared.bus"} == set()


def test_the_matcher_reaches_no_database() -> None:
    program = "import sys, services.matcher.app; print(*sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert set(done.stdout.split()) & {"psycopg", "shared.db"} == set()


def test_every_post_of_referrals_can_be_repeated_with_a_key() -> None:
    """A repeated request with the same Idempotency-Key answers the same (REFERRALS section 9)."""
    posts = [handler for _, handler in handlers("referrals") if "POST" in handler.http_methods]

    without = [str(handler) for handler in posts if not any(isinstance(m, Idempotency) for m in middleware_of(handler))]

    assert posts
    assert without == []


def guards_of(handler: Any) -> list[str]:
    return [getattr(getattr(guard, "func", guard), "__name__", "a guard") for guard in handler.resolve_guards()]


def middleware_of(handler: HTTPRouteHandler) -> list[object]:
    return list(handler.resolve_middleware())
