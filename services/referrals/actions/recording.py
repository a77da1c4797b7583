"""Write down what happened to an agreement: the next event of its chain, with the terms sealed in it."""

from datetime import datetime

import msgspec

from services.referrals import chain
from services.referrals.keyring import PersonKey
from services.referrals.model.consents import SCHEMA_VERSION, ConsentRow, Kind, Link, Terms
from services.referrals.store import consents
from shared.contracts.consents import Evidence
from shared.db import Transaction

PURPOSE, TERMS = "consents.purpose", "consent_events.terms"


def terms(consent: ConsentRow, evidence: Evidence, by: str) -> Terms:
    """What was agreed, whole."""
    return Terms(
        schema_version=SCHEMA_VERSION,
        record_id=consent.id,
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
        evidence=evidence,
        captured_by=by,
    )


async def begin(tx: Transaction, key: PersonKey, consent: ConsentRow, agreed: Terms, now: datetime) -> None:
    """The first event and the agreement with it."""
    event: Kind = "refused" if consent.state == "refused" else "given"
    first = chain.link(None, consent=consent.id, at=now, event=event, by=agreed.captured_by, terms=_sealed(key, agreed))
    await consents.insert(tx, msgspec.structs.replace(consent, purpose=key.seal(consent.purpose, PURPOSE)), first.hash)
    await consents.append(tx, first)


async def add(tx: Transaction, consent: ConsentRow, event: Kind, by: str, now: datetime, *, sealed: str = "") -> None:
    """The next event, and how the agreement stands since."""
    before = (await consents.links(tx, consent.id))[-1]
    following = chain.link(before, consent=consent.id, at=now, event=event, by=by, terms=sealed)
    await consents.append(tx, following)
    await consents.change(tx, consent.id, state=consent.state, valid_until=consent.valid_until, head=following.hash)


async def renew(tx: Transaction, key: PersonKey, consent: ConsentRow, agreed: Terms, now: datetime) -> None:
    """A renewal, with the terms as they are now."""
    await add(tx, consent, "renewed", agreed.captured_by, now, sealed=_sealed(key, agreed))


async def first_broken(tx: Transaction, key: PersonKey, consent: ConsentRow) -> tuple[int, int | None]:
    """How many events there are, and the first that is not as it was written; the terms are compared as well."""
    links = await consents.links(tx, consent.id)
    broken = chain.broken_at(links, await consents.head(tx, consent.id))
    if broken is None and not _agrees(key, consent, links):
        return len(links), len(links) + 1
    return len(links), broken


def _agrees(key: PersonKey, consent: ConsentRow, links: list[Link]) -> bool:
    sealed = next(event.terms for event in reversed(links) if event.terms)
    agreed = msgspec.json.decode(key.open(sealed, TERMS), type=Terms)
    return agreed == terms(consent, agreed.evidence, agreed.captured_by) and _state(links) == consent.state


def _state(links: list[Link]) -> str:
    last = next(event.event for event in reversed(links) if event.event != "expired")
    return "given" if last == "renewed" else last


def _sealed(key: PersonKey, agreed: Terms) -> str:
    return key.seal(chain.canonical(agreed).decode(), TERMS)
