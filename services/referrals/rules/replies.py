"""A reply as it comes on `replies.<partner>`: a request id, a referral, an action, and the fields of the HTTP body."""

from typing import Literal
from uuid import UUID

from msgspec import Struct

from services.referrals.model.referrals import Step
from services.referrals.rules.answers import Answer
from shared.checking import convert, decode, faults
from shared.contracts.referrals import Acceptance, FailureBody, OutcomeBody, Progress, Question, RejectionBody
from shared.contracts.words import ReferralId
from shared.errors import Fault, Invalid

Action = Literal[
    "receipt",
    "acceptance",
    "rejection",
    "question",
    "start",
    "pause",
    "progress",
    "outcome",
    "failure",
    "deletion",
    "undo",
]


class Head(Struct, frozen=True, kw_only=True):
    """What every reply has."""

    request_id: UUID
    referral_id: ReferralId
    action: Action


class NoFields(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The body of an action that needs none."""


Body = type[Acceptance | RejectionBody | Question | Progress | OutcomeBody | FailureBody | NoFields]
BODIES: dict[str, Body] = {
    Step.ACCEPTANCE: Acceptance,
    Step.REJECTION: RejectionBody,
    Step.QUESTION: Question,
    Step.START: Progress,
    Step.PAUSE: Progress,
    Step.PROGRESS: Progress,
    Step.OUTCOME: OutcomeBody,
    Step.FAILURE: FailureBody,
}


class Reply(Struct, frozen=True, kw_only=True):
    """A reply that was understood."""

    request_id: UUID
    referral: ReferralId
    step: Step
    answer: Answer


def read(body: bytes) -> Reply:
    """Understand a reply. Raises `Invalid` with every fault, those of the head and those of the body."""
    given = decode(dict[str, object], body)
    rest = {name: value for name, value in given.items() if name not in Head.__struct_fields__}
    kind = BODIES.get(str(given.get("action")), NoFields)
    if found := [*faults(Head, given), *faults(kind, rest)]:
        raise Invalid(faults=found)
    head = convert(Head, given)
    answer = convert(kind, rest)
    return Reply(
        request_id=head.request_id,
        referral=head.referral_id,
        step=Step(head.action),
        answer=None if isinstance(answer, NoFields) else answer,
    )


def lines(found: "list[Fault] | tuple[Fault, ...]") -> tuple[str, ...]:
    """Faults as lines of an answer: `contact_by: This day has passed`."""
    return tuple(f"{fault.field}: {fault.message}" for fault in found)
