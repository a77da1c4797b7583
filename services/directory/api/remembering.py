"""ETags: whoever has an answer already hears 304 instead of it."""

import hashlib

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPResponseStartEvent, Message, Receive, Scope, Send

OK = 200


def remember_answers(app: ASGIApp) -> ASGIApp:
    """Give whole answers an ETag. Streams pass as they are."""

    async def middleware(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["method"] != "GET":
            await app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"if-none-match", b"").decode("latin-1")
        await app(scope, receive, _Tagging(send, given).send)

    return middleware


class _Tagging:
    """Holds the start of an answer back until its body is there."""

    def __init__(self, send: Send, given: str) -> None:
        self._send, self._given = send, given
        self._start: HTTPResponseStartEvent | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == OK:
            self._start = message
            return
        start, self._start = self._start, None
        if start is not None and message["type"] == "http.response.body":
            if not message["more_body"]:
                message["body"] = self._tagged(start, message["body"])
            await self._send(start)
        await self._send(message)

    def _tagged(self, start: HTTPResponseStartEvent, body: bytes) -> bytes:
        """The body that is sent: none where the caller has it."""
        headers = MutableScopeHeaders(start)
        tag = headers["etag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        if tag not in self._given and self._given.strip() != "*":
            return body
        start["status"] = 304
        del headers["content-length"]
        del headers["content-type"]
        return b""
