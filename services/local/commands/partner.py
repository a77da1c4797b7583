"""`wayfare partner add` and `wayfare partner run`: let a partner in, and be an example of its system."""

import asyncio
from uuid import UUID

import click

from services.local.callers import callers
from services.local.commands.options import data_option
from services.local.console import say
from services.local.ending import until_told
from services.local.folder import Folder
from services.local.keyring import load
from services.local.newcomers import Newcomer, let_in
from services.local.outside.partner_system import partner_system
from services.local.outside.routine import answer_notices
from services.local.personas import OPEN_DOOR
from services.local.running import find
from shared.clock import shifted_clock
from shared.contracts.words import OrganizationId, PartnerId
from shared.errors import Refusal


class NoSeed(Refusal):
    """Say who you are: --partner and --seed, as `wayfare partner add` printed them."""


@click.group()
def partner() -> None:
    """Partners who receive referrals."""


@partner.command("add")
@data_option
@click.argument("name")
@click.option("--organization", "organizations", multiple=True, type=click.UUID, help="An organisation it serves.")
@click.option("--email", default="referrals@partner.example", show_default=True, help="Where it is written to.")
@click.option("--agreement", help="The reference of the sharing agreement.")
def add(folder: Folder, name: str, organizations: tuple[UUID, ...], email: str, agreement: str | None) -> None:
    """Register and approve a partner, give it an account on NATS, and print its credentials once.

    NAME is the legal name that people agree to. What is printed can be kept as environment variables of
    `wayfare partner run` or of the partner's own program.
    """
    newcomer = Newcomer(
        legal_name=name,
        organizations=tuple(OrganizationId(one) for one in organizations),
        email=email,
        agreement=agreement,
    )
    house = callers(folder)
    admitted = let_in(folder, house, newcomer)
    for key, value in admitted.credentials(house.running.nats_url).items():
        click.echo(f"{key}={value}")


@partner.command("run")
@data_option
@click.option("--partner", type=click.UUID, envvar="WAYFARE_PARTNER", help="Its id.  [default: the demo's]")
@click.option("--seed", envvar="WAYFARE_PARTNER_SEED", help="The seed of its NKey.")
@click.option("--nats", "url", envvar="WAYFARE_PARTNER_NATS", help="The address of NATS.  [default: the house's]")
@click.option("--contact", default="Nia Morgan", show_default=True, help="Who will get in touch with people.")
@click.option("--days", type=click.IntRange(0, 60), default=3, show_default=True, help="Within how many days.")
def run(folder: Folder, *, partner: UUID | None, seed: str | None, url: str | None, contact: str, days: int) -> None:
    """Be a partner's system until Ctrl-C: collect what was agreed, accept, and delete when it is withdrawn."""
    own = PartnerId(partner) if partner else OPEN_DOOR.id
    secret = seed or _demo_seed(folder, own)
    where = url or find(folder).nats_url
    say(f"This is the system of partner {own}. Stop with Ctrl-C.")

    async def follow() -> None:
        async with partner_system(where, own, secret) as system:
            while True:
                await answer_notices(system, say, contact, days, shifted_clock(folder.clock)())

    with until_told():
        asyncio.run(follow())


def _demo_seed(folder: Folder, id: PartnerId) -> str:
    pair = load(folder).outsiders.get(f"PARTNER_{id}")
    if pair is None:
        raise NoSeed
    return pair.seed
