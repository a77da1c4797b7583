"""Every consumer with a database remembers the ids it has dealt with, because a message may come twice.

CREATE TABLE inbox (
    consumer    text NOT NULL,
    id          text NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (consumer, id)
);
"""

from datetime import datetime

from shared.db import Transaction


async def first_time(tx: Transaction, consumer: str, id: str, now: datetime) -> bool:
    """Note that `consumer` deals with this id in this transaction; False if it already had."""
    written = await tx.run(
        """
        INSERT INTO inbox (consumer, id, received_at) VALUES (%(consumer)s, %(id)s, %(now)s)
        ON CONFLICT DO NOTHING
        """,
        consumer=consumer,
        id=id,
        now=now,
    )
    return written == 1
