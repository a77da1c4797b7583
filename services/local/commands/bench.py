"""`wayfare bench`: how fast it is on this machine."""

import subprocess
import sys
from pathlib import Path

import click

from shared.errors import Unavailable

ROOT = Path(__file__).parents[3]


class NoBench(Unavailable):
    """The measurements are in the source tree, and it is not here. Get it, then run `make bench`."""


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def bench(options: tuple[str, ...]) -> None:
    """Measure on this machine, and print ratios.

    The same as `make bench`; OPTIONS go to pytest. The house need not be running, and had better not be.
    """
    if not (ROOT / "tests" / "bench").is_dir():
        raise NoBench
    command = [sys.executable, "-m", "pytest", "tests/bench", "-m", "bench", "-s", *options]
    raise click.exceptions.Exit(subprocess.run(command, cwd=ROOT, check=False).returncode)
