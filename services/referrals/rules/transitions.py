"""How a referral may move: the table of REFERRALS section 3, and the one function that reads it."""

from collections.abc import Sequence

from msgspec import Struct

from services.referrals.model.referrals import Standing, Step, Who
from shared.contracts.words import Role, Status
from shared.errors import NotAllowedNow, NotYours

OPEN = frozenset({Status.DRAFT, Status.REQUESTED, Status.RECEIVED, Status.ACCEPTED, Status.ON_HOLD, Status.IN_PROGRESS})
SENT = OPEN - {Status.DRAFT}
ENDED = frozenset({Status.COMPLETED, Status.REJECTED, Status.FAILED, Status.CANCELLED, Status.ENTERED_IN_ERROR})
UNANSWERED = frozenset({Status.REQUESTED, Status.RECEIVED})
TAKEN_UP = frozenset({Status.ACCEPTED, Status.ON_HOLD, Status.IN_PROGRESS})

STAFF_ROLES = {
    Role.CASE_WORKER: Who.CASE_WORKER,
    Role.SPECIALIST: Who.CASE_WORKER,  # a case worker for health and disability (R36)
    Role.CAREERS_ADVISER: Who.ADVISER,
    Role.BENEFITS_ADVISER: Who.ADVISER,
    Role.MANAGER: Who.MANAGER,
    Role.PARTNER_RECEIVER: Who.PROVIDER,
}

CW, ADV, PRV, MGR, SYS = Who.CASE_WORKER, Who.ADVISER, Who.PROVIDER, Who.MANAGER, Who.SYSTEM
CLM = (Who.PERSON, CW, ADV)  # staff act for the person, and are recorded as themselves


class Row(Struct, frozen=True, kw_only=True):
    """One line of the table. `to` None: where it stood before (undo), or where it stands (deletion confirmed)."""

    number: str
    step: Step
    came_from: frozenset[Status | None]
    to: Status | None
    who: frozenset[Who]
    sub_statuses: tuple[str, ...] = ()  # the first is taken where none is named
    only_from: frozenset[str] | None = None  # sub-statuses that it may come from


def _row(
    number: str,
    step: Step,
    came_from: Sequence[Status | None] | frozenset[Status],
    to: Status | None,
    who: Sequence[Who],
    *,
    subs: Sequence[str] = (),
    only_from: Sequence[str] | None = None,
) -> Row:
    return Row(
        number=number,
        step=step,
        came_from=frozenset(came_from),
        to=to,
        who=frozenset(who),
        sub_statuses=tuple(subs),
        only_from=None if only_from is None else frozenset(only_from),
    )


ATTEMPTS = ("contact_attempted", "contacted")
SESSIONS = ("scheduled", "not_attended", "appointment_cancelled", "session_done")
BY_PERSON, BY_PROVIDER = "paused_by_person", "paused_by_provider"

TABLE: tuple[Row, ...] = (
    _row("1", Step.DRAFT, [None], Status.DRAFT, CLM, subs=["ready_to_send"]),
    _row("2", Step.SENDING, [Status.DRAFT], Status.REQUESTED, [CW, ADV], subs=["queued"]),
    _row("3", Step.RECEIPT, [Status.REQUESTED], Status.RECEIVED, [PRV, SYS], subs=["under_review"]),
    _row("4", Step.ACCEPTANCE, UNANSWERED, Status.ACCEPTED, [PRV], subs=["to_contact"]),
    _row("5", Step.REJECTION, UNANSWERED | {Status.ACCEPTED}, Status.REJECTED, [PRV]),
    _row("6", Step.QUESTION, [Status.RECEIVED], Status.RECEIVED, [PRV, CW], subs=["more_info_needed"]),
    _row("7", Step.PAUSE, [Status.ACCEPTED], Status.ON_HOLD, [PRV], subs=["waitlisted"]),
    _row("8", Step.START, [Status.ACCEPTED, Status.ON_HOLD], Status.IN_PROGRESS, [PRV], subs=["engaged"]),
    _row("8a", Step.PROGRESS, [Status.ACCEPTED], Status.ACCEPTED, [PRV], subs=ATTEMPTS),
    _row("9", Step.PAUSE, [Status.IN_PROGRESS], Status.ON_HOLD, [PRV], subs=[BY_PROVIDER, BY_PERSON]),
    _row("9", Step.PAUSE, [Status.IN_PROGRESS], Status.ON_HOLD, CLM, subs=[BY_PERSON]),
    _row("9", Step.START, [Status.ON_HOLD], Status.IN_PROGRESS, CLM, subs=["engaged"], only_from=[BY_PERSON]),
    _row("10", Step.PROGRESS, [Status.IN_PROGRESS], Status.IN_PROGRESS, [PRV], subs=[*SESSIONS, "engaged"]),
    _row("11", Step.OUTCOME, TAKEN_UP, Status.COMPLETED, [PRV, CW]),
    _row("12", Step.FAILURE, TAKEN_UP, Status.FAILED, [PRV, SYS]),
    _row("12a", Step.FAILURE, UNANSWERED, Status.FAILED, [SYS]),
    _row("13", Step.WITHDRAWAL, OPEN, Status.CANCELLED, [*CLM, MGR, SYS], subs=["stop_unconfirmed"]),
    _row("14", Step.MISTAKE, OPEN | (ENDED - {Status.ENTERED_IN_ERROR}), Status.ENTERED_IN_ERROR, [CW, MGR]),
    _row("16", Step.UNDO, [Status.ACCEPTED, Status.REJECTED], None, [PRV]),
    _row("13", Step.DELETION, [Status.CANCELLED], Status.CANCELLED, [PRV], subs=["stop_confirmed"]),
    _row("14", Step.DELETION, ENDED - {Status.CANCELLED}, None, [PRV]),
)


def who(role: Role) -> Who:
    """The actor behind a role. Raises `NotYours` for a role that takes no part in referrals."""
    if role not in STAFF_ROLES:
        raise NotYours("Your role does not take part in referrals.")
    return STAFF_ROLES[role]


def rows(at: Standing, step: Step, by: Who) -> list[Row]:
    """The lines of the table that let `by` take this step from here."""
    return [row for row in TABLE if row.step is step and by in row.who and _fits(row, at)]


def move(
    at: Standing, step: Step, by: Who, *, sub_status: str | None = None, before: Standing | None = None
) -> Standing:
    """Where the referral stands after the step; `before` is where an undo goes back to.

    Raises `NotYours` if such a step is never theirs, `NotAllowedNow` if it does not follow from here.
    """
    if not any(row.step is step and by in row.who for row in TABLE):
        raise NotYours(f"A {step} is not for you to record.")
    for row in rows(at, step, by):
        if sub_status is None or sub_status in row.sub_statuses:
            return _after(row, at, sub_status, before)
    raise NotAllowedNow(_why_not(at, step, by))


def choices(at: Standing, step: Step, by: Who) -> tuple[str, ...]:
    """The sub-statuses that may be named at this step."""
    return tuple(name for row in rows(at, step, by) for name in row.sub_statuses)


def _fits(row: Row, at: Standing) -> bool:
    return at.status in row.came_from and (row.only_from is None or at.sub_status in row.only_from)


def _after(row: Row, at: Standing, sub_status: str | None, before: Standing | None) -> Standing:
    if row.step is Step.UNDO:
        if before is None:
            raise NotAllowedNow("There is nothing to undo.")
        return before
    if row.to is None:
        return at
    if row.to is Status.CANCELLED and at.status is Status.DRAFT:
        return Standing(status=row.to)  # nothing was sent, so there is nothing to stop
    return Standing(status=row.to, sub_status=sub_status or next(iter(row.sub_statuses), None))


def _why_not(at: Standing, step: Step, by: Who) -> str:
    named = choices(at, step, by)
    if named:
        return f"Here the sub-status can be: {', '.join(named)}."
    return f"A {step} does not follow from where this referral stands now: {at.status or 'not begun'}."
