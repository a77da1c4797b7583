"""From the outbox to the broker, in order, at least once; and again whatever the broker has lost."""

import asyncio
import contextlib
from datetime import timedelta
from itertools import groupby
from uuid import UUID

from msgspec import Struct

from shared import log
from shared.bus import Bus, NoAnswer, WrongLastSequence
from shared.clock import Clock
from shared.db import Database, Transaction
from shared.errors import Unavailable

BATCH = 200
PATIENCE = 1.0  # seconds between two looks when nobody called: delayed rows become due by themselves
PAUSE = 0.5
TIDY = timedelta(hours=1)
KEPT = timedelta(days=60)  # longer than any stream keeps a message
CHANNEL = "outbox"
LOCK = 7_401_925  # one relay at a time for each database keeps the order


class Waiting(Struct, frozen=True, kw_only=True):
    """A row that has not been acknowledged. `last` is the sequence of its subject's last published row."""

    sequence: int
    id: UUID
    stream: str
    subject: str
    body: str
    last: int | None = None


class Relay:
    """Publishes what waits, oldest first. With `latest_only` only the newest row of a subject counts.

    On a stream that keeps one message for each subject an older row must never replace a newer one, so there each
    publication names the sequence that it expects to replace.
    """

    def __init__(self, database: Database, bus: Bus, clock: Clock, *, latest_only: bool = False) -> None:
        self._database, self._bus, self._clock = database, bus, clock
        self._latest_only = latest_only
        self._compared = 0  # the connection for which we have compared
        self._tidied = clock() - TIDY

    async def run(self) -> None:
        """Compare with the broker, then publish until cancelled. Another relay of the same database waits its turn."""
        while True:
            try:
                async with self._database.watch(LOCK, CHANNEL) as watch:
                    while True:
                        if await self.once() < BATCH:
                            await watch.called(PATIENCE)
            except Unavailable as error:
                log.get().warning("relay.waits", reason=error.detail)
                await asyncio.sleep(PAUSE)

    async def once(self) -> int:
        """Publish one batch; how many rows were dealt with. Raises `NoAnswer` and tries those again later.

        The rows are locked meanwhile: whoever takes one back (an undo, a withdrawal) either does so before it leaves or
        learns that it has left.
        """
        await self.recover()
        async with self._database.transaction() as tx:
            waiting = await self._waiting(tx)
            by_subject = groupby(sorted(waiting, key=_by_subject), key=lambda row: row.subject)
            done = await asyncio.gather(*(self._publish_all(list(rows)) for _, rows in by_subject))
            acknowledged = [pair for pairs in done for pair in pairs]
            await self._acknowledged(tx, acknowledged)
            await self._tidy(tx, acknowledged)
        if len(acknowledged) < len(waiting):
            raise NoAnswer
        return len(waiting)

    async def _publish_all(self, rows: list[Waiting]) -> list[tuple[Waiting, int]]:
        """The rows of one subject one after another, up to the first that is not acknowledged: order is kept."""
        done: list[tuple[Waiting, int]] = []
        with contextlib.suppress(NoAnswer):
            for row in rows:
                done.append((row, await self._publish(row)))  # noqa: PERF401 -- each waits for the one before
        return done

    async def recover(self) -> None:
        """After each (re)connection: publish again what the broker acknowledged and no longer has."""
        connection = self._bus.connections
        if connection == self._compared:
            return
        async with self._database.transaction() as tx:
            for stream in await tx.all(str, "SELECT DISTINCT stream FROM outbox WHERE published_at IS NOT NULL"):
                lost = await tx.run(LOST, stream=stream, last=await self._bus.last_sequence(stream))
                if lost:
                    log.get().warning("relay.publishes_again", stream=stream, messages=lost)
        self._compared = connection

    async def _waiting(self, tx: Transaction) -> list[Waiting]:
        if self._latest_only:
            await tx.run(SUPERSEDED)
        return await tx.all(Waiting, WAITING, now=self._clock(), batch=BATCH)

    async def _publish(self, row: Waiting) -> int:
        expected = (row.last or 0) if self._latest_only else None
        try:
            return await self._bus.publish(row.subject, row.body.encode(), id=str(row.id), expected_last=expected)
        except WrongLastSequence:
            found = await self._bus.latest(row.stream, row.subject)
            if found is not None and found.id == str(row.id):
                return found.sequence
            return await self._replace(row, found.sequence if found else 0)

    async def _replace(self, row: Waiting, last: int) -> int:
        try:
            return await self._bus.publish(row.subject, row.body.encode(), id=str(row.id), expected_last=last)
        except WrongLastSequence:
            raise NoAnswer from None

    async def _acknowledged(self, tx: Transaction, done: list[tuple[Waiting, int]]) -> None:
        await tx.run(
            ACKNOWLEDGED,
            now=self._clock(),
            rows=[row.sequence for row, _ in done],
            places=[stream_sequence for _, stream_sequence in done],
        )

    async def _tidy(self, tx: Transaction, done: list[tuple[Waiting, int]]) -> None:
        """Forget what can no longer be wanted: a replaced row, or one that outlived every stream."""
        now = self._clock()
        if self._latest_only:
            await tx.run(REPLACED, rows=[row.sequence for row, _ in done])
        elif now - self._tidied >= TIDY:
            await tx.run("DELETE FROM outbox WHERE published_at < %(before)s", before=now - KEPT)
            self._tidied = now


def _by_subject(row: Waiting) -> tuple[str, int]:
    return row.subject, row.sequence


SUPERSEDED = """
DELETE FROM outbox older USING outbox newer
WHERE older.published_at IS NULL AND newer.stream = older.stream AND newer.subject = older.subject
  AND newer.sequence > older.sequence
"""

WAITING = """
SELECT sequence, id, stream, subject, body,
       (SELECT max(published.stream_sequence) FROM outbox published
        WHERE published.stream = outbox.stream AND published.subject = outbox.subject) AS last
FROM outbox
WHERE published_at IS NULL AND not_before <= %(now)s
ORDER BY sequence
LIMIT %(batch)s
FOR UPDATE SKIP LOCKED
"""

REPLACED = """
DELETE FROM outbox older USING outbox newer
WHERE newer.sequence = ANY(%(rows)s) AND older.stream = newer.stream AND older.subject = newer.subject
  AND older.sequence < newer.sequence AND older.published_at IS NOT NULL
"""

LOST = """
UPDATE outbox SET published_at = NULL, stream_sequence = NULL
WHERE stream = %(stream)s
  AND (stream_sequence > %(last)s
       OR EXISTS (SELECT FROM outbox later
                  WHERE later.stream = outbox.stream AND later.stream_sequence = outbox.stream_sequence
                    AND later.sequence > outbox.sequence))
"""

ACKNOWLEDGED = """
UPDATE outbox SET published_at = %(now)s, stream_sequence = done.place
FROM unnest(%(rows)s::bigint[], %(places)s::bigint[]) AS done (row, place)
WHERE outbox.sequence = done.row
"""
