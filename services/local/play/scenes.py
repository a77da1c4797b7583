"""The scenes in order."""

from collections.abc import Callable

from services.local.folder import Folder
from services.local.play.finding import find
from services.local.play.handing_over import hand_over
from services.local.play.stage import stage
from services.local.play.stopping import stop
from services.local.play.talking import talk
from services.local.play.the_wall import show_the_wall


async def play(folder: Folder, say: Callable[[str], None]) -> None:
    """From conversation to answered referral and back. Raises `NotAsPromised` where something is not as it should be.

    The listings are in already (scene a).
    """
    async with stage(folder, say) as here:
        person = talk(here)
        await find(here)
        sent = await hand_over(here, person)
        await show_the_wall(here)
        await stop(here, sent)
