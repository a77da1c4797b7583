"""Run one app in one process, until SIGTERM or Ctrl-C."""

import asyncio
import signal

from granian.constants import Interfaces
from granian.server.embed import Server
from litestar import Litestar


def serve(app: Litestar, host: str, port: int) -> None:
    """Serve on granian, in this process alone, so that each service can be stopped and started by itself."""
    asyncio.run(_serve(app, host, port))


async def _serve(app: Litestar, host: str, port: int) -> None:
    server = Server(app, address=host, port=port, interface=Interfaces.ASGI, log_access=False)
    loop = asyncio.get_running_loop()
    for ending in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(ending, server.stop)
    await server.serve()
