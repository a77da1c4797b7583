"""What the desk lets a browser carry: sealed so that nobody else can read, change or make it."""

import hmac
from hashlib import sha256
from typing import TypeVar

import joserfc.errors
import msgspec
from joserfc import jwe
from joserfc.jwk import OctKey
from msgspec import Struct

from shared.errors import Refusal

T = TypeVar("T")
HEADER = {"alg": "dir", "enc": "A256GCM"}


class BrokenSeal(Refusal):
    """This address is not complete, or it is from another time. Please go back and start this step again."""

    status = 400


class Seal:
    """One secret, and a key of its own for each purpose."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def close(self, purpose: str, value: Struct) -> str:
        """Encrypt and authenticate (JWE, A256GCM)."""
        return jwe.encrypt_compact(HEADER, msgspec.json.encode(value), self._key(purpose))

    def open(self, purpose: str, kind: type[T], sealed: str) -> T:
        """What was sealed for this purpose. Raises `BrokenSeal`."""
        try:
            plain = jwe.decrypt_compact(sealed, self._key(purpose)).plaintext or b""
            return msgspec.json.decode(plain, type=kind)
        except (joserfc.errors.JoseError, msgspec.DecodeError, ValueError):
            raise BrokenSeal from None

    def mark(self, purpose: str, text: str) -> str:
        """A mark that only we can make for this text."""
        return hmac.new(self._raw(purpose), text.encode(), sha256).hexdigest()

    def is_marked(self, purpose: str, text: str, mark: str) -> bool:
        """Is this our mark?"""
        return hmac.compare_digest(self.mark(purpose, text).encode(), mark.encode())

    def _key(self, purpose: str) -> OctKey:
        return OctKey.import_key(self._raw(purpose))

    def _raw(self, purpose: str) -> bytes:
        return hmac.new(self._secret, purpose.encode(), sha256).digest()
