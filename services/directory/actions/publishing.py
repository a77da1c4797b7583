"""Every change of a listing goes through here: written, indexed, remembered and announced, in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from services.directory.announcements import STREAM, announcements
from services.directory.index import Locate
from services.directory.model import Change
from services.directory.store import indexing, services
from shared.db import Transaction
from shared.outbox import announce


async def publish(
    tx: Transaction, changes: Sequence[Change], *, by: str, action: str, locate: Locate, now: datetime
) -> None:
    """Write these changes. The caller holds `store.services.lock`."""
    after = [change.after for change in changes]
    await services.save(tx, after)
    await indexing.index_again(tx, after, locate)
    await services.note_history(tx, after, by, action, now)
    for change in changes:
        for subject, event in announcements(change, now):
            await announce(tx, STREAM.name, subject, event)
