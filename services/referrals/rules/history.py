"""Reading a history in which an undo is an entry of its own."""

from collections.abc import Iterable, Sequence

from services.referrals.model.referrals import Happened, Standing, Step

MAY_BE_UNDONE = frozenset({Step.ACCEPTANCE, Step.REJECTION})


def in_force(history: Iterable[Happened]) -> tuple[Happened, ...]:
    """The steps that still count: an undo takes away itself and the step before it."""
    kept: list[Happened] = []
    for event in history:
        if event.step is Step.UNDO:
            kept.pop()
        else:
            kept.append(event)
    return tuple(kept)


def latest(history: Sequence[Happened], *steps: Step) -> Happened | None:
    """The last step of these kinds that still counts."""
    return next((event for event in reversed(in_force(history)) if event.step in steps), None)


def before_last(history: Sequence[Happened]) -> Standing | None:
    """Where an undo would go back to, if the last step is one that can be taken back."""
    counting = in_force(history)
    if len(counting) < 2 or counting[-1].step not in MAY_BE_UNDONE:  # noqa: PLR2004 -- the step and the one before it
        return None
    return counting[-2].standing
