"""`wayfare secrets`: the keys of a house, for services on more than one machine."""

import click

from services.local.commands.options import data_option
from services.local.folder import Folder
from services.local.keyring import Keyring, load


@click.command()
@data_option
def secrets(folder: Folder) -> None:
    """Print every secret for compose.yaml.

    As an environment file; keep it as safe as the data folder's keyring.json, from which it is made.
    """
    folder.make()
    for name, value in environment(load(folder)).items():
        click.echo(f"{name}={value}")


def environment(keyring: Keyring) -> dict[str, str]:
    """The variables of compose.yaml that are secret."""
    return {
        "ADMINISTRATOR_PASSWORD": keyring.administrator,
        "DIRECTORY_PASSWORD": keyring.passwords["wayfare_directory"],
        "REFERRALS_PASSWORD": keyring.passwords["wayfare_referrals"],
        "DIRECTORY_SEED": keyring.nats["directory"].seed,
        "MATCHER_SEED": keyring.nats["matcher"].seed,
        "REFERRALS_SEED": keyring.nats["referrals"].seed,
        "MASTER_KEY": keyring.master_key,
        "DESK_SECRET": keyring.desk_secret,
        "COOKIE_SECRET": keyring.cookie_secret,
    }
