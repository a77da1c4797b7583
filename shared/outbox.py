"""Announce in the same transaction as the change; a relay publishes afterwards. PostgreSQL is the truth.

Every database that announces has this table:

    CREATE TABLE outbox (
        sequence        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id              uuid NOT NULL UNIQUE,
        stream          text NOT NULL,
        subject         text NOT NULL,
        body            text NOT NULL,
        not_before      timestamptz NOT NULL,
        published_at    timestamptz,
        stream_sequence bigint
    );
    CREATE INDEX outbox_waiting ON outbox (sequence) WHERE published_at IS NULL;
    CREATE INDEX outbox_subject ON outbox (stream, subject, sequence);
    CREATE INDEX outbox_place ON outbox (stream, stream_sequence);
"""

from datetime import datetime
from typing import TypeVar

import msgspec

from shared.contracts.events import Event
from shared.db import Transaction

Data = TypeVar("Data")


async def announce(
    tx: Transaction, stream: str, subject: str, event: Event[Data], not_before: datetime | None = None
) -> None:
    """Write the event beside the change. It leaves after the commit, and not before `not_before` (the undo window)."""
    await tx.run(
        """
        INSERT INTO outbox (id, stream, subject, body, not_before)
        VALUES (%(id)s, %(stream)s, %(subject)s, %(body)s, %(not_before)s)
        """,
        id=event.id,
        stream=stream,
        subject=subject,
        body=msgspec.json.encode(event).decode(),
        not_before=not_before or event.time,
    )
    await tx.run("NOTIFY outbox")
