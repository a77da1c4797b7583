"""Who may stand on the staff list, and who may stand in for whom."""

from collections.abc import Iterator
from datetime import datetime

from shared.contracts.staff import CoverNew, Staff
from shared.contracts.words import Role
from shared.errors import Fault

CASE_WORKERS = frozenset({Role.CASE_WORKER, Role.CAREERS_ADVISER, Role.BENEFITS_ADVISER, Role.SPECIALIST})
OUTSIDERS = frozenset({Role.PARTNER_EDITOR, Role.PARTNER_RECEIVER, Role.JOBCENTRE})


def staff_faults(role: Role) -> Iterator[Fault]:
    """What is wrong with a line of the staff list."""
    if role in OUTSIDERS:
        message = "Partners and Jobcentre systems are no staff: they are let in under /partners and /consumers"
        yield Fault(field="role", message=message)


def holds_a_caseload(member: Staff | None, office: str | None) -> bool:
    """Can people of this office be with this member of staff?"""
    return member is not None and member.active and member.role in CASE_WORKERS and member.office == office


def cover_faults(
    new: CoverNew, covering: Staff | None, covered: Staff | None, office: str | None, now: datetime
) -> Iterator[Fault]:
    """What is wrong with a cover. Somebody who has left can be covered, and only an active colleague can cover."""
    if not holds_a_caseload(covering, office):
        yield Fault(field="covering", message="Name somebody of your own office who is active and has a caseload")
    if covered is None or covered.office != office:
        yield Fault(field="covered", message="Name somebody of your own office")
    if new.covering == new.covered:
        yield Fault(field="covered", message="Nobody stands in for themselves")
    if new.until <= now:
        yield Fault(field="until", message="This has passed. Name a time to come")
