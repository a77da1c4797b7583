"""`wayfare demo`: one case from conversation to answered referral, on listings of the demo."""

import asyncio
import os

import click

from services.local.admission import Admission
from services.local.callers import callers
from services.local.commands.options import data_option
from services.local.commands.up import furnish, tell_where
from services.local.console import say
from services.local.ending import until_told
from services.local.folder import Folder
from services.local.house import Wishes, house
from services.local.play import play
from services.local.ports import Ports, taken
from shared.contracts.imports import ImportReport

AT_ONCE = {"WAYFARE_UNDO_WINDOW": "0", "WAYFARE_JOBCENTRE_BATCH": "at-once"}


@click.command()
@data_option
@click.option("--exit", "leave", is_flag=True, help="End after the play instead of keeping the pages open.")
def demo(folder: Folder, leave: bool) -> None:
    """Start everything and play one case.

    A line for each step; then the pages stay open until Ctrl-C.

    What otherwise waits for a while, so that a provider can take an answer back, goes out at once here.
    """
    wishes = Wishes(ports=_ports(), around={**AT_ONCE, **os.environ})
    with until_told():
        say("Wayfare is starting for a demo. Stop it with Ctrl-C.")
        with house(folder, wishes) as here:
            report = furnish(folder, empty=False)
            say()
            if report:
                tell_listings(report)
            asyncio.run(play(folder, say))
            if not leave:
                tell_where(here)
                here.watch(Admission(folder, callers(folder)))
    say("Wayfare has stopped.")


def tell_listings(report: ImportReport) -> None:
    """Scene a: what came in."""
    counts = f"{report.new} new, {report.changed} changed, {report.same} known already, {report.refused} refused"
    say(f"{report.read} listings of invented local help come in: {counts}.")


def _ports() -> Ports:
    busy = taken(Ports())
    if not busy:
        return Ports()
    names = ", ".join(f"{name} ({port})" for name, port in busy.items())
    say(f"The usual ports of {names} are taken, so free ones are used.")
    return Ports.free()
