"""Asking a room whether it can do its work."""

import time

import httpx
import msgspec

from services.local.programs import Program, WouldNotStart
from shared.errors import Problem

PATIENCE = 60  # seconds
PAUSE = 0.05


def wait_until_ready(program: Program, url: str) -> None:
    """Wait for `/health/ready`. Raises `WouldNotStart` if the program ends, or is not ready within a minute."""
    deadline = time.monotonic() + PATIENCE
    while what := trouble(url):
        program.check()
        if time.monotonic() > deadline:
            raise WouldNotStart(f"{program.name} is not ready after {PATIENCE} seconds. {what} {program.last_words()}")
        time.sleep(PAUSE)


def trouble(url: str) -> str | None:
    """What a room says is missing, or None when it is ready."""
    try:
        answer = httpx.get(f"{url}/health/ready", timeout=10)
    except httpx.HTTPError as error:
        return f"It does not answer ({type(error).__name__})."
    if answer.is_success:
        return None
    problem = msgspec.json.decode(answer.content, type=Problem)
    return " ".join([problem.detail, *(f"{fault.field}: {fault.message}" for fault in problem.errors)])
