"""Hands a feed on in batches: files read in a thread, a live API page by page."""

import asyncio
from collections.abc import AsyncIterator
from itertools import islice

from services.directory.feeds.records import Feed, Found

BATCH = 200


async def in_batches(feed: Feed) -> AsyncIterator[list[Found]]:
    """The records of files, in order."""
    while batch := await asyncio.to_thread(_next, feed):
        yield batch


def _next(feed: Feed) -> list[Found]:
    return list(islice(feed, BATCH))
