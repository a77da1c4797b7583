"""Searches are kept here, so that needs and places never stand in a URL. Only their maker sees them."""

from datetime import datetime

import msgspec

from services.referrals.actions.known import Known
from services.referrals.keyring import ServiceKey
from services.referrals.model.conversations import ConversationRow
from services.referrals.rules.searches import faults
from services.referrals.store import audit, conversations, people, searches
from services.referrals.store.searches import SearchRow
from shared.callers import Caller
from shared.contracts.conversations import Search, SearchNew
from shared.contracts.matches import MatchRequest
from shared.contracts.words import PersonId, SearchId
from shared.db import Transaction
from shared.errors import Fault, Invalid, NotFound
from shared.ids import new_id


async def add(tx: Transaction, key: ServiceKey, by: Caller, new: SearchNew, *, until: datetime) -> Search:
    """Keep a search that was checked."""
    row = _row(SearchId(new_id()), key, by, new, until)
    await searches.insert(tx, row)
    await _note(tx, "search.made", row)
    return _search(row, new.request)


async def see(tx: Transaction, key: ServiceKey, id: SearchId) -> Search:
    """A search. Raises `NotFound`, also for one that has ended."""
    row = await searches.find(tx, id)
    if row is None:
        raise NotFound
    await _note(tx, "search.read", row)
    return _search(row, msgspec.json.decode(key.open(row.request, id), type=MatchRequest))


async def change(
    tx: Transaction, key: ServiceKey, by: Caller, id: SearchId, new: SearchNew, *, until: datetime
) -> Search:
    """The search as it is from now on, kept for as long again. Raises `NotFound`."""
    row = _row(id, key, by, new, until)
    if not await searches.update(tx, row):
        raise NotFound
    await _note(tx, "search.changed", row)
    return _search(row, new.request)


async def check(tx: Transaction, known: Known, new: SearchNew) -> None:
    """Raises `Invalid` with everything that is wrong with a search."""
    place = new.request.place
    _, wrong = known.spelt(place.postcode if place else None, "request.place.postcode")
    found = [*faults(new, known.codes), *wrong]
    if new.person and await people.find(tx, new.person) is None:
        found.append(Fault(field="person", message="There is no such person on your caseload"))
    if new.conversation and not _of(await conversations.find(tx, new.conversation), new.person):
        found.append(Fault(field="conversation", message="There is no such conversation of this person"))
    if found:
        raise Invalid(faults=found)


def _of(conversation: ConversationRow | None, person: PersonId | None) -> bool:
    return conversation is not None and person in (None, conversation.person)


def _row(id: SearchId, key: ServiceKey, by: Caller, new: SearchNew, until: datetime) -> SearchRow:
    return SearchRow(
        id=id,
        made_by=by.sub,
        person=new.person,
        conversation=new.conversation,
        request=key.seal(msgspec.json.encode(new.request).decode(), id),
        expires_at=until,
    )


def _search(row: SearchRow, request: MatchRequest) -> Search:
    return Search(
        id=row.id, request=request, expires_at=row.expires_at, person=row.person, conversation=row.conversation
    )


async def _note(tx: Transaction, action: str, row: SearchRow) -> None:
    kind, subject = ("person", row.person) if row.person else ("search", row.id)
    await audit.note(tx, action, kind, subject, ("request",))
