"""The handoff: what a provider collects, checked at that moment and written down before it leaves."""

from datetime import datetime

from services.referrals.actions import reading
from services.referrals.actions.house import House
from services.referrals.model.actors import Actor
from services.referrals.model.consents import ConsentRow, DisclosureRow
from services.referrals.model.referrals import ReferralRow
from services.referrals.rules.content import Parcel, parcel, refusal
from services.referrals.store import consents, disclosures, partners, referrals
from shared.contracts.words import ReferralId
from shared.db import Transaction
from shared.errors import NotFound, Refusal
from shared.ids import new_id


async def collect(tx: Transaction, house: House, by: Actor, id: ReferralId, now: datetime) -> Parcel | Refusal:
    """The chosen fields, or why not. Either way it is in the log: commit before the answer leaves.

    Asked again, it is checked again: a withdrawal counts more than an answer that was given before.
    """
    row, consent = await _held(tx, id)
    outcome = await _outcome(tx, house, by, row, consent=consent, now=now)
    await disclosures.append(tx, _logged(by, id, consent, outcome, now))
    if isinstance(outcome, Parcel):
        await referrals.note_collected(tx, id, now)
    return outcome


async def _held(tx: Transaction, id: ReferralId) -> tuple[ReferralRow | None, ConsentRow | None]:
    """The referral and its agreement, which nobody can withdraw until this is committed."""
    found = await referrals.find(tx, id)
    consent = await consents.hold(tx, found.consent) if found else None
    return await referrals.take(tx, id), consent


async def _outcome(
    tx: Transaction, house: House, by: Actor, row: ReferralRow | None, *, consent: ConsentRow | None, now: datetime
) -> Parcel | Refusal:
    partner = await partners.known(tx, by.partner) if by.partner else None
    if row is None or consent is None:
        return NotFound()
    if reason := refusal(row, consent, partner, now):
        return reason
    return parcel(row, consent, await reading.content(tx, house, row))


def _logged(
    by: Actor, id: ReferralId, consent: ConsentRow | None, outcome: Parcel | Refusal, now: datetime
) -> DisclosureRow:
    given = outcome if isinstance(outcome, Parcel) else None
    return DisclosureRow(
        id=new_id(),
        consent=consent.id if consent else None,
        referral=id,
        recipient=str(by.partner),
        channel=by.channel,
        fields=tuple(given.content.content) if given else (),
        payload_sha256=given.sha256 if given else None,
        request_id=by.request_id,
        refused=None if isinstance(outcome, Parcel) else outcome.type(),
        at=now,
        by=by.by,
    )
