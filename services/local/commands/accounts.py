"""`wayfare accounts`: what a NATS server elsewhere must let in."""

import click
import msgspec

from services.local import broker
from services.local.commands.options import data_option
from services.local.folder import Folder
from services.local.keyring import load


@click.command()
@data_option
def accounts(folder: Folder) -> None:
    """Print the accounts for a NATS server of your own.

    JSON for its configuration file, with public keys only. The services connect with the seeds in the data folder's
    keyring.json: WAYFARE_NATS_SEED of each. Print it again after `wayfare partner add`.
    """
    folder.make()
    found = {"accounts": broker.house_accounts(folder, load(folder))}
    click.echo(msgspec.json.format(msgspec.json.encode(found)).decode())
