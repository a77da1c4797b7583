"""Who is here: an opaque secret in a cookie, looked up for each page."""

from typing import Any

from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from msgspec import Struct

from services.desk.rooms.sessions import Sessions
from services.desk.settings import Settings
from shared.callers import Caller
from shared.contracts.staff import SignedIn
from shared.errors import NotSignedIn

AnyRequest = Request[Any, Any, Any]


class Visit(Struct, frozen=True, kw_only=True):
    """Somebody who is signed in, and the secret of their cookie."""

    secret: str
    who: SignedIn


class Arrival(AbstractAuthenticationMiddleware):
    """Looks the cookie up. Without one the user is None, and the guards decide."""

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        """Ask referrals whose cookie this is."""
        settings: Settings = connection.app.state["settings"]
        sessions: Sessions = connection.app.state["sessions"]
        secret = connection.cookies.get(cookie_name(settings))
        who = await sessions.current(secret) if secret else None
        if who is None or secret is None:
            return AuthenticationResult(user=None, auth=None)
        return AuthenticationResult(user=_caller(who), auth=Visit(secret=secret, who=who))


def here(request: AnyRequest) -> Visit | None:
    """Who is here, if anybody; also on pages of errors, where nobody was looked up."""
    found = request.scope.get("auth")
    return found if isinstance(found, Visit) else None


def visit(request: AnyRequest) -> Visit:
    """The dependency `visit`: who is here. Only behind a guard that asks for a sign-in."""
    found = here(request)
    if found is None:
        raise NotSignedIn
    return found


def cookie_name(settings: Settings) -> str:
    """With HTTPS the browser itself makes sure that it comes from this host alone."""
    return "__Host-wayfare" if settings.secure else "wayfare"


def give_cookie(answer: Response[Any], settings: Settings, name: str, value: str, seconds: int) -> None:
    """Set a cookie that no script can read and no other site can send along with a form."""
    answer.set_cookie(name, value, max_age=seconds, path="/", httponly=True, secure=settings.secure, samesite="lax")


def take_cookie(answer: Response[Any], settings: Settings, name: str) -> None:
    """Remove a cookie."""
    give_cookie(answer, settings, name, "", 0)


def _caller(who: SignedIn) -> Caller:
    return Caller(sub=who.sub, role=who.role, office=who.office, partner=who.partner, name=who.name)
