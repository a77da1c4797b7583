"""From what arrived to the steps of its import."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from msgspec import Struct

from services.directory.actions import crawling
from services.directory.actions.crawling import Outside
from services.directory.actions.importing import Batches, House, Steps, take_in
from services.directory.actions.reading import in_batches
from services.directory.actions.tally import Tally
from services.directory.feeds.choosing import Format, feed
from services.directory.feeds.records import Files, UnreadableFeed
from shared.errors import Fault, Invalid
from shared.ids import new_id

LONGEST_NAME = 200
NAME_IT = f"Give the feed a name of at most {LONGEST_NAME} letters: it is how it is known next time"


class Asked(Struct, frozen=True, kw_only=True):
    """How a feed is to be read, who asked for it, and under which name it is known from now on."""

    by: str
    format: Format = Format.AUTO
    source: str | None = None
    mapping: str | None = None
    url: str | None = None


async def import_feed(house: House, asked: Asked, outside: Outside, files: Files) -> Steps:
    """The steps of the import. Raises `UnreadableFeed`, `Invalid` or `FeedUnavailable`, mostly with the first step."""
    async with _reading(asked, outside, files) as (source, batches):
        tally = Tally(new_id(), source, asked.by, house.clock())
        async for step in take_in(house, batches, tally):
            yield step


@asynccontextmanager
async def _reading(asked: Asked, outside: Outside, files: Files) -> AsyncGenerator[tuple[str, Batches]]:
    """The feed's name and its records, from an address or from files."""
    if asked.url is not None:
        base = crawling.base_of(asked.url)
        async with outside() as client:
            yield asked.source or base.partition("://")[2], crawling.crawl(client, base)
    elif not asked.source or len(asked.source) > LONGEST_NAME:
        raise Invalid(faults=[Fault(field="source", message=NAME_IT)])
    elif not files:
        raise UnreadableFeed("No file came with this.")
    else:
        yield asked.source, in_batches(feed(files, asked.format, asked.source, asked.mapping))
