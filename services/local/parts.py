"""The programs of a running house: each can be started again when it ends."""

import time
from collections.abc import Callable

from services.local.console import warn
from services.local.programs import Program, WouldNotStart

LONGEST_PAUSE = 30.0  # seconds between two attempts to start something again

Begin = Callable[[], Program]


class Part:
    """A program of the house, and how it is started."""

    def __init__(self, name: str, begin: Begin) -> None:
        self.name = name
        self.program = begin()
        self._begin = begin
        self._deaths = 0
        self._not_before = 0.0

    def stop(self) -> None:
        """End it."""
        self.program.stop()

    def revive(self) -> bool:
        """Start it again if it has ended, ever more slowly; True if that was tried."""
        if self.program.running() or time.monotonic() < self._not_before:
            return False
        warn(f"{self.name} ended with status {self.program.process.returncode} and is started again.")
        warn(self.program.last_words())
        self._not_before = time.monotonic() + min(LONGEST_PAUSE, 2.0**self._deaths)
        self._deaths += 1
        try:
            self.program = self._begin()
        except WouldNotStart as refusal:
            warn(refusal.detail)
        return True
