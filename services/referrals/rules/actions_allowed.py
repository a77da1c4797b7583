"""What a caller may do now: the table and its guards, asked before the step and again for every button."""

from datetime import datetime

from services.referrals.model.referrals import Facts, Standing, Step, Who
from services.referrals.rules.deadlines import provider_quiet, undo_until
from services.referrals.rules.history import before_last, in_force
from services.referrals.rules.transitions import move, rows
from shared.calendar import Nation
from shared.errors import NotAllowedNow


class CannotBeSent(NotAllowedNow):
    """This referral cannot be sent now."""


class TooLate(NotAllowedNow):
    """An answer can be taken back within 15 minutes, and only while nothing else has happened since."""


class ProviderNotQuiet(NotAllowedNow):
    """The provider is still in touch, so the outcome is theirs to record. Ask them."""


class NothingToDelete(NotAllowedNow):
    """There is no deletion left to confirm: nothing was sent, or it was confirmed before."""


def check(
    facts: Facts, step: Step, by: Who, now: datetime, nation: Nation, *, sub_status: str | None = None
) -> Standing:
    """Where the step leads. Raises `NotYours` or a `NotAllowedNow` that says why not."""
    after = move(facts.standing, step, by, sub_status=sub_status, before=before_last(facts.history))
    if step is Step.SENDING and facts.obstacles:
        raise CannotBeSent(" ".join(facts.obstacles))
    if step is Step.UNDO and (facts.obstacles or not _undoable(facts, now)):
        raise TooLate
    if step is Step.OUTCOME and by is not Who.PROVIDER and not provider_quiet(facts.history, now, nation):
        raise ProviderNotQuiet
    if step is Step.DELETION and not _deletable(facts):
        raise NothingToDelete
    return after


def allowed(facts: Facts, by: Who, now: datetime, nation: Nation) -> tuple[Step, ...]:
    """Every step that would not be refused to this caller now."""
    return tuple(step for step in Step if rows(facts.standing, step, by) and _passes(facts, step, by, now, nation))


def _passes(facts: Facts, step: Step, by: Who, now: datetime, nation: Nation) -> bool:
    try:
        check(facts, step, by, now, nation)
    except NotAllowedNow:
        return False
    return True


def _undoable(facts: Facts, now: datetime) -> bool:
    return now <= undo_until(in_force(facts.history)[-1])


def _deletable(facts: Facts) -> bool:
    return facts.sent and not facts.deletion_confirmed
