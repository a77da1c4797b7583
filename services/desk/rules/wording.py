"""Codes, dates and distances in words."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from shared.contracts.fields import FIELDS, SPOKEN
from shared.contracts.words import (
    Access,
    Cancellation,
    Channel,
    Failure,
    Milestone,
    Outcome,
    Rejection,
    Status,
    Topic,
    TopicState,
    Venue,
)

KM_PER_MILE = 1.609344
NEARBY = 10  # miles from which no decimals are shown

CHANNELS: Mapping[Channel, str] = {
    Channel.IN_PERSON: "In person",
    Channel.PHONE: "By phone",
    Channel.VIDEO: "By video",
}
VENUES: Mapping[Venue, str] = {
    Venue.JOBCENTRE: "Jobcentre",
    Venue.HOME: "At home",
    Venue.LIBRARY: "Library",
    Venue.COMMUNITY_CENTRE: "Community centre",
    Venue.GP_SURGERY: "GP surgery",
    Venue.FAMILY_HUB: "Family hub",
    Venue.OTHER: "Somewhere else",
}
ACCESS: Mapping[Access, str] = {
    Access.STEP_FREE: "No steps",
    Access.BSL: "British Sign Language",
    Access.QUIET_SPACE: "A quiet space",
    Access.BRING_SOMEONE: "Bringing somebody along",
    Access.HEARING_LOOP: "A hearing loop",
    Access.HOME_VISIT: "A visit at home",
}
TOPICS: Mapping[Topic, str] = {
    Topic.HEALTH_HISTORY: "Health and disability so far",
    Topic.WORK_HISTORY: "Work and training so far",
    Topic.BARRIERS: "What gets in the way",
    Topic.GOALS: "Hopes and goals",
    Topic.LOCAL_OPPORTUNITIES: "What there is nearby",
    Topic.ADJUSTMENTS: "What would make things easier",
    Topic.NEXT_STEPS: "What could come next",
}
TOPIC_STATES: Mapping[TopicState, str] = {
    TopicState.NOT_OFFERED: "Not discussed yet",
    TopicState.OFFERED: "Offered",
    TopicState.DISCUSSED: "Discussed",
    TopicState.LATER: "Another time",
    TopicState.DECLINED: "Chose not to discuss",
}
STATUS_TAGS: Mapping[Status, str] = {
    Status.DRAFT: "govuk-tag--grey",
    Status.REQUESTED: "govuk-tag--blue",
    Status.RECEIVED: "govuk-tag--blue",
    Status.ACCEPTED: "govuk-tag--green",
    Status.ON_HOLD: "govuk-tag--yellow",
    Status.IN_PROGRESS: "govuk-tag--green",
    Status.COMPLETED: "govuk-tag--green",
    Status.REJECTED: "govuk-tag--orange",
    Status.FAILED: "govuk-tag--orange",
    Status.CANCELLED: "govuk-tag--grey",
    Status.ENTERED_IN_ERROR: "govuk-tag--grey",
}
MILESTONES: Mapping[Milestone, str] = {
    Milestone.SENT: "that a referral was sent",
    Milestone.ACCEPTED: "that a provider accepted it",
    Milestone.STARTED: "that support started",
    Milestone.COMPLETED: "that support was completed",
}
REJECTIONS: Mapping[Rejection, str] = {
    Rejection.AT_CAPACITY: "We are full",
    Rejection.WAITING_LIST_CLOSED: "Our waiting list is closed",
    Rejection.NO_APPOINTMENT: "We have no appointment soon enough",
    Rejection.NOT_ELIGIBLE_AREA: "We do not cover this area",
    Rejection.NOT_ELIGIBLE_AGE: "We help another age group",
    Rejection.NOT_ELIGIBLE_CONDITION: "We help with other conditions",
    Rejection.NOT_ELIGIBLE_OTHER: "We cannot take this on for another reason of eligibility",
    Rejection.NOT_RIGHT_SERVICE: "We are not the right service",
    Rejection.ALREADY_KNOWN: "We already support this person",
    Rejection.MISSING_INFORMATION: "We do not know enough to decide",
    Rejection.ACCESS_NEED_CANNOT_BE_MET: "We cannot meet an access need",
    Rejection.LANGUAGE_CANNOT_BE_MET: "We cannot offer the language",
    Rejection.TOO_FAR_OR_NO_TRANSPORT: "It is too far, or there is no transport",
    Rejection.NEEDS_MORE_SUPPORT_THAN_WE_GIVE: "More support is needed than we give",
    Rejection.NEEDS_SAFETY_CONVERSATION: "We would like to talk about safety first",
    Rejection.SERVICE_PAUSED_OR_CLOSED: "The service is paused or closed",
    Rejection.DUPLICATE: "We have this referral already",
    Rejection.OTHER: "Another reason",
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.HELPED: "It helped",
    Outcome.PARTLY_HELPED: "It helped in part",
    Outcome.ADVICE_ONLY: "Advice was given",
    Outcome.COURSE_COMPLETED: "A course was completed",
    Outcome.STARTED_WORK: "Work was started",
    Outcome.STARTED_VOLUNTEERING: "Volunteering was started",
    Outcome.ENTITLEMENT_GAINED: "An entitlement was gained",
    Outcome.ADJUSTMENT_MADE: "An adjustment was made",
    Outcome.REFERRED_ON_WITH_CONSENT: "Passed on to somebody else, with consent",
    Outcome.NOT_HELPED: "It did not help",
    Outcome.OTHER: "Something else",
}
FAILURES: Mapping[Failure, str] = {
    Failure.COULD_NOT_CONTACT: "The provider could not get in touch",
    Failure.NO_RESPONSE_FROM_PROVIDER: "The provider did not answer",
    Failure.DELIVERY_FAILED: "It could not be delivered",
    Failure.DID_NOT_START: "It did not start",
    Failure.SUPPORT_STOPPED_BY_PROVIDER: "The provider stopped the support",
    Failure.PROVIDER_CLOSED: "The provider has closed",
    Failure.OTHER: "Another reason",
}
CANCELLATIONS: Mapping[Cancellation, str] = {
    Cancellation.CONSENT_WITHDRAWN: "The person stopped the sharing",
    Cancellation.CHANGED_MIND: "The person changed their mind",
    Cancellation.NEED_MET_ELSEWHERE: "Help was found elsewhere",
    Cancellation.FULFILLED_ELSEWHERE: "Another provider took it up",
    Cancellation.CIRCUMSTANCES_CHANGED: "Things have changed",
    Cancellation.MOVED_AREA: "The person has moved",
    Cancellation.SUPERSEDED_BY_REROUTE: "Another referral took its place",
    Cancellation.SAFETY: "For safety",
    Cancellation.DIED: "The person has died",
    Cancellation.OTHER: "Another reason",
}
SUB_STATUSES: Mapping[str, str] = {
    "awaiting_consent": "Waiting for agreement",
    "ready_to_send": "Ready to send",
    "queued": "On its way",
    "sent": "On its way",
    "delivered": "Collected by the provider",
    "delivery_failed": "Could not be delivered",
    "under_review": "The provider is looking at it",
    "more_info_needed": "The provider has a question",
    "to_contact": "The provider will get in touch",
    "contact_attempted": "The provider has tried to get in touch",
    "contacted": "The provider is in touch",
    "waitlisted": "On the waiting list",
    "paused_by_person": "Paused, as the person wished",
    "paused_by_provider": "Paused by the provider",
    "scheduled": "An appointment is made",
    "not_attended": "The appointment did not take place",
    "appointment_cancelled": "The appointment was called off",
    "session_done": "A session took place",
    "engaged": "Support is going on",
    "stop_confirmed": "The provider has confirmed the deletion",
    "stop_unconfirmed": "The provider was told to stop and delete",
}
REASONS: Mapping[str, str] = {
    **{str(code): text for code, text in REJECTIONS.items()},
    **{str(code): text for code, text in FAILURES.items()},
    **{str(code): text for code, text in CANCELLATIONS.items()},
    **{str(code): text for code, text in OUTCOMES.items()},
    "other": "Another reason",
}

FAILURES_OF_PROVIDERS: Mapping[Failure, str] = {
    Failure.COULD_NOT_CONTACT: "We could not get in touch",
    Failure.DID_NOT_START: "It did not start",
    Failure.SUPPORT_STOPPED_BY_PROVIDER: "We have stopped this support",
    Failure.PROVIDER_CLOSED: "We have closed",
    Failure.OTHER: "Another reason",
}


def day(value: date | datetime) -> str:
    """`4 December 2026`."""
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime) -> str:
    """`4 December 2026 at 9.05am`, in the time that it comes in."""
    hour = value.hour % 12 or 12
    return f"{day(value)} at {hour}.{value:%M}{'am' if value.hour < 12 else 'pm'}"  # noqa: PLR2004 -- noon


def miles(km: float) -> str:
    """Kilometres as miles, with a decimal where that matters."""
    distance = km / KM_PER_MILE
    if distance >= NEARBY:
        return f"{distance:.0f} miles"
    rounded = f"{distance:.1f}".removesuffix(".0")
    return "1 mile" if rounded == "1" else f"{rounded} miles"


def listed(items: Sequence[str]) -> str:
    """`a, b and c`."""
    if len(items) < 2:  # noqa: PLR2004 -- nothing to join
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def plural(count: int, one: str, several: str) -> str:
    """`1 person`, `2 people`."""
    return f"{count} {one if count == 1 else several}"


def access(needs: Sequence[Access]) -> str:
    """What makes it easier, in words."""
    return listed([ACCESS[need] for need in needs])


def reason(code: str | None) -> str:
    """A reason code in words; a code that is not known stays as it is."""
    return REASONS.get(code, code) if code else ""


def step(sub_status: str | None) -> str:
    """A sub-status in words."""
    return SUB_STATUSES.get(sub_status, sub_status) if sub_status else ""


def waiting(days: int) -> str:
    """A waiting time in words that people use."""
    if days == 0:
        return "No wait"
    weeks = round(days / 7)
    return f"About {plural(days, 'day', 'days')}" if weeks < 2 else f"About {plural(weeks, 'week', 'weeks')}"  # noqa: PLR2004 -- under two weeks days are plainer


def field(name: str) -> str:
    """The name of a shared field, as people read it."""
    return FIELDS.get(name, name.replace("_", " ").capitalize())


def fields(names: Sequence[str]) -> str:
    """Several fields in a line."""
    return listed([field(name) if position == 0 else field(name).lower() for position, name in enumerate(names)])


def spoken(names: Sequence[str]) -> str:
    """Several fields, as they are said to the person."""
    return listed([SPOKEN[name] for name in names])


def in_order(content: Mapping[str, str]) -> list[str]:
    """The names of what was shared, as the pages order them; those that we do not know come last."""
    return [*(name for name in FIELDS if name in content), *(name for name in content if name not in FIELDS)]
