"""A POST that is sent again with its `Idempotency-Key` answers as it did the first time (REFERRALS section 9).

Every database that answers so has this table:

    CREATE TABLE idempotency (
        key         text PRIMARY KEY,
        fingerprint text NOT NULL,
        answer      text NOT NULL,
        created_at  timestamptz NOT NULL
    );

The answer is written in the transaction of the change, and sealed under a key that follows from the service's secret
and from the caller's own Idempotency-Key, which is not kept. A refusal changes nothing and is not kept either.
"""

import base64
import contextlib
import hmac
import secrets
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from msgspec import Struct

from shared.clock import Clock
from shared.db import Transaction
from shared.errors import Fault, Invalid, Refusal
from shared.requests import HouseRequest

Begin = Callable[[Scope], AbstractAsyncContextManager[Transaction]]

HEADER = "idempotency-key"
LONGEST = 200
FIRST_REFUSAL = 400
BLOCK = 1024  # answers are padded to a multiple of this, so that their length says nothing
NONCE = 12
KEPT = ("content-type", "location")


class UsedBefore(Refusal):
    """This Idempotency-Key came before with another request. Use a new key for each request."""

    status = 422


class FirstAnswer(Struct, frozen=True, kw_only=True):
    """An answer as it was sent."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Kept(Struct, frozen=True, kw_only=True):
    """A row of `idempotency`."""

    fingerprint: str
    answer: str


class Marks(Struct, frozen=True, kw_only=True):
    """What a request is known by: who sent which key, what it asked, and the key that seals its answer."""

    key: str
    fingerprint: str
    sealing: bytes


class Idempotency(ASGIMiddleware):
    """Stands before every POST of an app, so that no route can forget it.

    `begin` opens the transaction of a request; the route finds it under `transaction` in the scope's state.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self, begin: Begin, secret: bytes, clock: Clock) -> None:
        self._begin, self._secret, self._clock = begin, secret, clock

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Answer again, or let the request through and keep what it is answered."""
        request = HouseRequest(scope, receive, send)
        given = request.headers.get(HEADER)
        if request.method != "POST" or given is None or scope["user"] is None:
            await next_app(scope, receive, send)
            return
        marks = marks_of(self._secret, scope, _checked(given), await request.body())
        for message in await self._answer(marks, scope, receive, next_app):
            await send(message)

    async def _answer(self, marks: Marks, scope: Scope, receive: Receive, next_app: ASGIApp) -> list[Message]:
        heard: list[Message] = []

        async def hear(message: Message) -> None:
            heard.append(message)

        with contextlib.suppress(_NotKept):
            async with self._begin(scope) as tx:
                if first := await find(tx, marks):
                    return _messages(first)
                scope["state"]["transaction"] = tx
                await next_app(scope, receive, hear)
                await keep(tx, marks, _worth_keeping(_answered(heard)), self._clock())
        return heard


def marks_of(secret: bytes, scope: Scope, key: str, body: bytes) -> Marks:
    """Nothing here can be worked out from the table, nor from the table and the service's secret."""
    by = scope["user"]
    caller = "\0".join([by.sub, by.role, str(by.office), str(by.partner), key])
    own = _mac(secret, caller.encode())
    asked = b"\0".join([scope["path"].encode(), scope["query_string"], body])
    return Marks(key=_mac(own, b"key").hex(), fingerprint=_mac(own, asked).hex(), sealing=_mac(own, b"sealing"))


async def find(tx: Transaction, marks: Marks) -> FirstAnswer | None:
    """The first answer. Waits for the same request under way. Raises `UsedBefore` for another one."""
    await tx.run("SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, 2))", key=marks.key)
    kept = await tx.maybe(Kept, "SELECT fingerprint, answer FROM idempotency WHERE key = %(key)s", key=marks.key)
    if kept is None:
        return None
    if not hmac.compare_digest(kept.fingerprint, marks.fingerprint):
        raise UsedBefore
    return _unsealed(marks, kept.answer)


async def keep(tx: Transaction, marks: Marks, answer: FirstAnswer, now: datetime) -> None:
    """Write the first answer beside the change."""
    await tx.run(
        """
        INSERT INTO idempotency (key, fingerprint, answer, created_at)
        VALUES (%(key)s, %(fingerprint)s, %(answer)s, %(now)s)
        """,
        key=marks.key,
        fingerprint=marks.fingerprint,
        answer=_sealed(marks, answer),
        now=now,
    )


async def forget(tx: Transaction, before: datetime) -> int:
    """Delete answers from before then; how many there were."""
    return await tx.run("DELETE FROM idempotency WHERE created_at < %(before)s", before=before)


class _NotKept(Exception):
    """A refusal: roll back."""


def _checked(key: str) -> str:
    if not key.strip() or len(key) > LONGEST:
        raise Invalid(faults=[Fault(field="Idempotency-Key", message=f"Send 1 to {LONGEST} characters, new for each")])
    return key


def _worth_keeping(answer: FirstAnswer) -> FirstAnswer:
    if answer.status >= FIRST_REFUSAL:
        raise _NotKept
    return answer


def _answered(messages: list[Message]) -> FirstAnswer:
    status, headers, body = 0, list[tuple[str, str]](), b""
    for message in messages:
        if message["type"] == "http.response.start":
            status = message["status"]
            named = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in message["headers"]]
            headers = [(name, value) for name, value in named if name in KEPT]
        elif message["type"] == "http.response.body":
            body += message["body"]
    return FirstAnswer(status=status, headers=tuple(headers), body=body)


def _messages(answer: FirstAnswer) -> list[Message]:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    headers += [(b"idempotent-replayed", b"true"), (b"content-length", str(len(answer.body)).encode())]
    return [
        {"type": "http.response.start", "status": answer.status, "headers": headers},
        {"type": "http.response.body", "body": answer.body, "more_body": False},
    ]


def _sealed(marks: Marks, answer: FirstAnswer) -> str:
    text = msgspec.json.encode(answer)
    padded = text + b" " * (-len(text) % BLOCK)
    nonce = secrets.token_bytes(NONCE)
    sealed = AESGCM(marks.sealing).encrypt(nonce, padded, marks.fingerprint.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def _unsealed(marks: Marks, sealed: str) -> FirstAnswer:
    raw = base64.urlsafe_b64decode(sealed)
    text = AESGCM(marks.sealing).decrypt(raw[:NONCE], raw[NONCE:], marks.fingerprint.encode())
    return msgspec.json.decode(text, type=FirstAnswer)


def _mac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")
