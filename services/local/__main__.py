"""`wayfare`: the whole house on one machine, and commands about it."""

import click

from services.local.commands.backup import backup, restore
from services.local.commands.clock import clock
from services.local.commands.demo import demo
from services.local.commands.doctor import doctor
from services.local.commands.follow import follow
from services.local.commands.imports import bring_in, export
from services.local.commands.migrate import migrate
from services.local.commands.options import Told
from services.local.commands.partner import partner
from services.local.commands.token import token
from services.local.commands.up import up


@click.group(cls=Told, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Wayfare: one conversation, local help that answers."""


for command in (up, demo, bring_in, export, token, clock, partner, follow, doctor, migrate, backup, restore):
    main.add_command(command)

if __name__ == "__main__":
    main()
