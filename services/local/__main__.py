"""`wayfare`: the whole house on one machine, and commands about it."""

import importlib

import click

from services.local.commands.options import Told

COMMANDS = {
    "up": "up:up",
    "demo": "demo:demo",
    "import": "imports:bring_in",
    "export": "imports:export",
    "token": "token:token",
    "clock": "clock:clock",
    "partner": "partner:partner",
    "follow": "follow:follow",
    "doctor": "doctor:doctor",
    "migrate": "migrate:migrate",
    "accounts": "accounts:accounts",
    "secrets": "secrets:secrets",
    "backup": "backup:backup",
    "restore": "backup:restore",
    "bench": "bench:bench",
}


class OnDemand(Told):
    """Loads only the command that is asked for: half a second less for `wayfare token`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """All of them, those that are used first on top."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click's
        """The command of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(f"services.local.commands.{module}"), name)
        return command


@click.group(cls=OnDemand, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Wayfare: one conversation, local help that answers."""


if __name__ == "__main__":
    main()
