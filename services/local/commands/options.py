"""What several commands have in common: the data folder, the ports, and how a refusal is told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from services.local.folder import Folder
from services.local.ports import Ports
from shared.errors import Refusal

Command = TypeVar("Command", bound=Callable[..., Any])


def _folder(_context: click.Context, _parameter: click.Parameter, value: Path) -> Folder:
    return Folder(value.absolute())


def data_option(command: Command) -> Command:
    """`--data DIR`, else `WAYFARE_DATA`, else `.wayfare` here."""
    return click.option(
        "--data",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="WAYFARE_DATA",
        default=Path(".wayfare"),
        show_default=True,
        show_envvar=True,
        callback=_folder,
        help="The data folder of the house.",
    )(command)


def port_options(command: Command) -> Command:
    """`--free-ports` and `--port-base`."""
    for option in (
        click.option("--free-ports", is_flag=True, help="Use any free ports instead of the usual ones."),
        click.option("--port-base", type=click.IntRange(1024, 65000), help="Use six ports in a row from this one."),
    ):
        command = option(command)
    return command


def ports(free_ports: bool, port_base: int | None) -> Ports:
    """The ports that were asked for."""
    if free_ports:
        return Ports.free()
    return Ports() if port_base is None else Ports.row(port_base)


class Told(click.Group):
    """Commands whose refusals are told in words, without a trace."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a refusal ends with 1."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            faults = [f"  {fault.field}: {fault.message}" for fault in refusal.faults]
            raise click.ClickException("\n".join([refusal.detail, *faults])) from None
