"""Scene e: what Jobcentre systems come to know."""

from services.local.outside.jobcentre_system import News
from services.local.personas import CONSUMERS
from services.local.play import script
from services.local.play.stage import Stage, promised, until

EXPECTED = ["milestone.sent.v1", "milestone.accepted.v1"]


async def show_the_wall(stage: Stage) -> None:
    """The one that the person agreed to gets two milestones, the other nothing."""
    found: list[News] = []

    async def both() -> list[News] | None:
        found.extend(await stage.agreed.news(0.5))
        return found if len(found) >= len(EXPECTED) else None

    await until("The milestones reaching the Jobcentre system", both)
    found.extend(await stage.agreed.news(0.5))
    promised([news.type for news in found] == EXPECTED, f"It got {[news.type for news in found]}.")
    promised(not await stage.unasked.news(0.5), "A Jobcentre system that nobody agreed to got something.")
    pseudonyms = ", ".join({news.data.pseudonym for news in found})
    stage.say(f"The {CONSUMERS[0].name} gets: sent, accepted. It knows {script.FIRST_NAME} as {pseudonyms} only.")
    stage.say(f"The {CONSUMERS[1].name}, which {script.FIRST_NAME} did not agree to, gets nothing.")
