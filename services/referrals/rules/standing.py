"""Is a caller still let in, whatever their token says?"""

from services.referrals.model.consents import PartnerKnown
from shared.callers import STAFF, Caller
from shared.contracts.staff import Staff
from shared.contracts.words import Role
from shared.errors import NotYours

OUTSIDE = frozenset({Role.PARTNER_EDITOR, Role.JOBCENTRE})  # no staff, and nobody whom we would have to approve


class NotOnTheStaffList(NotYours):
    """You are not on the staff list with this role and office, or no longer. An admin can put that right."""


class PartnerNotApproved(NotYours):
    """Your organisation is not approved to receive referrals at the moment. An admin can say why."""


def staff_objection(by: Caller, member: Staff | None) -> NotYours | None:
    """Why this member of staff is refused, if they are. Only admins and those who plan or audit need not be listed."""
    if member is None:
        return NotOnTheStaffList() if by.role in STAFF else None
    same = (member.role, member.office) == (by.role, by.office)
    return (
        None if member.active and (same or (by.role not in STAFF and member.role == by.role)) else NotOnTheStaffList()
    )


def partner_objection(partner: PartnerKnown | None) -> NotYours | None:
    """Why this receiver is refused, if they are."""
    return None if partner is not None and partner.state == "approved" else PartnerNotApproved()
