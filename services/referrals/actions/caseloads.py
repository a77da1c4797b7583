"""A manager hands out the work of the office, without reading a name."""

from services.referrals.actions.purpose import purpose
from services.referrals.rules.staff import holds_a_caseload
from services.referrals.store import audit, people, staff
from shared.callers import Caller
from shared.contracts.people import CaseloadLine
from shared.contracts.words import PersonId
from shared.db import Transaction
from shared.errors import Fault, Invalid, NotFound


async def listed(tx: Transaction, by: Caller) -> list[CaseloadLine]:
    """Everybody in the office, by reference and case worker."""
    async with purpose(tx, "caseload"):
        lines = await people.caseloads(tx)
    await audit.note(tx, "caseloads.read", "office", by.office, ("case_worker", "reference"))
    return lines


async def reassign(tx: Transaction, by: Caller, id: PersonId, case_worker: str) -> CaseloadLine:
    """Give a person another case worker of the same office (R35, R43). Raises `NotFound` and `Invalid`."""
    async with purpose(tx, "caseload"):
        row = await people.take(tx, id)
        if row is None:
            raise NotFound
        if not holds_a_caseload(await staff.find(tx, case_worker), by.office):
            message = "Name somebody of your own office who is active and has a caseload"
            raise Invalid(faults=[Fault(field="case_worker", message=message)])
        await people.assign(tx, id, case_worker)
    await audit.note(tx, "person.reassigned", "person", id, ("case_worker",))
    return CaseloadLine(id=id, reference=row.reference, case_worker=case_worker, created_at=row.created_at)
