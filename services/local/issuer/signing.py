"""Signs tokens with the demo issuer's key (ES256)."""

from datetime import datetime, timedelta

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from msgspec import Struct

from services.local.personas import Persona
from shared.ids import new_id

LIFETIME = timedelta(hours=1)


class Signer(Struct, frozen=True, kw_only=True):
    """The issuer's address, audience and key."""

    issuer: str
    audience: str
    key: ECKey

    def access_token(self, claims: dict[str, str], now: datetime, lifetime: timedelta = LIFETIME) -> str:
        """A bearer token with Wayfare's claims (REFERRALS section 9)."""
        return self._sign({**claims, "aud": self.audience}, now, lifetime)

    def id_token(self, claims: dict[str, str], client: str, nonce: str | None, now: datetime) -> str:
        """Who signed in, for the client that asked."""
        asked = {"nonce": nonce} if nonce else {}
        return self._sign({**claims, **asked, "aud": client}, now, LIFETIME)

    def published(self) -> dict[str, object]:
        """The JWKS: public halves only."""
        return dict(KeySet([self.key]).as_dict(private=False))

    def _sign(self, claims: dict[str, str], now: datetime, lifetime: timedelta) -> str:
        times = {"iat": int(now.timestamp()), "exp": int((now + lifetime).timestamp())}
        header = {"alg": "ES256", "kid": self.key.kid, "typ": "JWT"}
        return jwt.encode(header, {**claims, **times, "iss": self.issuer, "jti": str(new_id())}, self.key)


def signer(issuer: str, audience: str, key: dict[str, str]) -> Signer:
    """A signer with the private key of the keyring."""
    return Signer(issuer=issuer, audience=audience, key=ECKey.import_key({**key}))


def claims_of(persona: Persona) -> dict[str, str]:
    """What a token says about a persona."""
    known = {
        "sub": persona.sub,
        "name": persona.name,
        "wayfare_role": persona.role.value,
        "office": persona.office,
        "partner": str(persona.partner) if persona.partner else None,
    }
    return {name: value for name, value in known.items() if value is not None}
