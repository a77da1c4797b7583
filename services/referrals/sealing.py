"""Seal text so that it opens only with its key and only in its own place. AES-256-GCM, a new nonce each time."""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12  # bytes
KEY = 32  # bytes


class CannotBeOpened(ValueError):
    """Sealed with another key, for another place, or changed since."""


def seal(key: bytes, text: str, place: str) -> str:
    """`place` says where the sealed text belongs: moved elsewhere, it does not open."""
    nonce = secrets.token_bytes(NONCE)
    return base64.urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, text.encode(), place.encode())).decode()


def unseal(key: bytes, sealed: str, place: str) -> str:
    """What was sealed. Raises `CannotBeOpened`."""
    try:
        raw = base64.urlsafe_b64decode(sealed)
        return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], place.encode()).decode()
    except (InvalidTag, ValueError):
        raise CannotBeOpened from None


def derived(secret: bytes, purpose: str) -> bytes:
    """A key for one purpose, from a secret of full strength (HKDF, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=KEY, salt=None, info=purpose.encode()).derive(secret)
