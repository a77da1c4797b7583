"""People: written down once, by the case worker who stays with them."""

from datetime import datetime

import msgspec
from msgspec.structs import asdict, replace

from services.referrals.actions.known import Known
from services.referrals.keyring import Keyring, PersonKey
from services.referrals.model.people import About, PersonRow
from services.referrals.rules.people import Draft, begun, changed, changes, faults, fields
from services.referrals.store import audit, people, searches
from shared.callers import Caller
from shared.contracts.people import Person, PersonChange, PersonNew, PersonSummary
from shared.contracts.words import PersonId
from shared.db import Transaction
from shared.errors import Invalid, NotFound
from shared.ids import new_id, spoken_reference

NAME, DETAILS = "people.name", "people.details"


async def add(tx: Transaction, keyring: Keyring, known: Known, by: Caller, new: PersonNew, *, now: datetime) -> Person:
    """Write a person down, on the caseload of the caller. Raises `Invalid` with everything that is wrong."""
    draft = _checked(begun(new), known)
    row = _row(by, now)
    while not await people.insert(tx, row):
        row = replace(row, reference=spoken_reference())
    await _write(tx, await keyring.new(tx, row.id), row.id, draft)
    await audit.note(tx, "person.added", "person", row.id, fields(draft))
    return _person(row, draft)


async def see(tx: Transaction, keyring: Keyring, id: PersonId) -> Person:
    """A person. Raises `NotFound`, also for somebody else's person and for one who was erased."""
    row = await people.find(tx, id)
    if row is None:
        raise NotFound
    draft = _opened(await keyring.of(tx, id), row)
    await audit.note(tx, "person.read", "person", id, fields(draft))
    return _person(row, draft)


async def caseload(tx: Transaction, keyring: Keyring, by: Caller) -> list[PersonSummary]:
    """Everybody on the caller's caseload, and on that of a colleague for whom they stand in."""
    keys = await keyring.all(tx)
    rows = [row for row in await people.visible(tx) if row.id in keys]
    await audit.note(tx, "caseload.read", "staff", by.sub, ("name",))
    return [
        PersonSummary(
            id=row.id,
            reference=row.reference,
            name=keys[row.id].open(row.name, NAME),
            created_at=row.created_at,
            case_worker=row.case_worker,
        )
        for row in rows
    ]


async def change(tx: Transaction, keyring: Keyring, known: Known, id: PersonId, given: PersonChange) -> Person:
    """Change whatever is given. Raises `NotFound` and `Invalid`."""
    row = await people.take(tx, id)
    if row is None:
        raise NotFound
    key = await keyring.of(tx, id)
    draft = _checked(changed(_opened(key, row), given), known)
    await _write(tx, key, id, draft)
    await audit.note(tx, "person.changed", "person", id, changes(given))
    return _person(row, draft)


async def erase(tx: Transaction, keyring: Keyring, id: PersonId) -> None:
    """Destroy the person's key: nothing that was written down about them can be read again. Raises `NotFound`."""
    if await people.take(tx, id) is None:
        raise NotFound
    await keyring.destroy(tx, id)
    await searches.delete_of(tx, id)
    await audit.note(tx, "person.erased", "person", id)


def _row(by: Caller, now: datetime) -> PersonRow:
    return PersonRow(
        id=PersonId(new_id()),
        reference=spoken_reference(),
        office=by.office or "",
        case_worker=by.sub,
        created_at=now,
        name="",
        details="",
    )


def _checked(draft: Draft, known: Known) -> Draft:
    postcode, wrong = known.spelt(draft.about.postcode, "postcode")
    if found := [*faults(draft), *wrong]:
        raise Invalid(faults=found)
    return replace(draft, about=replace(draft.about, postcode=postcode))


async def _write(tx: Transaction, key: PersonKey, id: PersonId, draft: Draft) -> None:
    about = msgspec.json.encode(draft.about).decode()
    await people.update(tx, id, key.seal(draft.name, NAME), key.seal(about, DETAILS))


def _opened(key: PersonKey, row: PersonRow) -> Draft:
    about = msgspec.json.decode(key.open(row.details, DETAILS), type=About)
    return Draft(name=key.open(row.name, NAME), about=about)


def _person(row: PersonRow, draft: Draft) -> Person:
    return Person(
        id=row.id,
        reference=row.reference,
        name=draft.name,
        office=row.office,
        case_worker=row.case_worker,
        created_at=row.created_at,
        **asdict(draft.about),
    )
