"""`wayfare up`: the whole house on this machine, until Ctrl-C."""

import os

import click

from services.local.admission import Admission
from services.local.callers import callers
from services.local.commands.options import data_option, port_options, ports
from services.local.console import say, step
from services.local.ending import until_told
from services.local.feeds import bring_in_documents
from services.local.folder import Folder
from services.local.house import House, Wishes, house
from services.local.listings import documents
from services.local.seed import seed_outsiders, seed_staff
from shared.contracts.imports import ImportReport


@click.command()
@data_option
@port_options
@click.option("--empty", is_flag=True, help="Without the demo's listings, partners and Jobcentre systems.")
def up(folder: Folder, free_ports: bool, port_base: int | None, empty: bool) -> None:
    """Start everything on this machine and keep it running.

    PostgreSQL and NATS are embedded unless DATABASE_URL (of an administrator) or NATS_URL name others.
    """
    wishes = Wishes(ports=ports(free_ports, port_base), around=os.environ)
    with until_told():
        say("Wayfare is starting. Stop it with Ctrl-C.")
        with house(folder, wishes) as here:
            furnish(folder, empty=empty)
            tell_where(here)
            here.watch(Admission(folder, callers(folder)))
    say("Wayfare has stopped.")


def furnish(folder: Folder, *, empty: bool) -> ImportReport | None:
    """The demo's staff, so that one can sign in; and unless it is to stay empty, all the rest of the demo."""
    known = callers(folder)
    seed_staff(known)
    if empty:
        return None
    seed_outsiders(folder, known)
    with known.admin("directory") as client, step("Demo listings"):
        return bring_in_documents(client, "demo", documents())


def tell_where(here: House) -> None:
    """The addresses, for people and programs."""
    plan = here.plan
    say()
    say(f"Wayfare is ready. Its pages: {plan.url('desk')}  (sign in as anybody in the demo)")
    for name in ("directory", "matcher", "referrals"):
        say(f"  {name:<10} {plan.url(name)}  and its description at {plan.url(name)}/schema/openapi.json")
    say(f"  {'nats':<10} {plan.nats_url}")
    say(f"  {'data':<10} {plan.folder.root}, logs in {plan.folder.logs}")
