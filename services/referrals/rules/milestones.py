"""What a Jobcentre system may come to know, and when (the wall, REFERRALS section 7)."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Literal

from services.referrals.model.referrals import Step
from services.referrals.rules.deadlines import today
from services.referrals.rules.transitions import ENDED
from shared.calendar import LONDON
from shared.contracts.words import Milestone, Status

ENDING: Literal["ended"] = "ended"
DEFAULT = frozenset({Milestone.SENT})
REACHED = {
    Step.SENDING: Milestone.SENT,
    Step.ACCEPTANCE: Milestone.ACCEPTED,
    Step.START: Milestone.STARTED,
    Step.OUTCOME: Milestone.COMPLETED,
}


def chosen(milestones: Collection[Milestone]) -> frozenset[Milestone]:
    """The milestones that the person lets a system know; only that something was sent, unless they chose others."""
    return frozenset(milestones) or DEFAULT


def news(step: Step, after: Status, shared: Collection[Milestone], known: Collection[str]) -> tuple[str, ...]:
    """What a consumer is told after a step: at most a milestone that it does not have, and one form of ending.

    Nothing is told of a referral whose ending was told, and no ending of one that it never heard of.
    """
    if ENDING in known:
        return ()
    reached = REACHED.get(step)
    told = (str(reached),) if reached in shared and reached not in known else ()
    ended = (ENDING,) if after in ENDED and (known or told) else ()
    return told + ended


def leaves_at(now: datetime, undo: timedelta, batch: time | None) -> datetime:
    """When news may leave: after the undo window, with the next daily batch; None is at once.

    The envelope carries this time and no other, so that the time of a step shows to the day only.
    """
    earliest = now + undo
    if batch is None:
        return earliest
    local = earliest.astimezone(LONDON)
    today_at = _at(local.date(), batch)
    return today_at if today_at >= earliest else _at(local.date() + timedelta(days=1), batch)


def may_leave(leaves: datetime, valid_until: date) -> bool:
    """A milestone whose batch comes after the last day of the agreement does not leave; an ending does."""
    return today(leaves) <= valid_until


def read_batch(setting: str) -> time | None:
    """`at-once`, or a time of day in the United Kingdom such as `06:00`. Raises ValueError."""
    return None if setting == "at-once" else time.fromisoformat(setting)


def _at(day: date, batch: time) -> datetime:
    return datetime.combine(day, batch, LONDON)
