"""Follows the directory: every replica by itself, from the first message on, with nothing kept between two lives."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from services.matcher.index.shelf import Shelf
from services.matcher.reading import Reader
from shared import log
from shared.bus import Bus, Delivery
from shared.checking import decode
from shared.contracts.catalogue import LISTING_PUBLISHED
from shared.contracts.events import Event, ListingPublished
from shared.errors import Invalid, Unavailable

LISTINGS = ("directory.services.", "directory.internal.")


class Follower:
    """Puts listings on the shelf as they come."""

    def __init__(self, bus: Bus, shelf: Shelf, reader: Reader) -> None:
        self._bus, self._shelf, self._reader = bus, shelf, reader
        self._caught_up = False
        self._following = False

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Follow until the block ends."""
        self._following = True
        task = asyncio.create_task(
            self._bus.follow(LISTING_PUBLISHED.stream, self.take, caught_up=self._settle), name="follower"
        )
        task.add_done_callback(self._ended)
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def take(self, delivery: Delivery) -> None:
        """Take in one message. One that cannot be read is noted and left out: the next may be sound."""
        if not delivery.subject.startswith(LISTINGS):
            return
        try:
            event = decode(Event[ListingPublished], delivery.body)
        except Invalid as refusal:
            fields = [fault.field for fault in refusal.faults]
            log.get().warning("listing.unreadable", subject=delivery.subject, sequence=delivery.sequence, fields=fields)
            return
        self._put(event)
        if delivery.pending == 0:
            self._shelf.current()

    def _put(self, event: Event[ListingPublished]) -> None:
        listing = event.data
        if self._shelf.knows(listing.service_id, listing.version):
            return
        offer = self._reader.offer(listing, listing.service) if listing.service else None
        self._shelf.put(listing.service_id, listing.version, offer, event.time)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A follower that ends by itself has met a bug: the service is not ready any more, and the log says why."""
        self._following = False
        if not task.cancelled():
            log.get().error("directory.follower_ended", exc_info=task.exception())

    def _settle(self) -> None:
        self._shelf.current()
        self._caught_up = True
        log.get().info("directory.caught_up", services=self._shelf.current().services)

    async def check(self) -> None:
        """For `/health/ready`. Raises `Unavailable` until everything published so far is in the index."""
        if not self._following:
            raise Unavailable("The matcher does not follow the directory any more. Restart it; the log says why.")
        if not self._caught_up:
            raise Unavailable("The matcher is still reading the directory.")
