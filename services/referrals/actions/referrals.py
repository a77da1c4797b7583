"""Referrals: begun as a draft, sent by a person, answered by a provider."""

from datetime import datetime

import msgspec

from services.referrals.actions import reading, steps
from services.referrals.actions.house import House
from services.referrals.actions.rights import oversee
from services.referrals.model.actors import Actor
from services.referrals.model.referrals import Happened, ReferralRow, Standing, Step, Who
from services.referrals.rules.actions_allowed import allowed
from services.referrals.rules.answers import Answer
from services.referrals.rules.consent import draft_faults
from services.referrals.rules.content import sorted_content
from services.referrals.rules.drafts import need_faults, replaced_faults
from services.referrals.rules.transitions import move
from services.referrals.rules.views import for_partner, for_staff
from services.referrals.store import audit, consents, referrals
from shared.contracts.referrals import PartnerReferral, Referral, ReferralNew
from shared.contracts.words import PersonId, ReferralId, Status
from shared.db import Transaction
from shared.errors import Invalid, NotFound
from shared.ids import new_id, spoken_reference


async def draft(
    tx: Transaction, house: House, by: Actor, new: ReferralNew, *, codes: frozenset[str], now: datetime
) -> Referral:
    """Begin a referral. Nothing is sent. Raises `Invalid` with everything that is wrong."""
    consent = await consents.find(tx, new.consent)
    old = await referrals.find(tx, new.replaces) if new.replaces else None
    found = [
        *draft_faults(consent, new.person, new.partner, new.content),
        *need_faults(new.needs, codes),
        *replaced_faults(new, old),
    ]
    if found or consent is None:
        raise Invalid(faults=found)
    key = await house.keyring.of(tx, new.person)
    sealed = key.seal(msgspec.json.encode(sorted_content(new.content)).decode(), reading.CONTENT)
    row = _row(new, consent.recipient_name, sealed, old, now)
    await referrals.insert(tx, row)
    at = move(Standing(status=None), Step.DRAFT, by.who)
    await steps.write(tx, house, by, row, _begun(by, at, now))
    [begun] = await _for_staff(tx, house, [row])
    return begun


async def act(
    tx: Transaction, house: House, by: Actor, id: ReferralId, step: Step, *, answer: Answer = None, now: datetime
) -> Referral | PartnerReferral:
    """Take a step, and see the referral as the caller does afterwards."""
    row = await _hold(tx, by, id, step)
    await steps.take(tx, house, by, await reading.opened(tx, house, row, now), step, answer=answer, now=now)
    return await _view(tx, house, by, await _found(tx, by, id))


async def see(tx: Transaction, house: House, by: Actor, id: ReferralId) -> Referral | PartnerReferral:
    """The referral as the caller sees it. Raises `NotFound`."""
    row = await _found(tx, by, id)
    await audit.note(tx, "referral.read", "referral", id)
    return await _view(tx, house, by, row)


async def listed(
    tx: Transaction, house: House, by: Actor, person: PersonId | None
) -> list[Referral] | list[PartnerReferral]:
    """Whatever the caller may see, newest first."""
    rows = await referrals.visible(tx, person)
    if by.who is Who.PROVIDER:
        return await _for_partner(tx, house, rows)
    return await _for_staff(tx, house, rows)


async def actions(tx: Transaction, house: House, by: Actor, id: ReferralId, now: datetime) -> tuple[Step, ...]:
    """What the caller may do now. Raises `NotFound`."""
    found = await reading.opened(tx, house, await _found(tx, by, id), now)
    return allowed(found.facts, by.who, now, house.nation)


async def _found(tx: Transaction, by: Actor, id: ReferralId) -> ReferralRow:
    if by.who is Who.MANAGER:
        await oversee(tx)
    row = await referrals.find(tx, id)
    if row is None:
        raise NotFound
    return row


async def _hold(tx: Transaction, by: Actor, id: ReferralId, step: Step) -> ReferralRow:
    """The referral, to be changed. To be sent, its agreement is held first, and others to the same service wait."""
    found = await _found(tx, by, id)
    if step is Step.SENDING:
        await consents.hold(tx, found.consent)
        await referrals.one_at_a_time(tx, found.person, found.service_id)
    row = await referrals.take(tx, id)
    if row is None:
        raise NotFound
    return row


async def _view(tx: Transaction, house: House, by: Actor, row: ReferralRow) -> Referral | PartnerReferral:
    [view] = await (_for_partner if by.who is Who.PROVIDER else _for_staff)(tx, house, [row])
    return view


async def _for_staff(tx: Transaction, house: House, rows: list[ReferralRow]) -> list[Referral]:
    histories = await reading.histories(tx, house, rows)
    announced = await referrals.announced(tx, list(histories))
    return [for_staff(row, histories[row.id], published=row.id in announced) for row in rows]


async def _for_partner(tx: Transaction, house: House, rows: list[ReferralRow]) -> list[PartnerReferral]:
    histories = await reading.histories(tx, house, rows)
    return [for_partner(row, histories[row.id], house.detail_url(row.id), house.nation) for row in rows]


def _row(new: ReferralNew, name: str, sealed: str, old: ReferralRow | None, now: datetime) -> ReferralRow:
    return ReferralRow(
        id=ReferralId(new_id()),
        reference=spoken_reference(),
        correlation=old.correlation if old else new_id(),
        person=new.person,
        service_id=new.service_id,
        service_name=new.service_name,
        partner=new.partner,
        partner_name=name,
        needs=tuple(dict.fromkeys(new.needs)),
        consent=new.consent,
        content=sealed,
        status=Status.DRAFT,
        created_at=now,
        replaces=new.replaces,
    )


def _begun(by: Actor, at: Standing, now: datetime) -> Happened:
    return Happened(
        number=1, at=now, by=by.by, who=by.who, step=Step.DRAFT, status=Status.DRAFT, sub_status=at.sub_status
    )
