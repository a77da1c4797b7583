"""The time. Actions are given `now`; only the outermost layer asks a clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def shifted_clock(offset: Path) -> Clock:
    """A clock moved by the seconds written in a file, for local mode (`wayfare clock +10d`).

    A file that is not there means no shift; it is read each time so that every process moves together.
    """

    def now() -> datetime:
        shift = float(offset.read_text()) if offset.exists() else 0.0
        return system_clock() + timedelta(seconds=shift)

    return now
