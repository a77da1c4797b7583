"""What others own, in memory: the broker, the clock and the issuer's keys. Tests of the bus run on this and on NATS."""

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from msgspec.structs import replace

from shared.bus import Answer, Deliver, Delivery, NoAnswer, Stream, WrongLastSequence
from shared.contracts.words import Role
from shared.errors import Unavailable
from shared.tokens import Keys, Verifier

ISSUER = "http://issuer.test"


class MemoryBus:
    """The bus without a broker: streams are lists, requests are calls."""

    def __init__(self) -> None:
        self.streams: dict[str, Stream] = {}
        self.messages: dict[str, list[Delivery]] = defaultdict(list)
        self.granted: set[tuple[str, str, str]] = set()
        self.down = False
        self.connections = 1
        self._ids: dict[str, dict[str, int]] = defaultdict(dict)
        self._last: dict[str, int] = defaultdict(int)
        self._positions: dict[tuple[str, str], int] = {}
        self._answers: dict[str, Answer] = {}
        self._news = asyncio.Condition()

    async def open(self) -> None:
        """Nothing to connect to."""

    async def ensure(self, stream: Stream) -> None:
        self.streams[stream.name] = stream

    async def grant(self, stream: str, consumer: str, subject: str) -> None:
        self.granted.add((stream, consumer, subject))

    async def publish(self, subject: str, body: bytes, *, id: str, expected_last: int | None = None) -> int:
        self._available()
        stream = self._stream_of(subject)
        if id in self._ids[stream.name]:
            return self._ids[stream.name][id]
        kept = self.messages[stream.name]
        last = next((message.sequence for message in reversed(kept) if message.subject == subject), 0)
        if expected_last is not None and expected_last != last:
            raise WrongLastSequence
        if stream.latest_only:
            kept[:] = [message for message in kept if message.subject != subject]
        sequence = self._last[stream.name] = self._last[stream.name] + 1
        kept.append(Delivery(subject=subject, body=body, id=id, sequence=sequence))
        self._ids[stream.name][id] = sequence
        async with self._news:
            self._news.notify_all()
        return sequence

    async def last_sequence(self, stream: str) -> int:
        self._available()
        return self._last[stream]

    async def latest(self, stream: str, subject: str) -> Delivery | None:
        self._available()
        return next((message for message in reversed(self.messages[stream]) if message.subject == subject), None)

    async def follow(
        self,
        stream: str,
        deliver: Deliver,
        *,
        subject: str | None = None,
        durable: str | None = None,
        caught_up: Callable[[], None] | None = None,
    ) -> None:
        at = self._positions.get((stream, durable), 0) if durable else 0
        while True:
            at = at if at <= self._last[stream] else 0
            waiting = [message for message in self.messages[stream] if message.sequence > at]
            wanted = [message for message in waiting if _fits(message.subject, subject or ">")]
            for left, message in zip(range(len(wanted) - 1, -1, -1), wanted, strict=True):
                await _insist(deliver, replace(message, pending=left))
                at = message.sequence
                if durable:
                    self._positions[stream, durable] = at
            if caught_up:
                caught_up()
                caught_up = None
            async with self._news:
                if all(message.sequence <= at for message in self.messages[stream]) or not wanted:
                    await self._news.wait()

    async def answer(self, subject: str, answer: Answer) -> None:
        self._answers[subject] = answer

    async def request(self, subject: str, body: bytes, *, seconds: float = 5) -> bytes:
        self._available()
        for pattern, answer in self._answers.items():
            if _fits(subject, pattern):
                return await asyncio.wait_for(answer(body), seconds)
        raise NoAnswer

    async def check(self) -> None:
        self._available()

    async def close(self) -> None:
        self._answers.clear()

    def bodies(self, stream: str) -> list[bytes]:
        """What an eavesdropper of a stream would have."""
        return [message.body for message in self.messages[stream]]

    def lose(self, stream: str, after: int) -> None:
        """Forget every message after a sequence, as a broker does that lost power without `sync_interval: always`."""
        self.messages[stream] = [message for message in self.messages[stream] if message.sequence <= after]
        self._ids[stream] = {known: at for known, at in self._ids[stream].items() if at <= after}
        self._last[stream] = after
        self.connections += 1

    def _available(self) -> None:
        if self.down:
            raise NoAnswer

    def _stream_of(self, subject: str) -> Stream:
        for stream in self.streams.values():
            if any(_fits(subject, pattern) for pattern in stream.subjects):
                return stream
        raise NoAnswer("No stream takes this subject.")


class MovableClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def move(self, by: timedelta) -> None:
        self.at += by


class Tokens:
    """An issuer with one key."""

    def __init__(self) -> None:
        self._key = ECKey.generate_key("P-256", {"kid": "test", "alg": "ES256", "use": "sig"}, private=True)
        self.keys = KeySet([self._key])
        self.verifier = Verifier(Keys.fixed(self.keys), issuer=ISSUER, audience="wayfare")

    def sign(
        self,
        role: Role | str,
        *,
        sub: str | None = None,
        office: str | None = None,
        partner: object = None,
        consumer: str | None = None,
        name: str | None = None,
        minutes: float = 10,
        **other: object,
    ) -> str:
        """A token; claims in `other` replace those made here."""
        now = datetime.now(UTC)
        claims = {
            "iss": ISSUER,
            "aud": "wayfare",
            "sub": sub or f"{role}-1",
            "wayfare_role": str(role),
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(minutes=minutes)).timestamp()),
            "office": office,
            "partner": str(partner) if partner else None,
            "consumer": consumer,
            "name": name,
            **other,
        }
        given = {key: value for key, value in claims.items() if value is not None}
        return jwt.encode({"alg": "ES256", "kid": "test"}, given, self._key)

    def bearer(self, role: Role | str, **claims: object) -> dict[str, str]:
        """The header for a request."""
        return {"authorization": f"Bearer {self.sign(role, **claims)}"}  # pyright: ignore[reportArgumentType] -- passed on as they are


async def eventually(check: Callable[[], Awaitable[bool] | bool], *, tries: int = 400) -> None:
    """Let other tasks run until `check` holds; fail after about eight seconds."""
    for pause in itertools.islice(itertools.chain([0.0] * 20, itertools.repeat(0.02)), tries):
        answer = check()
        if answer if isinstance(answer, bool) else await answer:
            return
        await asyncio.sleep(pause)
    raise AssertionError("It did not come true in time.")


async def _insist(deliver: Deliver, message: Delivery) -> None:
    while True:
        try:
            return await deliver(message)
        except Unavailable:
            await asyncio.sleep(0.01)


def _fits(subject: str, pattern: str) -> bool:
    """NATS wildcards: `*` is one token, `>` is the rest."""
    if pattern == ">":
        return True
    tokens, parts = subject.split("."), pattern.split(".")
    if parts[-1] == ">":
        return len(tokens) >= len(parts) and _fits(".".join(tokens[: len(parts) - 1]), ".".join(parts[:-1]))
    return len(tokens) == len(parts) and all(
        fnmatchcase(token, part) for token, part in zip(tokens, parts, strict=True)
    )
