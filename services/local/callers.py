"""Calling the rooms of a running house as somebody: tokens signed with the demo issuer's key, answers checked."""

from datetime import UTC, datetime, timedelta
from typing import TypeVar

import httpx
import msgspec
from msgspec import Struct

from services.local.folder import Folder
from services.local.issuer.signing import Signer, claims_of, signer
from services.local.keyring import load
from services.local.personas import Persona, persona
from services.local.rooms import AUDIENCE
from services.local.running import Running, find
from shared.contracts.words import Role
from shared.errors import Problem, Refusal, Unavailable

T = TypeVar("T")


class Answered(Refusal):
    """A room of the house said no."""


class Callers(Struct, frozen=True, kw_only=True):
    """Whoever is wanted, to whichever room."""

    running: Running
    signer: Signer

    def token(self, claims: dict[str, str], lifetime: timedelta = timedelta(hours=1)) -> str:
        """A bearer token."""
        return self.signer.access_token(claims, datetime.now(UTC), lifetime)

    def calling(self, room: str, who: Persona, *, seconds: float = 30) -> httpx.Client:
        """A client of a room that calls as `who`."""
        headers = {"authorization": f"Bearer {self.token(claims_of(who))}"}
        return httpx.Client(base_url=self.running.url(room), headers=headers, timeout=seconds)

    def admin(self, room: str) -> httpx.Client:
        """A client of a room that calls as the demo's admin."""
        found = persona(Role.ADMIN)
        if found is None:
            raise LookupError("the demo has an admin")
        return self.calling(room, found)


def callers(folder: Folder) -> Callers:
    """For the house that runs on this folder. Raises `NotRunning`."""
    running = find(folder)
    return Callers(running=running, signer=signer(running.url("issuer"), AUDIENCE, load(folder).signing_key))


def ask(client: httpx.Client, method: str, path: str, body: object = None, **headers: str) -> bytes:
    """Call and return the body. Raises `Answered` with the room's own words, `Unavailable` without an answer."""
    content = None if body is None else msgspec.json.encode(body)
    sent = {"content-type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
    try:
        answer = client.request(method, path, content=content, headers=sent)
    except httpx.HTTPError as error:
        raise Unavailable(f"{client.base_url} does not answer ({type(error).__name__}).") from error
    if answer.is_success:
        return answer.content
    raise refusal(answer)


def ask_for(kind: type[T], client: httpx.Client, method: str, path: str, body: object = None, **headers: str) -> T:
    """Call and read the answer as a `kind`."""
    return msgspec.json.decode(ask(client, method, path, body, **headers), type=kind)


def refusal(answer: httpx.Response) -> Answered:
    """The problem of an answer, in the room's own words."""
    try:
        problem = msgspec.json.decode(answer.content, type=Problem)
    except msgspec.DecodeError:
        return Answered(f"{answer.url} answered {answer.status_code}.")
    return Answered(f"{problem.detail} ({answer.status_code}, {answer.url.path})", problem.errors)
