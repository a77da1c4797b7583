"""Partners ask to receive referrals; an admin decides."""

from datetime import datetime

from msgspec.structs import replace

from services.referrals.rules.partners import move
from services.referrals.store import audit, partners
from shared.callers import Caller
from shared.contracts.staff import Partner, PartnerNew
from shared.contracts.words import OrganizationId, PartnerId, Role
from shared.db import Transaction
from shared.errors import Fault, Invalid, NotAllowedNow, NotFound
from shared.ids import new_id


class PartnerKnownAlready(NotAllowedNow):
    """A partner with this id or this key is known already."""


async def ask(tx: Transaction, by: Caller, new: PartnerNew) -> Partner:
    """Ask to receive. Keeping a listing gives no right to it. Raises `Invalid` and `PartnerKnownAlready`."""
    if new.id is not None and by.role is not Role.ADMIN:
        raise Invalid(faults=[Fault(field="id", message="Leave this out: it is given by the service")])
    partner = Partner(
        id=new.id or PartnerId(new_id()),
        legal_name=new.legal_name,
        organizations=new.organizations,
        state="asked",
        email=new.email,
        agreement=new.agreement,
        nats_key=new.nats_key,
    )
    if not await partners.insert(tx, partner, by.sub):
        raise PartnerKnownAlready
    await audit.note(tx, "partner.asked", "partner", partner.id, ("legal_name", "organizations", "email", "nats_key"))
    return partner


async def approve(tx: Transaction, by: Caller, id: PartnerId, now: datetime) -> Partner:
    """From now on it receives. Raises `NotFound` and `NotAllowedNow`."""
    found = await _held(tx, id)
    partner = replace(found, state=move(found, "approved"), approved_at=now, approved_by=by.sub)
    await partners.decide(tx, partner)
    await audit.note(tx, "partner.approved", "partner", id, ("state",))
    return partner


async def suspend(tx: Transaction, id: PartnerId) -> Partner:
    """From now on it receives nothing. Raises `NotFound` and `NotAllowedNow`."""
    found = await _held(tx, id)
    partner = replace(found, state=move(found, "suspended"))
    await partners.decide(tx, partner)
    await audit.note(tx, "partner.suspended", "partner", id, ("state",))
    return partner


async def listed(tx: Transaction, by: Caller, organization: OrganizationId | None) -> list[Partner]:
    """Who receives, for an organisation if one is named. Addresses, agreements and keys are for admins."""
    found = await partners.listed(tx, organization)
    if by.role is Role.ADMIN:
        return found
    return [replace(partner, email=None, agreement=None, nats_key=None, approved_by=None) for partner in found]


async def _held(tx: Transaction, id: PartnerId) -> Partner:
    partner = await partners.take(tx, id)
    if partner is None:
        raise NotFound
    return partner
