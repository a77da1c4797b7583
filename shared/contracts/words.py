"""The glossary as types: ids and the choices that cross a wall."""

from enum import StrEnum
from typing import NewType
from uuid import UUID

ServiceId = NewType("ServiceId", UUID)
OrganizationId = NewType("OrganizationId", UUID)
LocationId = NewType("LocationId", UUID)
PersonId = NewType("PersonId", UUID)
ConversationId = NewType("ConversationId", UUID)
SearchId = NewType("SearchId", UUID)
ConsentId = NewType("ConsentId", UUID)
ReferralId = NewType("ReferralId", UUID)
PartnerId = NewType("PartnerId", UUID)


class Role(StrEnum):
    """Who is calling: the claim `wayfare_role` (REFERRALS section 9)."""

    CASE_WORKER = "case_worker"
    CAREERS_ADVISER = "careers_adviser"
    BENEFITS_ADVISER = "benefits_adviser"
    SPECIALIST = "specialist"
    MANAGER = "manager"
    PARTNER_EDITOR = "partner_editor"
    PARTNER_RECEIVER = "partner_receiver"
    JOBCENTRE = "jobcentre"
    COMMISSIONER = "commissioner"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Kind(StrEnum):
    """What kind of help a listing is (R47)."""

    CHARITY = "charity"
    TRAINING_PROVIDER = "training-provider"
    EMPLOYER = "employer"
    HEALTH_SERVICE = "health-service"
    OCCUPATIONAL_HEALTH = "occupational-health"
    HOUSING = "housing"
    SOCIAL_CARE = "social-care"
    CRISIS_HELP = "crisis-help"
    VOLUNTEERING = "volunteering"
    ADULT_EDUCATION = "adult-education"
    JOB_FAIR = "job-fair"
    GOVERNMENT_SCHEME = "government-scheme"
    ADVICE = "advice"
    CAREERS_ADVISER = "careers-adviser"
    BENEFITS_ADVISER = "benefits-adviser"


class Attendance(StrEnum):
    """How help is given."""

    IN_PERSON = "in-person"
    PHONE = "phone"
    VIDEO = "video"
    ONLINE = "online"
    HOME_VISIT = "home-visit"


class Access(StrEnum):
    """What a person may need to be able to take part (R61)."""

    STEP_FREE = "step-free"
    BSL = "bsl"
    QUIET_SPACE = "quiet-space"
    BRING_SOMEONE = "bring-someone"
    HEARING_LOOP = "hearing-loop"
    HOME_VISIT = "home-visit"


class Route(StrEnum):
    """How a person comes to a service."""

    REFERRAL = "referral"
    SELF_REFERRAL = "self-referral"
    DROP_IN = "drop-in"
    PHONE = "phone"


class Hours(StrEnum):
    """The hours that an employer or a course offers (R58)."""

    FULL_TIME = "full-time"
    PART_TIME = "part-time"
    FLEXIBLE = "flexible"
    REMOTE = "remote"


class Status(StrEnum):
    """FHIR R4 Task.status, verbatim. The label that people read is `STATUS_LABELS`."""

    DRAFT = "draft"
    REQUESTED = "requested"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    ON_HOLD = "on-hold"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    REJECTED = "rejected"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered-in-error"


STATUS_LABELS = {
    Status.DRAFT: "Being prepared",
    Status.REQUESTED: "Sent",
    Status.RECEIVED: "Seen by provider",
    Status.ACCEPTED: "Accepted",
    Status.ON_HOLD: "Waiting list or paused",
    Status.IN_PROGRESS: "Support under way",
    Status.COMPLETED: "Ended with an outcome",
    Status.REJECTED: "Declined by the provider",
    Status.FAILED: "Did not work out",
    Status.CANCELLED: "Withdrawn",
    Status.ENTERED_IN_ERROR: "Sent by mistake",
}


class Milestone(StrEnum):
    """What a person may let a Jobcentre system know (REFERRALS section 7). Nothing else exists."""

    SENT = "sent"
    ACCEPTED = "accepted"
    STARTED = "started"
    COMPLETED = "completed"


class Topic(StrEnum):
    """The seven topics of a conversation (R12)."""

    HEALTH_HISTORY = "health-history"
    WORK_HISTORY = "work-history"
    BARRIERS = "barriers"
    GOALS = "goals"
    LOCAL_OPPORTUNITIES = "local-opportunities"
    ADJUSTMENTS = "adjustments"
    NEXT_STEPS = "next-steps"


class TopicState(StrEnum):
    """How far a topic went (R13). A declined topic keeps no content."""

    NOT_OFFERED = "not-offered"
    OFFERED = "offered"
    DISCUSSED = "discussed"
    LATER = "later"
    DECLINED = "declined"


class Channel(StrEnum):
    """How a conversation takes place (R27)."""

    IN_PERSON = "in-person"
    PHONE = "phone"
    VIDEO = "video"


class Venue(StrEnum):
    """Where a conversation takes place (R28)."""

    JOBCENTRE = "jobcentre"
    HOME = "home"
    LIBRARY = "library"
    COMMUNITY_CENTRE = "community-centre"
    GP_SURGERY = "gp-surgery"
    FAMILY_HUB = "family-hub"
    OTHER = "other"


class Rejection(StrEnum):
    """Why a provider declines (REFERRALS section 4)."""

    AT_CAPACITY = "at_capacity"
    WAITING_LIST_CLOSED = "waiting_list_closed"
    NO_APPOINTMENT = "no_appointment"
    NOT_ELIGIBLE_AREA = "not_eligible_area"
    NOT_ELIGIBLE_AGE = "not_eligible_age"
    NOT_ELIGIBLE_CONDITION = "not_eligible_condition"
    NOT_ELIGIBLE_OTHER = "not_eligible_other"
    NOT_RIGHT_SERVICE = "not_right_service"
    ALREADY_KNOWN = "already_known"
    MISSING_INFORMATION = "missing_information"
    ACCESS_NEED_CANNOT_BE_MET = "access_need_cannot_be_met"
    LANGUAGE_CANNOT_BE_MET = "language_cannot_be_met"
    TOO_FAR_OR_NO_TRANSPORT = "too_far_or_no_transport"
    NEEDS_MORE_SUPPORT_THAN_WE_GIVE = "needs_more_support_than_we_give"
    NEEDS_SAFETY_CONVERSATION = "needs_safety_conversation"
    SERVICE_PAUSED_OR_CLOSED = "service_paused_or_closed"
    DUPLICATE = "duplicate"
    OTHER = "other"


class Cancellation(StrEnum):
    """Why a referral is withdrawn. For the first two a reason may never be demanded."""

    CONSENT_WITHDRAWN = "consent_withdrawn"
    CHANGED_MIND = "changed_mind"
    NEED_MET_ELSEWHERE = "need_met_elsewhere"
    FULFILLED_ELSEWHERE = "fulfilled_elsewhere"
    CIRCUMSTANCES_CHANGED = "circumstances_changed"
    MOVED_AREA = "moved_area"
    SUPERSEDED_BY_REROUTE = "superseded_by_reroute"
    SAFETY = "safety"
    DIED = "died"
    OTHER = "other"


class Failure(StrEnum):
    """Why a referral did not work out; never the person's failing."""

    COULD_NOT_CONTACT = "could_not_contact"
    NO_RESPONSE_FROM_PROVIDER = "no_response_from_provider"
    DELIVERY_FAILED = "delivery_failed"
    DID_NOT_START = "did_not_start"
    SUPPORT_STOPPED_BY_PROVIDER = "support_stopped_by_provider"
    PROVIDER_CLOSED = "provider_closed"
    OTHER = "other"


class Outcome(StrEnum):
    """What support led to."""

    HELPED = "helped"
    PARTLY_HELPED = "partly_helped"
    ADVICE_ONLY = "advice_only"
    COURSE_COMPLETED = "course_completed"
    STARTED_WORK = "started_work"
    STARTED_VOLUNTEERING = "started_volunteering"
    ENTITLEMENT_GAINED = "entitlement_gained"
    ADJUSTMENT_MADE = "adjustment_made"
    REFERRED_ON_WITH_CONSENT = "referred_on_with_consent"
    NOT_HELPED = "not_helped"
    OTHER = "other"
