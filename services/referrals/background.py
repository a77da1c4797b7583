"""What runs beside the requests for as long as the service does, and whether all of it still runs."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager

from shared import log
from shared.errors import Unavailable


class Background:
    """Work that never ends by itself. Where one piece does, it has met a bug, and the service is not ready any more."""

    def __init__(self) -> None:
        self._ended: list[str] = []

    async def check(self) -> None:
        """For `/health/ready`. Raises `Unavailable`."""
        if self._ended:
            raise Unavailable(f"Stopped by a fault, which the log has: {', '.join(self._ended)}. Restart the service.")

    @asynccontextmanager
    async def running(self, **work: Coroutine[None, None, None]) -> AsyncGenerator[None]:
        """Run each, by its name, until the block ends."""
        tasks = [asyncio.create_task(one, name=name) for name, one in work.items()]
        for task in tasks:
            task.add_done_callback(self._note)
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _note(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled():
            self._ended.append(task.get_name())
            log.get().error("background.ended", work=task.get_name(), exc_info=task.exception())
