"""A referral as staff see it and as its provider sees it, both read from its history."""

from collections.abc import Sequence

from services.referrals.model.referrals import Happened, ReferralRow, Step
from services.referrals.rules.deadlines import respond_by
from services.referrals.rules.history import latest
from shared.calendar import Nation
from shared.contracts.referrals import PartnerReferral, Referral, ReferralEvent
from shared.contracts.words import STATUS_LABELS, Status


def for_staff(row: ReferralRow, history: Sequence[Happened], *, published: bool) -> Referral:
    """Everything, with every step that was taken."""
    accepted = latest(history, Step.ACCEPTANCE)
    rejected = latest(history, Step.REJECTION)
    return Referral(
        id=row.id,
        reference=row.reference,
        person=row.person,
        service_id=row.service_id,
        service_name=row.service_name,
        partner=row.partner,
        partner_name=row.partner_name,
        needs=row.needs,
        consent=row.consent,
        status=row.status,
        sub_status=_sub_status(row, published=published),
        label=STATUS_LABELS[row.status],
        reason=row.reason,
        created_at=row.created_at,
        events=tuple(_event(event) for event in history),
        contact_name=accepted.details.contact_name if accepted else None,
        contact_by=accepted.contact_by if accepted else None,
        message=accepted.details.text if accepted else None,
        suggested_service=rejected.details.suggested_service if rejected else None,
        sent_at=row.sent_at,
        collected_at=row.collected_at,
        deletion_confirmed_at=row.deletion_confirmed_at,
        replaces=row.replaces,
    )


def for_partner(row: ReferralRow, history: Sequence[Happened], url: str, nation: Nation) -> PartnerReferral:
    """Where it stands and what is expected of the provider; nothing of what was shared."""
    accepted = latest(history, Step.ACCEPTANCE)
    question = latest(history, Step.QUESTION)
    return PartnerReferral(
        id=row.id,
        reference=row.reference,
        service_id=row.service_id,
        service_name=row.service_name,
        status=row.status,
        sub_status=row.sub_status,
        label=STATUS_LABELS[row.status],
        sent_at=row.sent_at or row.created_at,
        detail_url=url,
        contact_name=accepted.details.contact_name if accepted else None,
        contact_by=accepted.contact_by if accepted else None,
        question=question.details.text if question else None,
        respond_by=respond_by(row.standing, history, nation),
    )


def _sub_status(row: ReferralRow, *, published: bool) -> str | None:
    """Of a referral that was sent and not opened: whether its notice has left, and whether it was collected."""
    if row.status is not Status.REQUESTED:
        return row.sub_status
    if row.collected_at is not None:
        return "delivered"
    return "sent" if published else row.sub_status


def _event(event: Happened) -> ReferralEvent:
    return ReferralEvent(
        at=event.at,
        status=event.status,
        label=STATUS_LABELS[event.status],
        by=event.by,
        sub_status=event.sub_status,
        reason=event.reason,
        text=event.details.text,
    )
