"""`wayfare backup` and `wayfare restore`: the whole house in one file."""

import os
from pathlib import Path

import click

from services.local import archive
from services.local.commands.options import data_option
from services.local.console import say, step
from services.local.folder import Folder, held
from services.local.standing import alone, database_server
from shared.errors import Refusal


class NotEmpty(Refusal):
    """There is a house in this data folder already. With --replace it is thrown away for the one in the file."""


@click.command()
@data_option
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(folder: Folder, file: Path) -> None:
    """Write the whole house into FILE.

    Both databases and every key. The house may run meanwhile.
    Whoever has the file can read everything in it: keep it as safe as the house itself.
    """
    with database_server(folder, os.environ) as (admin, _), step("Backup"):
        archive.write(admin, folder, file)
    say(f"{file} holds everything, {file.stat().st_size / 1e6:.1f} MB. Keep it safe: the keys are in it.")


@click.command()
@data_option
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--replace", is_flag=True, help="Throw away the house that is in the data folder.")
def restore(folder: Folder, file: Path, replace: bool) -> None:
    """Bring back what `wayfare backup` wrote. The house must not be running."""
    folder.make()
    with held(folder), archive.opened(file) as parts:
        if folder.keyring.exists() and not replace:
            raise NotEmpty
        keyring = archive.keys(parts, folder)
        with step("Restore"), alone(folder, keyring) as admin:
            archive.fill(admin, parts, keyring)
        archive.take_over(parts, folder, keyring)
    say("Everything is back. Start it with `wayfare up`; what partners and systems had read may come to them again.")
