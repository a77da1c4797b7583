"""`wayfare follow`: an example Jobcentre system, which prints what reaches it."""

import asyncio

import click

from services.local.accounts import jobcentre
from services.local.commands.options import data_option
from services.local.console import say
from services.local.ending import until_told
from services.local.folder import Folder
from services.local.keyring import load
from services.local.outside.jobcentre_system import News, jobcentre_system
from services.local.personas import CONSUMERS
from services.local.running import find
from shared.errors import Refusal


class NobodyLikeThat(Refusal):
    """This house has no Jobcentre systems of the demo: it was started with --empty."""


@click.command()
@data_option
@click.option(
    "--consumer",
    type=click.Choice([consumer.id for consumer in CONSUMERS]),
    default=CONSUMERS[0].id,
    show_default=True,
    help="Which of the demo's Jobcentre systems to be.",
)
def follow(folder: Folder, consumer: str) -> None:
    """Be a Jobcentre system until Ctrl-C.

    It prints its feed.

    It shows all that such a system can ever know: milestones that a person chose to share, under a pseudonym.
    """
    url, pair = find(folder).nats_url, load(folder).outsiders.get(jobcentre(consumer, "").account)
    if pair is None:
        raise NobodyLikeThat
    say(f"This is everything that reaches {consumer}. Stop with Ctrl-C.")
    with until_told():
        asyncio.run(_follow(url, consumer, pair.seed))


async def _follow(url: str, consumer: str, seed: str) -> None:
    async with jobcentre_system(url, consumer, seed) as system:
        while True:
            for news in await system.news():
                say(line(news))


def line(news: News) -> str:
    """An event in one line."""
    what = news.data.milestone or "sharing ended"
    return f"{news.time:%d %B %Y}  {what:<14} pseudonym {news.data.pseudonym}, reference {news.data.reference}"
