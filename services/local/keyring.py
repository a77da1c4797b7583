"""Everything secret about a house on one machine: made once, kept in a file that only its owner may read."""

import base64
import secrets
from collections.abc import Iterable

import msgspec
from joserfc.jwk import ECKey
from msgspec import Struct

from services.local.folder import Folder, write_secret
from services.local.nats import KeyPair, new_keys

ROLES = ("wayfare_directory", "wayfare_directory_owner", "wayfare_referrals", "wayfare_referrals_owner")
USERS = ("directory", "matcher", "referrals")


class Keyring(Struct, frozen=True, kw_only=True):
    """Passwords of PostgreSQL roles, NKeys, the key that protects people's words, and the demo issuer's key."""

    administrator: str
    passwords: dict[str, str]
    nats: dict[str, KeyPair]
    master_key: str  # 32 bytes, URL-safe base64
    signing_key: dict[str, str]  # ES256, as a JWK
    desk_secret: str
    cookie_secret: str
    outsiders: dict[str, KeyPair] = {}  # of the demo's own partners and Jobcentre systems, by account


def new_keyring() -> Keyring:
    """Fresh secrets."""
    return Keyring(
        administrator=secrets.token_urlsafe(24),
        passwords={role: secrets.token_urlsafe(24) for role in ROLES},
        nats={user: new_keys() for user in USERS},
        master_key=base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        signing_key=_signing_key(),
        desk_secret=secrets.token_urlsafe(32),
        cookie_secret=secrets.token_urlsafe(32),
    )


def load(folder: Folder) -> Keyring:
    """The keyring of a data folder, made if there is none."""
    if not folder.keyring.exists():
        keep(folder, new_keyring())
    return msgspec.json.decode(folder.keyring.read_bytes(), type=Keyring)


def keep(folder: Folder, keyring: Keyring) -> None:
    """Write the keyring."""
    write_secret(folder.keyring, msgspec.json.format(msgspec.json.encode(keyring)))


def with_outsiders(folder: Folder, accounts: Iterable[str]) -> Keyring:
    """The keyring with a key pair for each of the demo's own outside systems, made at the first call."""
    keyring = load(folder)
    fresh = {account: new_keys() for account in accounts if account not in keyring.outsiders}
    if fresh:
        keyring = msgspec.structs.replace(keyring, outsiders={**keyring.outsiders, **fresh})
        keep(folder, keyring)
    return keyring


def _signing_key() -> dict[str, str]:
    key = ECKey.generate_key("P-256", {"alg": "ES256", "use": "sig"}, auto_kid=True)
    return {name: str(value) for name, value in key.as_dict(private=True).items()}
