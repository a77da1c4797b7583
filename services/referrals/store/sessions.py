"""Sign-ins of the desk."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.db import Transaction


class SessionRow(Struct, frozen=True, kw_only=True):
    """A row of `sessions`: neither the secret nor the token stands in it in the clear."""

    id: UUID
    secret_hash: str
    token: str
    created_at: datetime
    expires_at: datetime


async def insert(tx: Transaction, session: SessionRow) -> None:
    """A new sign-in."""
    await tx.run(
        """
        INSERT INTO sessions (id, secret_hash, token, created_at, expires_at)
        VALUES (%(id)s, %(secret_hash)s, %(token)s, %(created_at)s, %(expires_at)s)
        """,
        id=session.id,
        secret_hash=session.secret_hash,
        token=session.token,
        created_at=session.created_at,
        expires_at=session.expires_at,
    )


async def find(tx: Transaction, secret_hash: str, now: datetime) -> SessionRow | None:
    """The sign-in of a secret, while it lasts."""
    return await tx.maybe(
        SessionRow,
        "SELECT * FROM sessions WHERE secret_hash = %(hash)s AND expires_at > %(now)s",
        hash=secret_hash,
        now=now,
    )


async def delete(tx: Transaction, secret_hash: str) -> bool:
    """Sign out; False if there was no such sign-in."""
    return await tx.run("DELETE FROM sessions WHERE secret_hash = %(hash)s", hash=secret_hash) == 1


async def delete_ended(tx: Transaction, now: datetime) -> int:
    """Delete sign-ins that have ended; how many there were."""
    return await tx.run("DELETE FROM sessions WHERE expires_at <= %(now)s", now=now)
