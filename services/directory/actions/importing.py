"""Takes a feed in, batch by batch: each batch is one transaction, in which good records go in and are announced."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from services.directory import listings, rules
from services.directory.actions.publishing import publish
from services.directory.actions.tally import Tally
from services.directory.feeds.open_referral import remark
from services.directory.feeds.records import Found, Read
from services.directory.index import Locate
from services.directory.model import Change, Known
from services.directory.rules import Verdict
from services.directory.store import imports, services
from shared.clock import Clock
from shared.contracts.imports import FeedRemark, ImportProgress, ImportReport
from shared.db import Database, Transaction
from shared.errors import Fault

Batches = AsyncIterator[Sequence[Found]]
Steps = AsyncGenerator[ImportProgress | ImportReport]  # how far it is, again and again, and the report at the end


class House(Struct, frozen=True, kw_only=True):
    """What an import works with."""

    database: Database
    clock: Clock
    locate: Locate


async def take_in(house: House, batches: Batches, tally: Tally) -> Steps:
    """Import every batch; how far it is after each, and the report at the end."""
    async for batch in batches:
        async with house.database.transaction() as tx:
            await _take_in_batch(tx, batch, tally, house.locate, house.clock())
        yield tally.progress
    report = tally.report(house.clock())
    async with house.database.transaction() as tx:
        await imports.keep(tx, report)
    yield report


async def _take_in_batch(tx: Transaction, batch: Sequence[Found], tally: Tally, locate: Locate, now: datetime) -> None:
    await services.lock(tx)
    tally.read(batch)
    good = [found for found in batch if isinstance(found, Read)]
    known = await services.known(tx, [read.service.id for read in good], tally.id)
    changes = [change for read in good if (change := _judge(read, known, tally, now))]
    await publish(tx, changes, by=tally.by, action=f"import {tally.source}", locate=locate, now=now)
    await services.see(tx, tally.id, _seen(good, known, tally.source))


def _judge(read: Read, known: dict[UUID, Known], tally: Tally, now: datetime) -> Change | None:
    """Count a record, and the change that it makes, if any. `known` follows, so that a repetition is noticed."""
    service, before = read.service, known.get(read.service.id)
    source_hash = listings.fingerprint(service)
    if fault := _objection(read, before, tally.source, source_hash):
        tally.object([fault])
        return None
    verdict = rules.verdict(before, tally.source, source_hash)
    tally.settle(verdict)
    if before and verdict is Verdict.SAME:
        known[service.id] = replace(before, seen_line=read.line)
        return None
    after = listings.listing(service, before, source=tally.source, source_hash=source_hash, now=now)
    known[service.id] = after.known(read.line)
    return Change(before=before, after=after)


def _objection(read: Read, before: Known | None, source: str, source_hash: bytes) -> FeedRemark | None:
    if listings.too_long(read.service):
        fault = Fault(field="", message=f"This listing is longer than {listings.LONGEST} bytes")
        return remark(fault, read.line, read.file, str(read.service.id))
    if reason := rules.objection(before, source, source_hash):
        return remark(Fault(field="id", message=reason), read.line, read.file, str(read.service.id))
    return None


def _seen(good: Sequence[Read], known: dict[UUID, Known], source: str) -> list[tuple[UUID, int]]:
    """Where this source's listings stand in the feed."""
    ours = {one.id for one in known.values() if one.source == source}
    return [(read.service.id, read.line) for read in good if read.service.id in ours]
