"""`wayfare clock +10d`: move the time of a house in local mode."""

import re
from datetime import timedelta

import click

from services.local.commands.options import data_option
from services.local.console import say
from services.local.folder import Folder
from services.local.running import find
from shared.clock import shifted_clock

STEP = re.compile(r"([+-])(\d{1,5})([dhms])")
UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}


@click.command(context_settings={"ignore_unknown_options": True})
@data_option
@click.argument("step", required=False)
def clock(folder: Folder, step: str | None) -> None:
    """Move the time of every service (local mode only).

    STEP is +10d, +36h, +15m, +30s, -1d, or `now` for the real time. Without one, say what time it is in the house.
    """
    find(folder)
    if step is not None:
        _write(folder, 0.0 if step == "now" else moved(folder) + seconds(step))
    now = shifted_clock(folder.clock)()
    say(f"In the house it is {now:%A %d %B %Y, %H:%M} UTC, {describe(moved(folder))}.")


def seconds(step: str) -> int:
    """How far a step goes."""
    found = STEP.fullmatch(step)
    if found is None:
        raise click.BadParameter(f"{step!r} is not a step such as +10d, +36h, +15m, +30s or -1d.")
    sign, number, unit = found.groups()
    return int(number) * UNITS[unit] * (-1 if sign == "-" else 1)


def describe(moved: float) -> str:
    """By how much the clock is moved, in words."""
    if not moved:
        return "as everywhere"
    direction = "ahead of" if moved > 0 else "behind"
    return f"{timedelta(seconds=abs(moved))} {direction} the real time"


def moved(folder: Folder) -> float:
    """By how many seconds the clock of a house is ahead."""
    return float(folder.clock.read_text()) if folder.clock.exists() else 0.0


def _write(folder: Folder, moved: float) -> None:
    fresh = folder.clock.with_suffix(".new")
    fresh.write_text(str(moved))
    fresh.replace(folder.clock)
