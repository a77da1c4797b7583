"""The OIDC provider of the people's sign-in: authorization code, PKCE, state and nonce."""

import base64
import secrets
import time
from hashlib import sha256
from typing import TypeVar
from urllib.parse import quote_plus, urlencode

import httpx
import joserfc.errors
import msgspec
from joserfc import jwt
from joserfc.jws import extract_compact
from msgspec import Struct

from shared import log
from shared.errors import NotYours, Refusal, Unavailable
from shared.tokens import ALGORITHMS, Keys

T = TypeVar("T")
MINUTES = 10


class NoProvider(Unavailable):
    """The sign-in service does not answer right now. Please try again in a minute."""


class SignInBroken(Refusal):
    """The sign-in was not finished, or it took too long. Please start it again."""

    status = 400


class Discovery(Struct, frozen=True, kw_only=True):
    """Where everything is (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


class Pending(Struct, frozen=True, kw_only=True):
    """A sign-in that was begun: kept sealed in a cookie of the same browser, for ten minutes."""

    state: str
    nonce: str
    verifier: str
    back: str
    until: int  # seconds since 1970

    @property
    def seconds(self) -> int:
        """How long its cookie lasts."""
        return MINUTES * 60


class Granted(Struct, frozen=True, kw_only=True):
    """What a code was exchanged for."""

    access_token: str
    id_token: str
    expires_in: int = 3600


class Client(Struct, frozen=True, kw_only=True):
    """How the provider knows us."""

    issuer: str
    id: str
    secret: str
    scope: str
    callback: str

    @property
    def auth(self) -> httpx.BasicAuth:
        """Id and secret, encoded first (RFC 6749, 2.3.1)."""
        return httpx.BasicAuth(quote_plus(self.id), quote_plus(self.secret))


class Provider:
    """The operator's provider. Discovered once, when first needed."""

    def __init__(self, http: httpx.AsyncClient, client: Client) -> None:
        self._http, self._client = http, client
        self._found: Discovery | None = None
        self._keys: Keys | None = None

    async def address(self, pending: Pending) -> str:
        """Where the browser goes to sign in."""
        query = {
            "response_type": "code",
            "client_id": self._client.id,
            "redirect_uri": self._client.callback,
            "scope": self._client.scope,
            "state": pending.state,
            "nonce": pending.nonce,
            "code_challenge": challenge(pending.verifier),
            "code_challenge_method": "S256",
        }
        endpoint = (await self._discovery()).authorization_endpoint
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"

    async def exchange(self, code: str, pending: Pending) -> Granted:
        """Tokens for the code. Raises `SignInBroken` unless the id token is for us and for this very sign-in."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._client.callback,
            "code_verifier": pending.verifier,
        }
        found = await self._discovery()
        answer = await self._ask("POST", found.token_endpoint, form)
        if answer.is_client_error:
            log.get().warning("sign_in.refused", status=answer.status_code)
            raise SignInBroken
        granted = _decoded(answer, Granted)
        await self._check(granted.id_token, pending.nonce, found)
        return granted

    async def _check(self, id_token: str, nonce: str, found: Discovery) -> None:
        self._keys = self._keys or Keys(self._published)
        rules = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": found.issuer},
            aud={"essential": True, "value": self._client.id},
            exp={"essential": True},
            nonce={"essential": True, "value": nonce},
            leeway=30,
        )
        try:
            token = jwt.decode(id_token, await self._keys.holding(_kid(id_token)), algorithms=ALGORITHMS)
            rules.validate(token.claims)
        except (joserfc.errors.JoseError, ValueError):
            raise SignInBroken from None

    async def _discovery(self) -> Discovery:
        if self._found is None:
            url = f"{self._client.issuer.rstrip('/')}/.well-known/openid-configuration"
            found = _decoded(await self._ask("GET", url), Discovery)
            if found.issuer.rstrip("/") != self._client.issuer.rstrip("/"):
                raise NoProvider("The sign-in service says that it is another one. Please tell whoever runs this.")
            self._found = found
        return self._found

    async def _published(self) -> bytes:
        return (await self._ask("GET", (await self._discovery()).jwks_uri)).content

    async def _ask(self, method: str, url: str, form: dict[str, str] | None = None) -> httpx.Response:
        auth = self._client.auth if form else None
        try:
            answer = await self._http.request(method, url, data=form, auth=auth)
        except httpx.HTTPError as error:
            log.get().warning("provider.silent", error=type(error).__name__)
            raise NoProvider from None
        if answer.is_server_error:
            raise NoProvider
        return answer


def new_pending(back: str) -> Pending:
    """A sign-in that begins now. Afterwards it goes `back`, which must be a page of ours."""
    return Pending(
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
        back=back if back.startswith("/") and not back.startswith(("//", "/\\", "/sign")) else "/",
        until=int(time.time()) + MINUTES * 60,
    )


def check_answer(pending: Pending, state: str | None, error: str | None) -> None:
    """Is this the answer to the sign-in that this browser began? Raises `SignInBroken` or `NotYours`."""
    if state is None or not secrets.compare_digest(state.encode(), pending.state.encode()):
        raise SignInBroken
    if pending.until < time.time():
        raise SignInBroken
    if error == "access_denied":
        raise NotYours("The sign-in service did not let you in.")
    if error is not None:
        raise SignInBroken


def challenge(verifier: str) -> str:
    """RFC 7636, S256."""
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _kid(token: str) -> str | None:
    kid = extract_compact(token.encode()).headers().get("kid")
    return kid if isinstance(kid, str) else None


def _decoded(answer: httpx.Response, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(answer.content, type=kind)
    except msgspec.DecodeError:
        raise NoProvider from None
