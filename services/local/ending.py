"""Ctrl-C, a closed terminal and SIGTERM end a command in order, once."""

import signal
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Told(KeyboardInterrupt):
    """Somebody asked us to stop."""


@contextmanager
def until_told() -> Generator[None]:
    """Run until a signal asks to stop; further ones do not disturb the stopping."""
    before = {number: signal.signal(number, _stop) for number in SIGNALS}
    try:
        yield
    except Told:
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise Told
