"""What makes an agreement, and what it covers (REFERRALS sections 2, 5 and 6)."""

from collections.abc import Iterator
from datetime import date, datetime

from services.referrals.model.consents import JOBCENTRE, ConsentRow, PartnerKnown
from services.referrals.rules.deadlines import today
from shared.contracts.consents import ConsentNew, ConsentState, Evidence
from shared.contracts.words import PartnerId, PersonId
from shared.errors import Fault

YEARS = 2


def new_faults(new: ConsentNew, now: datetime) -> list[Fault]:
    """Everything that is wrong with an agreement as it was sent."""
    return [
        *(_end_faults(new.valid_until, today(now)) if new.agreed else ()),
        *(evidence_faults(new.evidence) if new.agreed else ()),
        *_field_faults(new),
    ]


def evidence_faults(evidence: Evidence) -> Iterator[Fault]:
    """Spoken agreement needs both sides of it; every agreement needs the sentence about benefits."""
    if evidence.method == "spoken" and not (evidence.words or "").strip():
        yield Fault(field="evidence.words", message="Write the words that were read out.")
    if evidence.method == "spoken" and not (evidence.read_back or "").strip():
        yield Fault(field="evidence.read_back", message="Write what the person said back.")
    if not evidence.benefits_statement:
        message = "First say that this has no effect on benefits, then record that it was said."
        yield Fault(field="evidence.benefits_statement", message=message)


def renewal_faults(valid_until: date, evidence: Evidence, now: datetime) -> list[Fault]:
    """Everything that is wrong with a renewal."""
    return [*_end_faults(valid_until, today(now)), *evidence_faults(evidence)]


def state(consent: ConsentRow, now: datetime) -> ConsentState:
    """How it stands at this moment. It holds to the end of its last day."""
    return "expired" if consent.state == "given" and today(now) > consent.valid_until else consent.state


def holds(consent: ConsentRow, now: datetime) -> bool:
    """Is it given, and not withdrawn or over?"""
    return state(consent, now) == "given"


def recipient_obstacles(consent: ConsentRow, partner: PartnerKnown | None) -> Iterator[str]:
    """Why this partner may not receive under this agreement, whatever is asked for."""
    if partner is None or partner.state != "approved":
        yield "The provider is not approved to receive referrals."
    elif consent.recipient != str(partner.id):
        yield "The person agreed to another recipient."
    elif consent.recipient_name != partner.legal_name:
        yield "The provider's legal name has changed since the person agreed. Please ask the person again."


def obstacles(
    consent: ConsentRow, person: PersonId, partner: PartnerKnown | None, content: dict[str, str], now: datetime
) -> tuple[str, ...]:
    """Every reason why nothing may be sent under this agreement."""
    return tuple(_obstacles(consent, person, partner, content, now))


def _obstacles(
    consent: ConsentRow, person: PersonId, partner: PartnerKnown | None, content: dict[str, str], now: datetime
) -> Iterator[str]:
    match state(consent, now):
        case "given":
            pass
        case "expired":
            yield "The agreement has come to its end. Please ask the person again."
        case "withdrawn":
            yield "The person has withdrawn their agreement."
        case "refused":
            yield "The person has not agreed to this."
    if consent.person != person:
        yield "The agreement is another person's."
    yield from recipient_obstacles(consent, partner)
    for name in uncovered(consent, content):
        yield f"The agreement does not cover {name!r}."


def uncovered(consent: ConsentRow, content: dict[str, str]) -> list[str]:
    """The fields that the person did not agree to share."""
    return [name for name in content if name not in consent.fields or name in consent.excluded]


def draft_faults(
    consent: ConsentRow | None, person: PersonId, partner: PartnerId, content: dict[str, str]
) -> Iterator[Fault]:
    """What is wrong with a draft beside its agreement."""
    if consent is None or consent.person != person:
        yield Fault(field="consent", message="There is no such agreement of this person.")
        return
    if consent.recipient != str(partner):
        yield Fault(field="partner", message="The person agreed to another recipient.")
    for name in uncovered(consent, content):
        yield Fault(field=f"content.{name}", message="The person did not agree to share this.")


def _end_faults(valid_until: date, day: date) -> Iterator[Fault]:
    if valid_until < day:
        yield Fault(field="valid_until", message="This day has passed. Name a day from today on.")
    elif valid_until.year > day.year + YEARS:
        yield Fault(field="valid_until", message=f"At most {YEARS} years ahead; it can be renewed.")


def _field_faults(new: ConsentNew) -> Iterator[Fault]:
    for name in sorted(set(new.fields) & set(new.excluded)):
        yield Fault(field=f"fields.{name}", message="This is both shared and excluded; choose one.")
    if new.recipient.startswith(JOBCENTRE):
        if new.fields:
            yield Fault(field="fields", message="A Jobcentre system receives milestones only. Leave this empty.")
        return
    if new.milestones:
        yield Fault(field="milestones", message="Milestones are for Jobcentre systems. Leave this empty.")
    if new.agreed and not new.fields:
        yield Fault(field="fields", message="Name at least one field that may be shared.")
