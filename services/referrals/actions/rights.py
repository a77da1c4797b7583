"""Step out of the caller's rights for a moment, where the house itself acts."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from shared.db import Transaction

SYSTEM = "system"


@asynccontextmanager
async def as_system(tx: Transaction) -> AsyncGenerator[None]:
    """Inside, row-level security sees the house and not the caller: a provider's answer may concern what it cannot see.

    On an exception the transaction is lost anyway, and its settings with it.
    """
    before = await tx.one(str, "SELECT coalesce(app('role'), '') AS role")
    await _set(tx, SYSTEM)
    yield
    await _set(tx, before)


async def oversee(tx: Transaction) -> None:
    """For the rest of this transaction a manager sees which referrals their office has, and no words in them."""
    await tx.run("SELECT set_config('app.purpose', 'caseload', true)")


async def _set(tx: Transaction, role: str) -> None:
    await tx.run("SELECT set_config('app.role', %(role)s, true)", role=role)
