"""Ask a room: a Struct goes out, a Struct comes back, and its refusals are raised here as they were there."""

from collections.abc import Mapping
from typing import TypeVar

import httpx
import msgspec
from msgspec import Struct

from shared import log
from shared.errors import (
    Gone,
    Invalid,
    NotAllowedNow,
    NotFound,
    NotSignedIn,
    NotYours,
    Problem,
    Refusal,
    Unavailable,
)

T = TypeVar("T")
REFUSALS: dict[int, type[Refusal]] = {
    400: Invalid,
    401: NotSignedIn,
    403: NotYours,
    404: NotFound,
    409: NotAllowedNow,
    410: Gone,
    422: Invalid,
}


class NoRoom(Unavailable):
    """A part of the service does not answer right now. Nothing was lost. Please try again in a minute."""


class Room:
    """One service behind the desk, called with the bearer token of whoever is here."""

    def __init__(self, name: str, client: httpx.AsyncClient, token: str | None = None) -> None:
        self._name, self._client, self._token = name, client, token

    def by(self, token: str) -> "Room":
        """The same room, asked in somebody's name."""
        return Room(self._name, self._client, token)

    async def get(
        self,
        kind: type[T],
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> T:
        """Read. Raises the room's refusal, or `NoRoom`."""
        return _read(kind, await self._ask("GET", path, query=query, headers=headers))

    async def post(self, kind: type[T], path: str, body: Struct | None = None, *, once: str | None = None) -> T:
        """Do something once: the same `once` with the same body is answered as before."""
        headers = {"idempotency-key": once} if once else None
        return _read(kind, await self._ask("POST", path, body=body, headers=headers))

    async def put(self, kind: type[T], path: str, body: Struct) -> T:
        """Put something in the place of what was there."""
        return _read(kind, await self._ask("PUT", path, body=body))

    async def delete(self, path: str, *, headers: Mapping[str, str] | None = None) -> None:
        """End something."""
        await self._ask("DELETE", path, headers=headers)

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        body: Struct | None = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        sent = {**(headers or {}), **({"authorization": f"Bearer {self._token}"} if self._token else {})}
        content = None if body is None else msgspec.json.encode(body)
        if content is not None:
            sent["content-type"] = "application/json"
        try:
            answer = await self._client.request(method, path, content=content, params=query, headers=sent)
        except httpx.HTTPError as error:
            log.get().warning("room.silent", room=self._name, error=type(error).__name__)
            raise NoRoom from None
        if answer.is_error:
            raise _refusal(answer)
        return answer


def _read(kind: type[T], answer: httpx.Response) -> T:
    try:
        return msgspec.json.decode(answer.content or b"null", type=kind)
    except msgspec.DecodeError as error:
        log.get().error("room.unreadable", path=answer.request.url.path, error=str(error))
        raise NoRoom from None


def _refusal(answer: httpx.Response) -> Refusal:
    kind = REFUSALS.get(answer.status_code, NoRoom)
    try:
        problem = msgspec.json.decode(answer.content, type=Problem)
    except msgspec.DecodeError:
        return kind()
    return kind(problem.detail, problem.errors)
