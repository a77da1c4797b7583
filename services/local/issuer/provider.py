"""What the demo issuer decides: whom it answers, and what a code is exchanged for."""

import hmac
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from msgspec import Struct

from services.local.issuer.grants import Asked, Grant, Grants, wrong
from services.local.issuer.signing import LIFETIME, Signer, claims_of
from services.local.personas import PERSONAS
from shared.errors import Invalid, Refusal


class UnknownClient(Refusal):
    """This sign-in page does not know that program, or not that address of it. Start again from the desk."""

    status = 400


class Tokens(Struct, frozen=True, kw_only=True):
    """The answer of `/token`."""

    access_token: str
    id_token: str
    expires_in: int = int(LIFETIME.total_seconds())
    token_type: str = "Bearer"  # noqa: S105 -- the kind of token, not one
    scope: str = "openid"


class Refused(Struct, frozen=True, kw_only=True):
    """An error of RFC 6749, section 5.2."""

    error: str


class Provider:
    """One client, one key, and the codes that are out."""

    def __init__(self, client_id: str, client_secret: str, redirect_uris: tuple[str, ...], signer: Signer) -> None:
        self.redirect_uris, self.signer = redirect_uris, signer
        self._client_id, self._client_secret = client_id, client_secret
        self._grants = Grants()

    def check(self, asked: Asked) -> str | None:
        """Where to send an error, or None if all is well. Raises `UnknownClient`: then nobody is sent anywhere."""
        if asked.client_id != self._client_id or asked.redirect_uri not in self.redirect_uris:
            raise UnknownClient
        error = wrong(asked)
        return _with(asked, error=error) if error else None

    def choose(self, sub: str, asked: Asked, now: datetime) -> str:
        """Where somebody is sent who chose a persona. Raises `Invalid`."""
        chosen = next((persona for persona in PERSONAS if persona.sub == sub), None)
        if chosen is None:
            raise Invalid("Please choose one of the people on the page.")
        return _with(asked, code=self._grants.give(chosen, asked, now))

    def exchange(self, form: Mapping[str, str], client: tuple[str, str], now: datetime) -> Tokens | Refused:
        """Tokens for a code that is right in every way."""
        if client[0] != self._client_id or not hmac.compare_digest(client[1].encode(), self._client_secret.encode()):
            return Refused(error="invalid_client")
        if form.get("grant_type") != "authorization_code":
            return Refused(error="unsupported_grant_type")
        code, address, verifier = (form.get(name, "") for name in ("code", "redirect_uri", "code_verifier"))
        grant = self._grants.redeem(code, address, verifier, now)
        return self._tokens(grant, now) if grant else Refused(error="invalid_grant")

    def _tokens(self, grant: Grant, now: datetime) -> Tokens:
        claims = claims_of(grant.persona)
        return Tokens(
            access_token=self.signer.access_token(claims, now),
            id_token=self.signer.id_token(claims, self._client_id, grant.asked.nonce, now),
        )


def origins(redirect_uris: tuple[str, ...]) -> list[str]:
    """Scheme, host and port of each address."""
    return [f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, redirect_uris)]


def _with(asked: Asked, **values: str) -> str:
    known = {**values, "state": asked.state} if asked.state is not None else values
    return f"{asked.redirect_uri}?{urlencode(known)}"
