"""An answer taken apart into what is written down of it."""

from datetime import date

from msgspec import Struct

from services.referrals.model.referrals import Details
from services.referrals.rules.answers import Answer
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


class Said(Struct, frozen=True, kw_only=True):
    """Codes, dates and ways stand in the clear; words are sealed."""

    sub_status: str | None = None
    reason: str | None = None
    contact_by: date | None = None
    channel: str | None = None
    details: Details = Details()


def said(answer: Answer) -> Said:
    """What is written down of an answer."""
    match answer:
        case Acceptance():
            words = Details(text=answer.message, contact_name=answer.contact_name)
            found = Said(contact_by=answer.contact_by, details=words)
        case RejectionBody():
            words = Details(text=answer.text, suggested_service=answer.suggested_service)
            found = Said(reason=answer.reason, details=words)
        case Question():
            found = Said(details=Details(text=answer.text, fields=answer.fields))
        case Progress():
            words = Details(text=answer.reason, expected=answer.expected)
            found = Said(sub_status=answer.sub_status, channel=answer.channel, details=words)
        case OutcomeBody():
            found = Said(reason=answer.outcome, details=Details(text=answer.text))
        case FailureBody():
            found = Said(reason=answer.reason, details=Details(text=answer.text))
        case Withdrawal():
            found = Said(reason=answer.reason)
        case Mistake():
            found = Said(details=Details(text=answer.reason))
        case None:
            found = Said()
    return found
