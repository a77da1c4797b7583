"""Which roles may use a route. Every route has one of these guards; a test looks for those that have none."""

from collections.abc import Callable
from typing import Any

from litestar.connection import ASGIConnection, Request
from litestar.datastructures import State
from litestar.handlers.base import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from shared.callers import STAFF, Caller
from shared.contracts.words import Role
from shared.errors import NotSignedIn, NotYours
from shared.tokens import Verifier

Connection = ASGIConnection[Any, Caller | None, str | None, State]
Guard = Callable[[Connection, BaseRouteHandler], None]


class Authentication(AbstractAuthenticationMiddleware):
    """Reads `Authorization: Bearer …`, never a cookie. Without one the caller is None, and the guards decide."""

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        """Verify the token with the app's `verifier`."""
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return AuthenticationResult(user=None, auth=None)
        verifier: Verifier = connection.app.state["verifier"]
        return AuthenticationResult(user=await verifier.caller(token.strip()), auth=token.strip())


def public(_connection: Connection, _handler: BaseRouteHandler) -> None:
    """Anybody. Written down so that an open route is a decision and not an oversight."""


def only(*roles: Role) -> Guard:
    """A guard that lets these roles in. Raises `NotSignedIn` or `NotYours`."""

    def guard(connection: Connection, _handler: BaseRouteHandler) -> None:
        caller = connection.scope["user"]
        if caller is None:
            raise NotSignedIn
        if caller.role not in roles:
            raise NotYours(f"Your role does not include this. It is for: {', '.join(roles)}.")

    return guard


staff = only(*STAFF)
signed_in = only(*Role)
admin = only(Role.ADMIN)
partner_receiver = only(Role.PARTNER_RECEIVER)


def caller(request: Request[Caller | None, str | None, State]) -> Caller:
    """The dependency `by`: who is calling. Only behind a guard that asks for a sign-in."""
    if request.user is None:
        raise NotSignedIn
    return request.user
