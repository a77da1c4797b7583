"""Services that declined before: which of their reasons still stand, and which may have passed."""

from shared.contracts.words import Cancellation, Failure, Rejection

PASSING = frozenset(
    {
        Rejection.AT_CAPACITY,
        Rejection.WAITING_LIST_CLOSED,
        Rejection.NO_APPOINTMENT,
        Rejection.SERVICE_PAUSED_OR_CLOSED,
        Failure.NO_RESPONSE_FROM_PROVIDER,
    }
)
# No fault of the fit: the person chose, or something was missing that can be sent.
NO_OBSTACLE = frozenset(
    {
        Rejection.MISSING_INFORMATION,
        Failure.COULD_NOT_CONTACT,
        Failure.DID_NOT_START,
        Failure.DELIVERY_FAILED,
        Cancellation.CHANGED_MIND,
        Cancellation.CONSENT_WITHDRAWN,
        Cancellation.CIRCUMSTANCES_CHANGED,
    }
)

SAID = {
    Rejection.AT_CAPACITY: "they had no places",
    Rejection.WAITING_LIST_CLOSED: "their waiting list was closed",
    Rejection.NO_APPOINTMENT: "they had no appointment",
    Rejection.NOT_ELIGIBLE_AREA: "they do not cover where the person lives",
    Rejection.NOT_ELIGIBLE_AGE: "they help another age group",
    Rejection.NOT_ELIGIBLE_CONDITION: "they do not help with this condition",
    Rejection.NOT_ELIGIBLE_OTHER: "it is meant for other people",
    Rejection.NOT_RIGHT_SERVICE: "it was not the right service",
    Rejection.ALREADY_KNOWN: "they know the person already",
    Rejection.MISSING_INFORMATION: "something was missing in what was sent",
    Rejection.ACCESS_NEED_CANNOT_BE_MET: "they could not meet an access need",
    Rejection.LANGUAGE_CANNOT_BE_MET: "they could not help in the language needed",
    Rejection.TOO_FAR_OR_NO_TRANSPORT: "it was too far to get to",
    Rejection.NEEDS_MORE_SUPPORT_THAN_WE_GIVE: "more support was needed than they give",
    Rejection.NEEDS_SAFETY_CONVERSATION: "they wanted to talk about safety first",
    Rejection.SERVICE_PAUSED_OR_CLOSED: "they had paused or closed",
    Rejection.DUPLICATE: "the person had been referred already",
    Failure.COULD_NOT_CONTACT: "they could not get in touch",
    Failure.NO_RESPONSE_FROM_PROVIDER: "they did not answer",
    Failure.DELIVERY_FAILED: "the referral did not reach them",
    Failure.DID_NOT_START: "it did not start",
    Failure.SUPPORT_STOPPED_BY_PROVIDER: "they ended the support",
    Failure.PROVIDER_CLOSED: "they had closed",
}  # fmt: skip


def rules_out(reason: str, *, places_now: bool = False) -> bool:
    """Whether the reason still stands. One that passes does not, once the listing shows free places again.

    Of a reason that we do not know we take it that it stands.
    """
    return reason not in NO_OBSTACLE and not (places_now and reason in PASSING)


def said(reason: str) -> str:
    """The reason, to follow "last time"."""
    return {str(known): words for known, words in SAID.items()}.get(reason, "it did not work out")
