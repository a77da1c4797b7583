"""The wall as a property: what a Jobcentre system sees of a person never tells what the person did."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.referrals.model.referrals import Standing, Step, Who
from services.referrals.rules.milestones import ENDING, chosen, leaves_at, may_leave, news, read_batch
from services.referrals.rules.transitions import choices, move
from shared.calendar import LONDON
from shared.contracts.words import Milestone, Status
from shared.errors import NotAllowedNow, NotYours

CHOICES = st.frozensets(st.sampled_from(Milestone))
TRIES = st.lists(st.tuples(st.sampled_from(Step), st.sampled_from(Who), st.integers(0, 4)), max_size=20)
SIX = time(6)


def observed(tries: Sequence[tuple[Step, Who, int]], shared: frozenset[Milestone]) -> list[str]:
    """What a consumer would be told of a referral that went this way. Undo is tested with the outbox."""
    at = Standing(status=None)
    told: list[str] = []
    for step, by, choice in tries:
        named = choices(at, step, by)
        try:
            after = move(at, step, by, sub_status=named[choice % len(named)] if named else None)
        except (NotAllowedNow, NotYours):
            continue
        assert after.status is not None
        told += news(step, after.status, shared, told)
        at = after
    return told


def blameless(shared: frozenset[Milestone]) -> set[tuple[str, ...]]:
    """What could be seen of referrals in which the person did nothing but take part.

    The provider stops at any point (no places, closed), the agreed period ends, or nothing more has happened yet.
    """
    path = [str(milestone) for milestone in Milestone if milestone in shared]
    cut = {tuple(path[:length]) for length in range(len(path) + 1)}
    skipped = {tuple(name for name in some if name != Milestone.STARTED) for some in cut}
    seen = cut | skipped | {tuple(name for name in some if name != Milestone.ACCEPTED) for some in cut | skipped}
    return seen | {(*some, ENDING) for some in seen if some}


@given(TRIES, CHOICES)
def test_whatever_a_person_does_looks_like_a_history_in_which_they_only_took_part(
    tries: list[tuple[Step, Who, int]], milestones: frozenset[Milestone]
) -> None:
    """R2, R3: declining, missing, pausing and withdrawing cannot be told from a provider without places."""
    shared = chosen(milestones)

    assert tuple(observed(tries, shared)) in blameless(shared)


@given(TRIES)
def test_unless_more_was_chosen_only_sending_and_an_end_are_told(tries: list[tuple[Step, Who, int]]) -> None:
    """R112."""
    assert observed(tries, chosen(())) in ([], ["sent"], ["sent", ENDING])


SENT: list[tuple[Step, Who, int]] = [(Step.DRAFT, Who.CASE_WORKER, 0), (Step.SENDING, Who.CASE_WORKER, 0)]
ACCEPTED = [*SENT, (Step.ACCEPTANCE, Who.PROVIDER, 0)]
STARTED = [*ACCEPTED, (Step.START, Who.PROVIDER, 0)]
PAIRS = [
    ("withdraws", [*SENT, (Step.WITHDRAWAL, Who.PERSON, 0)], "no places", [*SENT, (Step.REJECTION, Who.PROVIDER, 0)]),
    ("drops out", [*STARTED, (Step.WITHDRAWAL, Who.PERSON, 0)], "closes", [*STARTED, (Step.FAILURE, Who.PROVIDER, 0)]),
    (
        "misses appointments",
        [*STARTED, (Step.PROGRESS, Who.PROVIDER, 1), (Step.PROGRESS, Who.PROVIDER, 1)],
        "attends",
        [*STARTED, (Step.PROGRESS, Who.PROVIDER, 3)],
    ),
    (
        "pauses",
        [*STARTED, (Step.PAUSE, Who.PERSON, 0)],
        "is paused by the provider",
        [*STARTED, (Step.PAUSE, Who.PROVIDER, 0)],
    ),
    (
        "cannot be reached",
        [*ACCEPTED, (Step.PROGRESS, Who.PROVIDER, 0), (Step.FAILURE, Who.PROVIDER, 0)],
        "provider closes",
        [*ACCEPTED, (Step.FAILURE, Who.PROVIDER, 0)],
    ),
    (
        "sent by mistake",
        [*SENT, (Step.MISTAKE, Who.CASE_WORKER, 0)],
        "no answer",
        [*SENT, (Step.FAILURE, Who.SYSTEM, 0)],
    ),
]


@pytest.mark.parametrize("milestones", [(), tuple(Milestone), (Milestone.SENT, Milestone.STARTED)])
@pytest.mark.parametrize(("name", "history", "other", "plain"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_pairs_of_histories_look_the_same(
    name: str,
    history: list[tuple[Step, Who, int]],
    other: str,
    plain: list[tuple[Step, Who, int]],
    milestones: tuple[Milestone, ...],
) -> None:
    """R3."""
    shared = chosen(milestones)

    assert observed(history, shared) == observed(plain, shared), f"{name} / {other}"


def test_completion_that_is_not_shared_looks_like_any_end() -> None:
    shared = frozenset({Milestone.SENT, Milestone.ACCEPTED})
    completed = [*ACCEPTED, (Step.OUTCOME, Who.PROVIDER, 0)]
    withdrawn = [*ACCEPTED, (Step.WITHDRAWAL, Who.PERSON, 0)]

    assert observed(completed, shared) == observed(withdrawn, shared) == ["sent", "accepted", ENDING]


def test_an_end_is_not_told_of_what_was_never_told_of() -> None:
    assert news(Step.WITHDRAWAL, Status.CANCELLED, frozenset({Milestone.COMPLETED}), []) == ()


def london(day: int, at: time, month: int = 11) -> datetime:
    return datetime.combine(date(2026, month, day), at, LONDON)


@pytest.mark.parametrize(
    ("now", "undo", "leaves"),
    [
        (london(25, time(5, 0)), 15, london(25, SIX)),
        (london(25, time(5, 45)), 15, london(25, SIX)),
        (london(25, time(5, 46)), 15, london(26, SIX)),  # within the undo window at the batch
        (london(25, time(9, 30)), 15, london(26, SIX)),
        (london(25, time(23, 55)), 15, london(26, SIX)),
        (london(25, time(5, 59)), 0, london(25, SIX)),
        (london(28, time(12, 0), 3), 15, london(29, SIX, 3)),  # the clocks go forward in that night
    ],
)
def test_news_leaves_with_the_next_daily_batch_after_the_undo_window(
    now: datetime, undo: int, leaves: datetime
) -> None:
    assert leaves_at(now, timedelta(minutes=undo), SIX) == leaves


def test_at_once_means_after_the_undo_window() -> None:
    now = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)

    assert leaves_at(now, timedelta(0), read_batch("at-once")) == now
    assert leaves_at(now, timedelta(minutes=15), None) == now + timedelta(minutes=15)


@given(st.lists(st.integers(0, 24 * 60 - 1), min_size=2, max_size=6))
def test_all_steps_of_a_day_before_the_batch_leave_at_one_time(minutes: list[int]) -> None:
    """The time of a step shows to the day only."""
    midnight = london(25, time(6, 1))
    times = {leaves_at(midnight + timedelta(minutes=after), timedelta(0), SIX) for after in minutes if after < 23 * 60}

    assert len(times) <= 1


def test_a_milestone_does_not_leave_after_the_agreement_has_ended() -> None:
    last_day = date(2026, 11, 25)

    assert may_leave(london(25, time(23, 59)), last_day)
    assert not may_leave(london(26, SIX), last_day)


@pytest.mark.parametrize("wrong", ["", "noon", "25:00"])
def test_a_batch_time_that_cannot_be_read_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_batch(wrong)
