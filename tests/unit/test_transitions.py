"""The table of transitions, read from the reference a second time, against random histories."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.referrals.model.referrals import Facts, Happened, Standing, Step, Who
from services.referrals.rules.actions_allowed import CannotBeSent, ProviderNotQuiet, TooLate, allowed, check
from services.referrals.rules.answers import faults
from services.referrals.rules.deadlines import no_answer, reminders, respond_by
from services.referrals.rules.history import before_last, in_force
from services.referrals.rules.transitions import choices, move, who
from shared.calendar import LONDON, Nation
from shared.contracts.referrals import Acceptance, FailureBody, OutcomeBody, Progress, RejectionBody, Withdrawal
from shared.contracts.words import STATUS_LABELS, Cancellation, Failure, Outcome, Rejection, Role, Status
from shared.errors import NotAllowedNow, NotYours

ENGLAND = Nation.ENGLAND_AND_WALES
WEDNESDAY = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
STAFF = {Who.CASE_WORKER, Who.ADVISER, Who.PERSON}
PRV, SYS = {Who.PROVIDER}, {Who.SYSTEM}

# Every pair of statuses that REFERRALS section 3 allows, and who may make it. Undo and deletion are apart.
ALLOWED: Mapping[tuple[Status | None, Status], set[Who]] = {
    (None, Status.DRAFT): STAFF,
    (Status.DRAFT, Status.REQUESTED): {Who.CASE_WORKER, Who.ADVISER},
    (Status.REQUESTED, Status.RECEIVED): PRV | SYS,
    (Status.REQUESTED, Status.ACCEPTED): PRV,
    (Status.RECEIVED, Status.ACCEPTED): PRV,
    (Status.REQUESTED, Status.REJECTED): PRV,
    (Status.RECEIVED, Status.REJECTED): PRV,
    (Status.ACCEPTED, Status.REJECTED): PRV,
    (Status.RECEIVED, Status.RECEIVED): PRV | {Who.CASE_WORKER},
    (Status.ACCEPTED, Status.ACCEPTED): PRV,
    (Status.ACCEPTED, Status.ON_HOLD): PRV,
    (Status.ACCEPTED, Status.IN_PROGRESS): PRV,
    (Status.ON_HOLD, Status.IN_PROGRESS): PRV | STAFF,
    (Status.IN_PROGRESS, Status.ON_HOLD): PRV | STAFF,
    (Status.IN_PROGRESS, Status.IN_PROGRESS): PRV,
    **{
        (taken_up, Status.COMPLETED): PRV | {Who.CASE_WORKER}
        for taken_up in (Status.ACCEPTED, Status.ON_HOLD, Status.IN_PROGRESS)
    },
    **{(taken_up, Status.FAILED): PRV | SYS for taken_up in (Status.ACCEPTED, Status.ON_HOLD, Status.IN_PROGRESS)},
    **{(unanswered, Status.FAILED): SYS for unanswered in (Status.REQUESTED, Status.RECEIVED)},
    **{
        (still_open, Status.CANCELLED): STAFF | SYS | {Who.MANAGER}
        for still_open in list(Status)[: list(Status).index(Status.IN_PROGRESS) + 1]
    },
    **{
        (status, Status.ENTERED_IN_ERROR): {Who.CASE_WORKER, Who.MANAGER}
        for status in Status
        if status is not Status.ENTERED_IN_ERROR
    },
}
ENDED = {Status.COMPLETED, Status.REJECTED, Status.FAILED, Status.CANCELLED, Status.ENTERED_IN_ERROR}

ATTEMPTS = st.lists(
    st.tuples(st.sampled_from(Step), st.sampled_from(Who), st.integers(0, 30), st.integers(0, 3)), max_size=25
)


def play(attempts: Sequence[tuple[Step, Who, int, int]]) -> list[Happened]:
    """Try one step after another, keeping those that the rules let through."""
    history: list[Happened] = []
    at = WEDNESDAY
    for step, by, minutes, choice in attempts:
        at += timedelta(minutes=minutes)
        facts = facts_of(history)
        named = choices(facts.standing, step, by)
        sub_status = named[choice % len(named)] if named else None
        try:
            after = check(facts, step, by, at, ENGLAND, sub_status=sub_status)
        except (NotAllowedNow, NotYours):
            continue
        history.append(happened(len(history) + 1, at, by, step, after))
    return history


def facts_of(history: Sequence[Happened]) -> Facts:
    return Facts(
        standing=history[-1].standing if history else Standing(status=None),
        history=tuple(history),
        sent=any(event.step is Step.SENDING for event in history),
        deletion_confirmed=any(event.step is Step.DELETION for event in history),
    )


def happened(
    number: int, at: datetime, by: Who, step: Step, after: Standing, *, channel: str | None = None
) -> Happened:
    assert after.status is not None
    return Happened(
        number=number,
        at=at,
        by=by.value,
        who=by,
        step=step,
        status=after.status,
        sub_status=after.sub_status,
        channel=channel,
    )


@given(ATTEMPTS)
def test_every_history_follows_the_table_of_the_reference(attempts: list[tuple[Step, Who, int, int]]) -> None:
    """R6, R73: whatever is tried in whatever order, only what the table allows happens."""
    history = play(attempts)

    before: Status | None = None
    for event in history:
        if event.step not in {Step.UNDO, Step.DELETION}:
            assert event.who in ALLOWED[before, event.status], (before, event)
        before = event.status


@given(ATTEMPTS)
def test_nothing_follows_an_end_but_correction_and_deletion(attempts: list[tuple[Step, Who, int, int]]) -> None:
    history = play(attempts)

    for event, following in pairwise(history):
        if event.status in ENDED:
            assert following.step in {Step.UNDO, Step.MISTAKE, Step.DELETION}


@given(ATTEMPTS)
def test_an_undo_goes_back_within_fifteen_minutes_and_rewrites_nothing(
    attempts: list[tuple[Step, Who, int, int]],
) -> None:
    """Row 16."""
    history = play(attempts)

    for index, event in enumerate(history):
        if event.step is Step.UNDO:
            undone = in_force(history[:index])[-1]
            assert undone.step in {Step.ACCEPTANCE, Step.REJECTION}
            assert event.at - undone.at <= timedelta(minutes=15)
            assert event.standing == in_force(history[:index])[-2].standing


@given(ATTEMPTS, st.sampled_from(Who), st.integers(0, 40))
def test_what_is_offered_is_never_refused_and_what_is_not_offered_always_is(
    attempts: list[tuple[Step, Who, int, int]], by: Who, minutes: int
) -> None:
    facts = facts_of(play(attempts))
    now = WEDNESDAY + timedelta(hours=20, minutes=minutes)

    offered = allowed(facts, by, now, ENGLAND)

    for step in Step:
        try:
            check(facts, step, by, now, ENGLAND)
        except (NotAllowedNow, NotYours):
            assert step not in offered
        else:
            assert step in offered


@pytest.mark.parametrize("status", sorted(set(Status) - ENDED))
@pytest.mark.parametrize("by", [Who.PERSON, Who.CASE_WORKER, Who.ADVISER])
def test_a_person_can_stop_at_every_open_status(status: Status, by: Who) -> None:
    """R6: withdrawing follows from everywhere that is not an end, and any of the staff may record it."""
    after = move(Standing(status=status), Step.WITHDRAWAL, by)

    assert after.status is Status.CANCELLED


def test_an_answer_taken_back_after_sixteen_minutes_is_refused() -> None:
    history = play([(Step.DRAFT, Who.CASE_WORKER, 0, 0), (Step.SENDING, Who.CASE_WORKER, 0, 0)])
    at = history[-1].at
    accepted = happened(3, at, Who.PROVIDER, Step.ACCEPTANCE, Standing(status=Status.ACCEPTED, sub_status="to_contact"))
    facts = facts_of([*history, accepted])

    with pytest.raises(TooLate):
        check(facts, Step.UNDO, Who.PROVIDER, at + timedelta(minutes=16), ENGLAND)

    in_time = check(facts, Step.UNDO, Who.PROVIDER, at + timedelta(minutes=15), ENGLAND)
    assert in_time == Standing(status=Status.REQUESTED, sub_status="queued")


def test_a_step_after_an_answer_closes_the_way_back() -> None:
    history = play([(Step.DRAFT, Who.CASE_WORKER, 0, 0), (Step.SENDING, Who.CASE_WORKER, 0, 0)])
    accepted = happened(3, WEDNESDAY, Who.PROVIDER, Step.ACCEPTANCE, Standing(status=Status.ACCEPTED))
    tried = happened(4, WEDNESDAY, Who.PROVIDER, Step.PROGRESS, Standing(status=Status.ACCEPTED))

    assert before_last([*history, accepted]) == history[-1].standing
    assert before_last([*history, accepted, tried]) is None


def test_obstacles_to_sending_are_all_named() -> None:
    facts = Facts(standing=Standing(status=Status.DRAFT), obstacles=("No agreement.", "Provider not approved."))

    with pytest.raises(CannotBeSent) as refusal:
        check(facts, Step.SENDING, Who.CASE_WORKER, WEDNESDAY, ENGLAND)

    assert refusal.value.detail == "No agreement. Provider not approved."


def test_the_case_worker_records_an_outcome_only_of_a_provider_that_has_gone_quiet() -> None:
    """Row 11, R73."""
    accepted = happened(3, WEDNESDAY, Who.PROVIDER, Step.ACCEPTANCE, Standing(status=Status.ACCEPTED))
    facts = facts_of([accepted])

    with pytest.raises(ProviderNotQuiet):
        check(facts, Step.OUTCOME, Who.CASE_WORKER, WEDNESDAY + timedelta(days=13), ENGLAND)

    after = check(facts, Step.OUTCOME, Who.CASE_WORKER, WEDNESDAY + timedelta(days=15), ENGLAND)
    assert after.status is Status.COMPLETED


def test_only_somebody_who_paused_for_the_person_resumes_for_the_person() -> None:
    paused = Standing(status=Status.ON_HOLD, sub_status="paused_by_person")
    waiting = Standing(status=Status.ON_HOLD, sub_status="waitlisted")

    assert move(paused, Step.START, Who.CASE_WORKER).status is Status.IN_PROGRESS
    with pytest.raises(NotAllowedNow):
        move(waiting, Step.START, Who.CASE_WORKER)
    assert move(waiting, Step.START, Who.PROVIDER).status is Status.IN_PROGRESS


def test_a_wrong_sub_status_is_refused_with_those_that_are_right() -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        move(Standing(status=Status.ACCEPTED), Step.PROGRESS, Who.PROVIDER, sub_status="session_done")

    assert refusal.value.detail == "Here the sub-status can be: contact_attempted, contacted."


def test_a_withdrawn_draft_has_nothing_to_stop() -> None:
    assert move(Standing(status=Status.DRAFT), Step.WITHDRAWAL, Who.PERSON).sub_status is None
    assert move(Standing(status=Status.REQUESTED), Step.WITHDRAWAL, Who.PERSON).sub_status == "stop_unconfirmed"


@pytest.mark.parametrize("role", [Role.JOBCENTRE, Role.COMMISSIONER, Role.AUDITOR, Role.PARTNER_EDITOR, Role.ADMIN])
def test_other_roles_take_no_part(role: Role) -> None:
    """R2."""
    with pytest.raises(NotYours):
        who(role)


def test_every_status_has_a_label_that_blames_nobody() -> None:
    assert set(STATUS_LABELS) == set(Status)
    assert STATUS_LABELS[Status.REJECTED] == "Declined by the provider"


def test_could_not_contact_needs_three_attempts_over_two_days_or_channels() -> None:
    """Row 12: never recorded as the person's failing."""
    accepted = Standing(status=Status.ACCEPTED, sub_status="contact_attempted")

    def attempts(*ways: tuple[int, str]) -> list[Happened]:
        return [
            happened(n, WEDNESDAY + timedelta(days=day), Who.PROVIDER, Step.PROGRESS, accepted, channel=channel)
            for n, (day, channel) in enumerate(ways, 1)
        ]

    def wrong(history: list[Happened]) -> list[str]:
        body = FailureBody(reason=Failure.COULD_NOT_CONTACT)
        return [fault.field for fault in faults(body, Step.FAILURE, Who.PROVIDER, history, WEDNESDAY)]

    assert wrong(attempts((0, "phone"), (1, "email"))) == ["reason"]
    assert wrong(attempts((0, "phone"), (0, "phone"), (0, "phone"))) == ["reason"]
    assert wrong(attempts((0, "phone"), (0, "phone"), (0, "text"))) == []
    assert wrong(attempts((0, "phone"), (0, "phone"), (1, "phone"))) == []


def test_answers_name_everything_that_is_wrong_with_them() -> None:
    yesterday = date(2026, 11, 24)

    def wrong(answer: object, step: Step, by: Who) -> list[str]:
        assert isinstance(answer, Acceptance | RejectionBody | Progress | OutcomeBody | FailureBody | Withdrawal)
        return [fault.field for fault in faults(answer, step, by, [], WEDNESDAY)]

    assert wrong(Acceptance(contact_name=" ", contact_by=yesterday), Step.ACCEPTANCE, Who.PROVIDER) == [
        "contact_name",
        "contact_by",
    ]
    assert wrong(RejectionBody(reason=Rejection.OTHER), Step.REJECTION, Who.PROVIDER) == ["text"]
    assert wrong(Progress(), Step.PROGRESS, Who.PROVIDER) == ["sub_status"]
    assert wrong(Progress(sub_status="contact_attempted", expected=yesterday), Step.PROGRESS, Who.PROVIDER) == [
        "channel",
        "expected",
    ]
    assert wrong(OutcomeBody(outcome=Outcome.HELPED), Step.OUTCOME, Who.CASE_WORKER) == ["person_confirms"]
    assert wrong(FailureBody(reason=Failure.DELIVERY_FAILED), Step.FAILURE, Who.PROVIDER) == ["reason"]
    assert wrong(Withdrawal(), Step.WITHDRAWAL, Who.CASE_WORKER) == []
    assert wrong(Withdrawal(), Step.WITHDRAWAL, Who.MANAGER) == ["reason"]
    assert wrong(Withdrawal(reason=Cancellation.SAFETY), Step.WITHDRAWAL, Who.MANAGER) == []


def test_ten_working_days_after_sending_there_was_no_answer() -> None:
    sent = happened(2, WEDNESDAY, Who.CASE_WORKER, Step.SENDING, Standing(status=Status.REQUESTED))
    due = datetime(2026, 12, 9, 9, 30, tzinfo=LONDON)

    assert respond_by(sent.standing, [sent], ENGLAND) == due
    assert not no_answer(sent.standing, [sent], due, ENGLAND)
    assert no_answer(sent.standing, [sent], due + timedelta(seconds=1), ENGLAND)
    assert [at.date() for at in reminders(sent.standing, [sent], ENGLAND)] == [date(2026, 11, 27), date(2026, 12, 1)]


def test_st_andrews_day_counts_in_scotland_alone() -> None:
    sent = happened(2, WEDNESDAY, Who.CASE_WORKER, Step.SENDING, Standing(status=Status.REQUESTED))

    due = respond_by(sent.standing, [sent], Nation.SCOTLAND)

    assert due is not None
    assert due.date() == date(2026, 12, 10)


def test_an_answered_referral_has_no_more_answer_due() -> None:
    accepted = happened(3, WEDNESDAY, Who.PROVIDER, Step.ACCEPTANCE, Standing(status=Status.ACCEPTED))

    assert respond_by(accepted.standing, [accepted], ENGLAND) is None
