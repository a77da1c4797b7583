"""Sign-ins of the desk: a token kept so that only the holder of the secret can use it."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from services.referrals.rules.standing import OUTSIDE, PartnerNotApproved, partner_objection, staff_objection
from services.referrals.sealing import derived, seal, unseal
from services.referrals.store import audit, partners, sessions, staff
from services.referrals.store.sessions import SessionRow
from shared.callers import Caller
from shared.contracts.staff import Session, SessionNew, SignedIn
from shared.contracts.words import Role
from shared.db import Transaction
from shared.errors import NotSignedIn
from shared.ids import new_id
from shared.tokens import Verifier

SECRET = 32  # bytes
PURPOSE = "session token"


async def begin(tx: Transaction, token: str, new: SessionNew, now: datetime) -> Session:
    """Keep the token of this very request. The secret is not kept and cannot be shown again."""
    secret, session = secrets.token_urlsafe(SECRET), new_id()
    row = SessionRow(
        id=session,
        secret_hash=_hash(secret),
        token=seal(derived(secret.encode(), PURPOSE), token, str(session)),
        created_at=now,
        expires_at=now + timedelta(seconds=new.expires_in),
    )
    await sessions.insert(tx, row)
    await audit.note(tx, "session.begun", "session", session)
    return Session(secret=secret, id=session)


async def current(tx: Transaction, verifier: Verifier, secret: str, now: datetime) -> SignedIn:
    """Who is signed in. Raises `NotSignedIn` when the session or its token has ended, or they were let go."""
    row = await sessions.find(tx, _hash(secret), now)
    if row is None:
        raise NotSignedIn
    token = unseal(derived(secret.encode(), PURPOSE), row.token, str(row.id))
    by = await verifier.caller(token)
    return SignedIn(
        token=token, sub=by.sub, role=by.role, name=await _name(tx, by), office=by.office, partner=by.partner
    )


async def end(tx: Transaction, secret: str) -> None:
    """Sign out."""
    await sessions.delete(tx, _hash(secret))


async def _name(tx: Transaction, by: Caller) -> str:
    """The name of somebody who is still let in. Raises `NotSignedIn` for anybody else."""
    if by.role is Role.PARTNER_RECEIVER:
        partner = await partners.known(tx, by.partner) if by.partner else None
        if partner is None or partner_objection(partner):
            raise NotSignedIn(PartnerNotApproved().detail)
        return by.name or partner.legal_name
    member = await staff.find(tx, by.sub)
    if by.role not in OUTSIDE and (objection := staff_objection(by, member)):
        raise NotSignedIn(objection.detail)
    return member.name if member else by.name or by.sub


def _hash(secret: str) -> str:
    """The secret has full strength, so one round is enough."""
    return sha256(secret.encode()).hexdigest()
