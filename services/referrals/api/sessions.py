"""`/sessions`: sign-ins of the desk."""

from datetime import datetime
from typing import Annotated

from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.handlers.base import BaseRouteHandler
from litestar.params import HeaderParameter, JSONBody

from services.referrals.actions import sessions as actions
from shared.access import Connection, signed_in
from shared.contracts.staff import Session, SessionNew, SignedIn
from shared.db import Transaction
from shared.errors import NotSignedIn
from shared.tokens import Verifier

HEADER = "x-session"
Secret = Annotated[str, HeaderParameter(name="X-Session", max_length=200)]


def by_session(connection: Connection, _handler: BaseRouteHandler) -> None:
    """A guard that lets in whoever shows a secret; the action then looks whether it is a good one."""
    if not connection.headers.get(HEADER):
        raise NotSignedIn("There is no sign-in. Send the secret of your session as X-Session.")


class Sessions(Controller):
    """Sign-ins of the desk, which itself keeps an opaque secret in a cookie and nothing else."""

    path = "/sessions"
    tags = ("sessions",)

    @post(guards=[signed_in], summary="Keep the sign-in of this request")
    async def begin(
        self,
        data: JSONBody[SessionNew],
        token: NamedDependency[str],
        tx: NamedDependency[Transaction],
        now: NamedDependency[datetime],
    ) -> Session:
        """The secret is shown once."""
        return await actions.begin(tx, token, data, now)

    @get("/current", guards=[by_session], summary="Who is signed in")
    async def current(
        self,
        secret: Secret,
        verifier: NamedDependency[Verifier],
        tx: NamedDependency[Transaction],
        now: NamedDependency[datetime],
    ) -> SignedIn:
        """With the token to call other services with."""
        return await actions.current(tx, verifier, secret, now)

    @delete("/current", guards=[by_session], summary="Sign out")
    async def end(self, secret: Secret, tx: NamedDependency[Transaction]) -> None:
        """At once."""
        await actions.end(tx, secret)
