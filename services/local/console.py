"""How the commands speak: plain lines, and a moving one while something takes long on a terminal."""

import time
from collections.abc import Generator
from contextlib import contextmanager

from rich.console import Console

console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str = "") -> None:
    """A line for people, as it is."""
    console.print(text, markup=False)


def warn(text: str) -> None:
    """A line about something that went wrong."""
    errors.print(text, markup=False)


@contextmanager
def step(name: str) -> Generator[None]:
    """Say what is being done while it is, and how long it took."""
    began = time.monotonic()
    with errors.status(f"{name} …"):
        yield
    say(f"  {name}: ready after {time.monotonic() - began:.1f} s")
