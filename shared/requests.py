"""What every request carries: an id for the log and the person who calls us, and the body as it was sent."""

import re
from typing import Any

from litestar import Request
from litestar.datastructures import State
from litestar.types import Message, Scope

from shared.callers import Caller
from shared.checking import TooDeep, check_text
from shared.ids import new_id

ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{8,64}")
SECURITY_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
}


class HouseRequest(Request[Caller | None, str | None, State]):
    """Keeps the decoded body, so that an error can name every wrong field and not only the first."""

    async def json(self) -> Any:
        """The body, decoded. Raises `TooDeep`, and `Invalid` for a text that no database keeps."""
        try:
            given = await super().json()
        except RecursionError:
            raise TooDeep from None
        check_text(given)
        self.state["given"] = given
        return given


AnyRequest = Request[Any, Any, Any]


def request_id(scope: Scope) -> str:
    """The caller's `X-Request-Id` if it is a plain one, else a new one; the same for the whole request."""
    state = scope["state"]
    if "request_id" not in state:
        given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        state["request_id"] = given if ACCEPTABLE.fullmatch(given) else str(new_id())
    return str(state["request_id"])


async def add_headers(message: Message, scope: Scope) -> None:
    """Put the request id and the security headers on every answer, errors included (they skip middleware)."""
    if message["type"] != "http.response.start":
        return
    present = {name.lower() for name, _ in message["headers"]}
    headers = {"x-request-id": request_id(scope), **SECURITY_HEADERS}
    added = [(name.encode(), value.encode()) for name, value in headers.items() if name.encode() not in present]
    message["headers"] = [*message["headers"], *added]
