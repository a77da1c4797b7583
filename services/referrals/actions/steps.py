"""Take a step: check the table and its guards, write it down, and do what follows from it."""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from services.referrals.actions import milestones, notices
from services.referrals.actions.house import House
from services.referrals.actions.reading import DETAILS, Opened
from services.referrals.actions.rights import as_system
from services.referrals.model.actors import Actor
from services.referrals.model.referrals import Details, EventRow, Happened, ReferralRow, Standing, Step
from services.referrals.rules.actions_allowed import check
from services.referrals.rules.answers import Answer, faults
from services.referrals.rules.history import in_force
from services.referrals.rules.said import Said, said
from services.referrals.store import audit, disclosures, referrals
from shared.db import Transaction
from shared.errors import Invalid, NotFound

STOPS = frozenset({Step.WITHDRAWAL, Step.MISTAKE})


async def take(
    tx: Transaction, house: House, by: Actor, opened: Opened, step: Step, *, answer: Answer = None, now: datetime
) -> Happened:
    """Take a step on a referral that this transaction holds. Raises what the rules raise, and `Invalid`."""
    told = said(answer)
    after = check(opened.facts, step, by.who, now, house.nation, sub_status=told.sub_status)
    if found := list(faults(answer, step, by.who, opened.history, now)):
        raise Invalid(faults=found)
    happened = _saying(_next(opened, by, step, after, now), told, opened.row)
    await write(tx, house, by, opened.row, happened)
    await _follow(tx, house, opened, happened)
    return happened


async def write(tx: Transaction, house: House, by: Actor, row: ReferralRow, happened: Happened) -> None:
    """Append the step, and note where the referral stands now."""
    details = await _sealed(tx, house, row, happened.details)
    event = EventRow(
        referral=row.id,
        number=happened.number,
        at=happened.at,
        by=happened.by,
        who=happened.who,
        step=happened.step,
        status=happened.status,
        sub_status=happened.sub_status,
        reason=happened.reason,
        contact_by=happened.contact_by,
        channel=happened.channel,
        details=details,
        request_id=by.request_id,
    )
    await referrals.append(tx, event)
    await audit.note(tx, f"referral.{happened.step}", "referral", row.id)
    await referrals.stand(tx, row.id, happened.standing, happened.reason)


async def _sealed(tx: Transaction, house: House, row: ReferralRow, details: Details) -> str:
    """Sealed by the house: to write down what was said is not to read. Of a person who was erased no words are kept."""
    async with as_system(tx):
        try:
            key = await house.keyring.of(tx, row.person)
        except NotFound:
            return ""
    return key.seal(msgspec.json.encode(details).decode(), DETAILS)


async def _follow(tx: Transaction, house: House, opened: Opened, happened: Happened) -> None:
    row = opened.row
    if happened.step is Step.SENDING:
        await notices.ready(tx, house, row, happened.at)
    if happened.step in STOPS and row.sent_at is not None:
        await notices.withdrawn(tx, house, row, happened.at)
    if happened.step is Step.DELETION:
        await referrals.note_deleted(tx, row.id, happened.at)
        await disclosures.confirm_deletion(tx, row.id, happened.at)
    if happened.step is Step.UNDO:
        await milestones.take_back(tx, row.id, in_force(opened.history)[-1].number)
    await milestones.tell(tx, house, row, happened)


def _next(opened: Opened, by: Actor, step: Step, after: Standing, now: datetime) -> Happened:
    return Happened(
        number=len(opened.history) + 1,
        at=now,
        by=by.by,
        who=by.who,
        step=step,
        status=after.status or opened.row.status,
        sub_status=after.sub_status,
    )


def _saying(happened: Happened, told: Said, row: ReferralRow) -> Happened:
    """With what was said. A confirmed deletion leaves the reason for the end as it is."""
    return replace(
        happened,
        reason=row.reason if happened.step is Step.DELETION else told.reason,
        contact_by=told.contact_by,
        channel=told.channel,
        details=told.details,
    )
