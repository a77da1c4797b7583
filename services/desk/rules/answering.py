"""A provider's answer, from the fields of its form to the body that referrals expects."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from services.desk.rules.agreeing import day_of
from services.desk.rules.filled import Filled
from shared.contracts.referrals import Acceptance, FailureBody, OutcomeBody, Progress, Question, RejectionBody
from shared.contracts.words import Failure, Outcome, Rejection
from shared.errors import Fault

LABELS: Mapping[str, str] = {
    "acceptance": "Accept",
    "question": "Ask a question",
    "rejection": "Decline",
    "start": "Support has started",
    "pause": "Put on a waiting list or pause",
    "progress": "Note a step",
    "outcome": "End with an outcome",
    "failure": "It did not work out",
    "undo": "Take back the last answer",
    "deletion": "Confirm that it is deleted",
}
FIELDS: Mapping[str, Mapping[str, str]] = {
    "acceptance": {"contact_by": "contact_by-day"},
    "question": {"text": "question"},
    "rejection": {"reason": "rejection", "text": "rejection_text"},
    "pause": {"expected": "expected-day"},
    "progress": {"sub_status": "step", "channel": "channel"},
    "failure": {"reason": "failure"},
}
NO_DATE = "Enter a date that exists, such as 4 12 2026"


def faults(action: str, form: Filled) -> list[Fault]:
    """What can be seen to be missing before anybody is asked."""
    return list(CHECKS[action](form)) if action in CHECKS else []


def body(action: str, form: Filled) -> Struct | None:
    """What is sent. Only of a form without faults."""
    return BODIES[action](form) if action in BODIES else None


def _acceptance(form: Filled) -> Struct:
    by = day_of(form, "contact_by") or date.max
    return Acceptance(contact_name=form.text("contact_name"), contact_by=by, message=form.given("message"))


def _rejection(form: Filled) -> Struct:
    return RejectionBody(reason=Rejection(form.text("rejection")), text=form.given("rejection_text"))


def _pause(form: Filled) -> Struct:
    return Progress(reason=form.given("pause_reason"), expected=day_of(form, "expected"))


def _progress(form: Filled) -> Struct:
    return Progress(sub_status=form.given("step"), channel=form.given("channel"))


BODIES: Mapping[str, Callable[[Filled], Struct]] = {
    "acceptance": _acceptance,
    "question": lambda form: Question(text=form.text("question")),
    "rejection": _rejection,
    "start": lambda _form: Progress(),
    "pause": _pause,
    "progress": _progress,
    "outcome": lambda form: OutcomeBody(outcome=Outcome(form.text("outcome"))),
    "failure": lambda form: FailureBody(reason=Failure(form.text("failure"))),
}


def _check_acceptance(form: Filled) -> Iterator[Fault]:
    if not form.text("contact_name"):
        yield Fault(field="contact_name", message="Enter the name of the person who will get in touch")
    if day_of(form, "contact_by") is None:
        yield Fault(field="contact_by-day", message=NO_DATE)


def _check_question(form: Filled) -> Iterator[Fault]:
    if not form.text("question"):
        yield Fault(field="question", message="Write your question")


def _check_choice(name: str, choices: set[str], message: str) -> Callable[[Filled], Iterator[Fault]]:
    def check(form: Filled) -> Iterator[Fault]:
        if form.text(name) not in choices:
            yield Fault(field=name, message=message)

    return check


CHECKS: Mapping[str, Callable[[Filled], Iterator[Fault]]] = {
    "acceptance": _check_acceptance,
    "question": _check_question,
    "rejection": _check_choice("rejection", set(Rejection), "Choose a reason"),
    "outcome": _check_choice("outcome", set(Outcome), "Choose what came of it"),
    "failure": _check_choice("failure", set(Failure), "Choose why"),
}
