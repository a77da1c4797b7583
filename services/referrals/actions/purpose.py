"""Reach something for one named purpose, and no longer than that."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Literal

from shared.db import Transaction

Purpose = Literal["caseload"]


@asynccontextmanager
async def purpose(tx: Transaction, name: Purpose) -> AsyncGenerator[None]:
    """Inside, row-level security knows why the caller asks."""
    await _set(tx, name)
    yield
    await _set(tx, "")


async def _set(tx: Transaction, name: str) -> None:
    await tx.run("SELECT set_config('app.purpose', %(name)s, true)", name=name)
