"""What is wrong with an answer, beyond its shape: every fault at once."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from services.referrals.model.referrals import Happened, Step, Who
from services.referrals.rules.deadlines import today
from services.referrals.rules.history import in_force
from shared.contracts.referrals import (
    Acceptance,
    FailureBody,
    Mistake,
    OutcomeBody,
    Progress,
    Question,
    RejectionBody,
    Withdrawal,
)
from shared.contracts.words import Cancellation, Failure, Rejection
from shared.errors import Fault

Answer = Acceptance | RejectionBody | Question | Progress | OutcomeBody | FailureBody | Withdrawal | Mistake | None

ATTEMPTS = 3
CLOCKS_ONLY = frozenset({Failure.NO_RESPONSE_FROM_PROVIDER, Failure.DELIVERY_FAILED})
HOUSE_ONLY = frozenset({Cancellation.SUPERSEDED_BY_REROUTE, Cancellation.FULFILLED_ELSEWHERE})
FOR_MANAGERS = frozenset({Cancellation.SAFETY, Cancellation.DIED})


def faults(answer: Answer, step: Step, by: Who, history: Sequence[Happened], now: datetime) -> Iterator[Fault]:
    """Everything that is wrong with this answer at this step."""
    match answer:
        case Acceptance():
            yield from _acceptance(answer, now)
        case RejectionBody():
            yield from _rejection(answer)
        case Question():
            yield from _blank("text", answer.text)
        case Progress():
            yield from _progress(answer, step, now)
        case OutcomeBody():
            yield from _outcome(answer, by)
        case FailureBody():
            yield from _failure(answer, by, history)
        case Withdrawal():
            yield from _withdrawal(answer, by)
        case Mistake():
            yield from _blank("reason", answer.reason)
        case None:
            return


def attempts_suffice(history: Sequence[Happened]) -> bool:
    """At least three attempts, over at least two channels or two days (row 12)."""
    tried = [event for event in in_force(history) if event.sub_status == "contact_attempted"]
    channels = {event.channel for event in tried}
    days = {today(event.at) for event in tried}
    return len(tried) >= ATTEMPTS and (len(channels) > 1 or len(days) > 1)


def _acceptance(answer: Acceptance, now: datetime) -> Iterator[Fault]:
    yield from _blank("contact_name", answer.contact_name)
    if answer.contact_by < today(now):
        yield Fault(field="contact_by", message="This day has passed. Name a day from today on.")


def _rejection(answer: RejectionBody) -> Iterator[Fault]:
    if answer.reason is Rejection.OTHER:
        yield from _blank("text", answer.text or "")


def _progress(answer: Progress, step: Step, now: datetime) -> Iterator[Fault]:
    if step is Step.PROGRESS and answer.sub_status is None:
        yield Fault(field="sub_status", message="This is required.")
    if answer.sub_status == "contact_attempted" and not answer.channel:
        yield Fault(field="channel", message="Say how you tried: phone, text, email or letter.")
    if answer.expected is not None and answer.expected < today(now):
        yield Fault(field="expected", message="This day has passed. Name a day from today on, or leave it out.")


def _outcome(answer: OutcomeBody, by: Who) -> Iterator[Fault]:
    if by is not Who.PROVIDER and not answer.person_confirms:
        yield Fault(field="person_confirms", message="Only with the person's word for it: ask them, and say true.")


def _failure(answer: FailureBody, by: Who, history: Sequence[Happened]) -> Iterator[Fault]:
    if answer.reason in CLOCKS_ONLY and by is not Who.SYSTEM:
        yield Fault(field="reason", message="This reason is given by the clocks alone.")
    if answer.reason is Failure.COULD_NOT_CONTACT and not attempts_suffice(history):
        message = "First record at least 3 attempts, over 2 days or in 2 ways, as progress with `contact_attempted`."
        yield Fault(field="reason", message=message)


def _withdrawal(answer: Withdrawal, by: Who) -> Iterator[Fault]:
    if answer.reason in HOUSE_ONLY and by is not Who.SYSTEM:
        yield Fault(field="reason", message="This reason is given by the service alone.")
    if by is Who.MANAGER and answer.reason not in FOR_MANAGERS:
        yield Fault(field="reason", message="A manager withdraws a referral for safety, or when somebody has died.")


def _blank(field: str, text: str) -> Iterator[Fault]:
    if not text.strip():
        yield Fault(field=field, message="Please write something here.")
