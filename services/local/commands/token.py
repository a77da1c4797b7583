"""`wayfare token`: a bearer token for whoever is wanted, in local mode only."""

from datetime import timedelta
from uuid import UUID

import click

from services.local.callers import callers
from services.local.commands.options import data_option
from services.local.folder import Folder
from services.local.personas import persona
from shared.contracts.words import Role

CLAIMS = ("office", "partner", "consumer", "name")


@click.command()
@data_option
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--office", help="The office of a member of staff.")
@click.option("--partner", type=click.UUID, help="The id of the partner.")
@click.option("--consumer", help="The id of the Jobcentre system.")
@click.option("--sub", help="Who it is. Without it, the demo's person of that role, office or partner.")
@click.option("--name", help="The name that others see.")
@click.option("--minutes", type=click.IntRange(1, 24 * 60), default=60, show_default=True, help="How long it lasts.")
def token(
    folder: Folder,
    *,
    role: str,
    office: str | None,
    partner: UUID | None,
    consumer: str | None,
    sub: str | None,
    name: str | None,
    minutes: int,
) -> None:
    """Print a bearer token and nothing else.

    Local mode only: the running house's demo issuer signs it.

    Staff must be known to referrals, as the demo's people are: an admin adds others.
    """
    asked = {"office": office, "partner": str(partner) if partner else None, "consumer": consumer, "name": name}
    given = {key: value for key, value in asked.items() if value is not None}
    claims = {**_known(Role(role), office, partner, sub), **given, "wayfare_role": role}
    click.echo(callers(folder).token(claims, timedelta(minutes=minutes)))


def _known(role: Role, office: str | None, partner: UUID | None, sub: str | None) -> dict[str, str]:
    """The claims of the demo's person, or of the `sub` that was named."""
    found = persona(role, office=office, partner=partner)
    if sub is not None:
        named = found if found and found.sub == sub else None
        return {"sub": sub, "office": named.office} if named and named.office else {"sub": sub}
    if found is None:
        return {"sub": "-".join([role.value.replace("_", "-"), *(str(part) for part in (office, partner) if part)])}
    known = {"sub": found.sub, "name": found.name, "office": found.office}
    known["partner"] = str(found.partner) if found.partner else None
    return {key: value for key, value in known.items() if value is not None}
