"""Agreements: given, refused, renewed and withdrawn; shown, kept and checked."""

from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from services.referrals.actions import milestones, reading, recording, stopping
from services.referrals.actions.house import House
from services.referrals.actions.recording import PURPOSE
from services.referrals.model.actors import Actor
from services.referrals.model.consents import JOBCENTRE, ConsentRow, PartnerKnown
from services.referrals.rules.consent import new_faults, recipient_obstacles, renewal_faults, state
from services.referrals.rules.content import Parcel, parcel
from services.referrals.rules.receipt import receipt
from services.referrals.store import audit, consents, consumers, disclosures, partners, referrals
from shared.contracts.consents import Consent, ConsentEvent, ConsentNew, Disclosure, Receipt, Renewal, Verification
from shared.contracts.words import ConsentId, PartnerId, PersonId
from shared.db import Transaction
from shared.errors import Fault, Invalid, NotAllowedNow, NotFound
from shared.ids import new_id, spoken_reference

UNKNOWN = Fault(field="recipient", message="No such recipient is approved. An administrator can approve it.")


class AgreementEnded(NotAllowedNow):
    """This was refused or withdrawn. If the person agrees now, please record a new agreement."""


class RecipientChanged(NotAllowedNow):
    """The recipient is not as it was when the person agreed. Please ask the person again."""


class NothingWritten(NotAllowedNow):
    """There is nothing to preview yet. Write the draft of the referral first; the preview shows what leaves of it."""


async def give(tx: Transaction, house: House, by: Actor, new: ConsentNew, now: datetime) -> Consent:
    """Record an answer, yes or no. Raises `Invalid` with everything that is missing."""
    if not await consents.person_visible(tx, new.person):
        raise NotFound
    name = await _recipient(tx, new.recipient)
    unknown = [] if name else [UNKNOWN]
    if found := [*new_faults(new, now), *unknown]:
        raise Invalid(faults=found)
    consent = _row(new, name or "", now)
    key = await house.keyring.of(tx, new.person)
    await recording.begin(tx, key, consent, recording.terms(consent, new.evidence, by.by), now)
    await audit.note(tx, f"consent.{consent.state}", "consent", consent.id, consent.fields)
    return await show(tx, house, consent.id, now)


async def renew(tx: Transaction, house: House, by: Actor, id: ConsentId, *, renewal: Renewal, now: datetime) -> Consent:
    """The same agreement for longer."""
    consent = await _opened(tx, house, await consents.take(tx, id))
    if consent.state != "given":
        raise AgreementEnded
    if consent.consumer is None and any(recipient_obstacles(consent, await _partner(tx, consent.recipient))):
        raise RecipientChanged
    if found := renewal_faults(renewal.valid_until, renewal.evidence, now):
        raise Invalid(faults=found)
    longer = replace(consent, valid_until=renewal.valid_until)
    key = await house.keyring.of(tx, consent.person)
    await recording.renew(tx, key, longer, recording.terms(longer, renewal.evidence, by.by), now)
    await audit.note(tx, "consent.renewed", "consent", id)
    return await show(tx, house, id, now)


async def withdraw(tx: Transaction, house: House, by: Actor, id: ConsentId, now: datetime) -> Consent:
    """Stop everything under an agreement, at once and without a reason. Doing it twice is no mistake."""
    consent = await consents.take(tx, id)
    if consent is None:
        raise NotFound
    if consent.state == "given":
        stopped = replace(consent, state="withdrawn")
        await recording.add(tx, stopped, "withdrawn", by.by, now)
        await audit.note(tx, "consent.withdrawn", "consent", id)
        await stopping.everything_under(tx, house, by, stopped, now)
    return await show(tx, house, id, now)


async def withdraw_all(tx: Transaction, house: House, by: Actor, person: PersonId, now: datetime) -> None:
    """Stop everything that a person agreed to, before their key is destroyed."""
    for consent in await consents.of_person(tx, person):
        await withdraw(tx, house, by, consent.id, now)


async def show(tx: Transaction, house: House, id: ConsentId, now: datetime) -> Consent:
    """The agreement as it stands. Raises `NotFound`."""
    return await _shown(tx, await _opened(tx, house, await consents.find(tx, id)), now)


async def of_person(tx: Transaction, house: House, person: PersonId, now: datetime) -> list[Consent]:
    """Everything that a person was asked, newest first."""
    if not await consents.person_visible(tx, person):
        raise NotFound
    rows = await consents.of_person(tx, person)
    return [await _shown(tx, await _opened(tx, house, row), now) for row in rows]


async def receipt_of(tx: Transaction, house: House, id: ConsentId, now: datetime) -> Receipt:
    """The copy that the person keeps."""
    consent = await _opened(tx, house, await consents.find(tx, id))
    return receipt(consent, state(consent, now), await _code(tx, consent))


async def preview(tx: Transaction, house: House, id: ConsentId) -> Parcel:
    """Exactly what the recipient would get of the newest referral under this agreement."""
    consent = await _opened(tx, house, await consents.find(tx, id))
    row = await referrals.latest_under(tx, id)
    if row is None:
        raise NothingWritten
    await audit.note(tx, "content.previewed", "referral", row.id, consent.fields)
    return parcel(row, consent, await reading.content(tx, house, row))


async def verify(tx: Transaction, house: House, id: ConsentId) -> Verification:
    """Is everything as it was written?"""
    consent = await _opened(tx, house, await consents.find(tx, id))
    key = await house.keyring.of(tx, consent.person)
    events, broken = await recording.first_broken(tx, key, consent)
    return Verification(whole=broken is None, events=events, broken_at=broken)


async def disclosed(tx: Transaction, person: PersonId) -> list[Disclosure]:
    """Everything that left about a person, and everything that was asked for and refused."""
    if not await consents.person_visible(tx, person):
        raise NotFound
    return await disclosures.of_person(tx, person)


async def _opened(tx: Transaction, house: House, consent: ConsentRow | None) -> ConsentRow:
    if consent is None:
        raise NotFound
    key = await house.keyring.of(tx, consent.person)
    return replace(consent, purpose=key.open(consent.purpose, PURPOSE))


async def _shown(tx: Transaction, consent: ConsentRow, now: datetime) -> Consent:
    links = await consents.links(tx, consent.id)
    return Consent(
        id=consent.id,
        receipt_id=consent.receipt_id,
        person=consent.person,
        recipient=consent.recipient,
        recipient_name=consent.recipient_name,
        purpose=consent.purpose,
        fields=consent.fields,
        excluded=consent.excluded,
        milestones=consent.milestones,
        valid_from=consent.valid_from,
        valid_until=consent.valid_until,
        state=state(consent, now),
        events=tuple(ConsentEvent(at=link.at, event=link.event, by=link.by, hash=link.hash) for link in links),
        pseudonym_code=await _code(tx, consent),
    )


async def _code(tx: Transaction, consent: ConsentRow) -> str | None:
    return await milestones.code(tx, consent) if consent.state != "refused" else None


async def _recipient(tx: Transaction, recipient: str) -> str | None:
    if recipient.startswith(JOBCENTRE):
        consumer = await consumers.find(tx, recipient.removeprefix(JOBCENTRE))
        return consumer.name if consumer else None
    partner = await _partner(tx, recipient)
    return partner.legal_name if partner and partner.state == "approved" else None


async def _partner(tx: Transaction, recipient: str) -> PartnerKnown | None:
    """Only an id as we write it: any other spelling is nobody's."""
    try:
        partner = PartnerId(UUID(recipient))
    except ValueError:
        return None
    return await partners.known(tx, partner) if str(partner) == recipient else None


def _row(new: ConsentNew, name: str, now: datetime) -> ConsentRow:
    return ConsentRow(
        id=ConsentId(new_id()),
        receipt_id=spoken_reference(),
        person=new.person,
        recipient=new.recipient,
        recipient_name=name,
        purpose=new.purpose,
        fields=tuple(dict.fromkeys(new.fields)),
        excluded=tuple(dict.fromkeys(new.excluded)),
        milestones=tuple(dict.fromkeys(new.milestones)),
        valid_from=now,
        valid_until=new.valid_until,
        state="given" if new.agreed else "refused",
    )
