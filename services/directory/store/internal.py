"""Queries of listings for our own staff."""

from msgspec import Struct

from shared.contracts.open_referral import Service
from shared.db import Transaction


class _Row(Struct, frozen=True):
    document: Service


async def all_internal(tx: Transaction) -> list[Service]:
    """Every internal listing, by name."""
    rows = await tx.all(_Row, "SELECT document FROM services WHERE internal AND deleted_at IS NULL ORDER BY name, id")
    return [row.document for row in rows]
