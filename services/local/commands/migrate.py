"""`wayfare migrate`: bring the databases up to date."""

import os

import click

from services.local import databases
from services.local.commands.options import data_option
from services.local.console import say
from services.local.folder import Folder
from services.local.standing import database_server


@click.command()
@data_option
def migrate(folder: Folder) -> None:
    """Bring the databases up to date.

    `wayfare up` does so by itself.

    With DATABASE_URL (of an administrator) it works on that server; roles and databases are made if they are not there.
    """
    with database_server(folder, os.environ) as (admin, keyring):
        urls = databases.prepare(admin, keyring.passwords)
        done = databases.apply_migrations({name: one.owner for name, one in urls.items()})
    for name, steps in done.items():
        say(f"{name}: {', '.join(steps) if steps else 'nothing new'}")
