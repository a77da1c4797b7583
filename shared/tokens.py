"""Bearer tokens: signed, short-lived, verified against the issuer's published keys."""

import time
from collections.abc import Awaitable, Callable

import httpx
import joserfc.errors
import msgspec
from joserfc import jwt
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from shared.callers import Caller
from shared.errors import NotSignedIn, Unavailable

ALGORITHMS = ["ES256", "RS256", "EdDSA"]
PATIENCE = 10  # seconds between two questions to the issuer about keys that it may not have


class Keys:
    """The issuer's published keys (JWKS), fetched again when a token names one that is not known."""

    def __init__(self, fetch: Callable[[], Awaitable[bytes]]) -> None:
        self._fetch = fetch
        self._keys = KeySet([])
        self._asked = -float(PATIENCE)

    @classmethod
    def at(cls, url: str) -> "Keys":
        """The keys published at a JWKS address."""

        async def fetch() -> bytes:
            async with httpx.AsyncClient(timeout=5) as client:
                return (await client.get(url)).raise_for_status().content

        return cls(fetch)

    @classmethod
    def fixed(cls, keys: KeySet) -> "Keys":
        """Keys that are known beforehand: only their public halves are kept."""

        async def fetch() -> bytes:
            return msgspec.json.encode(keys.as_dict(private=False))

        return cls(fetch)

    async def holding(self, kid: str | None) -> KeySet:
        """The key set, with `kid` in it if the issuer has published it."""
        known = {key.kid for key in self._keys.keys}
        if kid not in known and time.monotonic() - self._asked >= PATIENCE:
            self._keys = await self._ask()
            self._asked = time.monotonic()
        return self._keys

    async def _ask(self) -> KeySet:
        try:
            return KeySet.import_key_set(msgspec.json.decode(await self._fetch()))
        except httpx.HTTPError:
            raise Unavailable("The sign-in service does not answer. Please try again in a minute.") from None


class Verifier:
    """Checks a token's signature, issuer, audience and times."""

    def __init__(self, keys: Keys, issuer: str, audience: str) -> None:
        self._keys = keys
        self._rules = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            sub={"essential": True},
            leeway=30,
        )

    async def caller(self, token: str) -> Caller:
        """The caller. Raises `NotSignedIn` for a token that is wrong, expired or meant for somebody else."""
        try:
            keys = await self._keys.holding(_kid(token))
            claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
            self._rules.validate(claims)
            return msgspec.convert(claims, Caller)
        except (joserfc.errors.JoseError, msgspec.ValidationError, ValueError):
            raise NotSignedIn from None


def _kid(token: str) -> str | None:
    kid = extract_compact(token.encode()).headers().get("kid")
    return kid if isinstance(kid, str) else None
