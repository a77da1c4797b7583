"""`wayfare doctor`: each part of the house, in words."""

from collections.abc import Callable, Iterator

import click
import psycopg

from services.local import nats, postgres
from services.local.commands.clock import describe, moved
from services.local.commands.options import data_option
from services.local.console import say
from services.local.folder import Folder, is_held
from services.local.health import trouble
from services.local.ports import Ports, taken
from services.local.programs import WouldNotStart
from services.local.rooms import ROOMS
from services.local.running import Running, find

Finding = tuple[bool, str, str]  # is it well, what, and in words


@click.command()
@data_option
def doctor(folder: Folder) -> None:
    """Say how each part is.

    Ends with 1 if something is not well.
    """
    findings = list(_running(folder, find(folder)) if is_held(folder) else _resting(folder))
    for well, what, words in findings:
        say(f"{'well   ' if well else 'TROUBLE'}  {what}: {words}")
    if not all(well for well, _, _ in findings):
        raise click.exceptions.Exit(1)


def _running(folder: Folder, house: Running) -> Iterator[Finding]:
    yield True, "House", f"running as process {house.pid} on {folder.root}"
    for name in ROOMS:
        missing = trouble(house.url(name))
        yield missing is None, name.capitalize(), missing or f"ready at {house.url(name)}"
    for name, url in house.owners.items():
        yield _database(name, url)
    yield True, "Clock", describe(moved(folder))
    yield True, "Postcodes", _postcodes(folder)


def _resting(folder: Folder) -> Iterator[Finding]:
    yield True, "House", f"not running on {folder.root}. Start it with `wayfare up`"
    yield _found("PostgreSQL", lambda: str(postgres.binaries()))
    yield _found("NATS", lambda: str(nats.binary()))
    busy = ", ".join(f"{port} ({name})" for name, port in taken(Ports()).items())
    yield not busy, "Ports", f"taken by others: {busy}. Use --free-ports" if busy else "the usual ones are free"
    yield True, "Postcodes", _postcodes(folder)


def _database(name: str, url: str) -> Finding:
    what = f"Database of {name}"
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            row = connection.execute("SELECT count(*) FROM outbox WHERE published_at IS NULL").fetchone()
    except psycopg.Error as error:
        return False, what, f"does not answer ({type(error).__name__}): see the log of postgres"
    waiting = row[0] if row else 0
    return True, what, f"answers; {waiting} events wait to be published"


def _found(what: str, where: Callable[[], str]) -> Finding:
    try:
        return True, what, where()
    except WouldNotStart as refusal:
        return False, what, refusal.detail


def _postcodes(folder: Folder) -> str:
    if folder.postcodes.exists():
        return "the official ones that were imported"
    return "the bundled sectors and outward codes; `wayfare import --format onspd` brings whole postcodes"
