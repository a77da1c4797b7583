"""What runs beside the requests for as long as the service does."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager

from shared import log


@asynccontextmanager
async def beside(*work: Coroutine[None, None, None]) -> AsyncGenerator[None]:
    """Run each until the block ends. Work that ends by itself has met a bug, which is logged."""
    tasks = [asyncio.create_task(one) for one in work]
    for task in tasks:
        task.add_done_callback(_tell)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _tell(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.get().error("background.ended", exc_info=error)
