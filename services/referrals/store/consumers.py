"""Jobcentre systems that people may choose to share milestones with."""

from shared.contracts.staff import Consumer
from shared.db import Transaction


async def insert(tx: Transaction, consumer: Consumer) -> bool:
    """A new system; False if the id or the key is known already."""
    written = await tx.run(
        """
        INSERT INTO consumers (id, name, nats_key) VALUES (%(id)s, %(name)s, %(nats_key)s)
        ON CONFLICT DO NOTHING
        """,
        id=consumer.id,
        name=consumer.name,
        nats_key=consumer.nats_key,
    )
    return written == 1


async def find(tx: Transaction, id: str) -> Consumer | None:
    """One system."""
    return await tx.maybe(Consumer, "SELECT * FROM consumers WHERE id = %(id)s", id=id)


async def listed(tx: Transaction) -> list[Consumer]:
    """Every system."""
    return await tx.all(Consumer, "SELECT * FROM consumers ORDER BY name, id")


async def all_ids(tx: Transaction) -> list[str]:
    """The ids of every system."""
    return await tx.all(str, "SELECT id FROM consumers ORDER BY id")
