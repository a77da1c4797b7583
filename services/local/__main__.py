"""`wayfare`: the whole house on one machine, and commands about it."""

import click

from services.local.commands.options import Told
from services.local.commands.up import up


@click.group(cls=Told, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Wayfare: one conversation, local help that answers."""


main.add_command(up)

if __name__ == "__main__":
    main()
