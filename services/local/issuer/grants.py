"""Authorization codes: used once, within a minute, and only with the verifier that belongs to them (PKCE, S256)."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from msgspec import Struct

from services.local.personas import Persona

LIFETIME = timedelta(minutes=1)


class Asked(Struct, frozen=True, kw_only=True):
    """What a client asks for at `/authorize`."""

    client_id: str = ""
    redirect_uri: str = ""
    response_type: str = ""
    scope: str = ""
    code_challenge: str = ""
    code_challenge_method: str = ""
    state: str | None = None
    nonce: str | None = None


class Grant(Struct, frozen=True, kw_only=True):
    """What a code stands for."""

    persona: Persona
    asked: Asked
    expires_at: datetime


class Grants:
    """The codes that are still good, by their hash."""

    def __init__(self) -> None:
        self._waiting: dict[str, Grant] = {}

    def give(self, persona: Persona, asked: Asked, now: datetime) -> str:
        """A new code."""
        self._waiting = {code: grant for code, grant in self._waiting.items() if grant.expires_at > now}
        code = secrets.token_urlsafe(32)
        self._waiting[_hash(code)] = Grant(persona=persona, asked=asked, expires_at=now + LIFETIME)
        return code

    def redeem(self, code: str, redirect_uri: str, verifier: str, now: datetime) -> Grant | None:
        """What the code stands for; whatever happens, it is used up."""
        grant = self._waiting.pop(_hash(code), None)
        if grant is None or grant.expires_at <= now or grant.asked.redirect_uri != redirect_uri:
            return None
        return grant if hmac.compare_digest(challenge(verifier), grant.asked.code_challenge) else None


def challenge(verifier: str) -> str:
    """RFC 7636, S256."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def wrong(asked: Asked) -> str | None:
    """The OAuth error of a request whose client and address are right, if there is one."""
    if asked.response_type != "code":
        return "unsupported_response_type"
    if asked.code_challenge_method != "S256" or not asked.code_challenge:
        return "invalid_request"
    return None if "openid" in asked.scope.split() else "invalid_scope"


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
