"""Searches. Row-level security shows them to their maker alone, and only while they last."""

from datetime import datetime

from msgspec import Struct

from shared.contracts.words import ConversationId, PersonId, SearchId
from shared.db import Transaction


class SearchRow(Struct, frozen=True, kw_only=True):
    """A row of `searches`; the request is sealed."""

    id: SearchId
    made_by: str
    person: PersonId | None
    conversation: ConversationId | None
    request: str
    expires_at: datetime


async def insert(tx: Transaction, search: SearchRow) -> None:
    """A new search."""
    await tx.run(
        """
        INSERT INTO searches (id, made_by, person, conversation, request, expires_at)
        VALUES (%(id)s, %(made_by)s, %(person)s, %(conversation)s, %(request)s, %(expires_at)s)
        """,
        id=search.id,
        made_by=search.made_by,
        person=search.person,
        conversation=search.conversation,
        request=search.request,
        expires_at=search.expires_at,
    )


async def find(tx: Transaction, id: SearchId) -> SearchRow | None:
    """The search, if it is the caller's and has not ended."""
    return await tx.maybe(SearchRow, "SELECT * FROM searches WHERE id = %(id)s", id=id)


async def update(tx: Transaction, search: SearchRow) -> bool:
    """The search as it is now; False if it is not the caller's or has ended."""
    changed = await tx.run(
        """
        UPDATE searches
        SET request = %(request)s, person = %(person)s, conversation = %(conversation)s, expires_at = %(expires_at)s
        WHERE id = %(id)s
        """,
        id=search.id,
        person=search.person,
        conversation=search.conversation,
        request=search.request,
        expires_at=search.expires_at,
    )
    return changed == 1


async def delete_ended(tx: Transaction, now: datetime) -> int:
    """Delete searches that have ended; how many there were."""
    return await tx.run("DELETE FROM searches WHERE expires_at <= %(now)s", now=now)


async def delete_of(tx: Transaction, person: PersonId) -> int:
    """Delete searches for a person who is erased; how many there were."""
    return await tx.run("DELETE FROM searches WHERE person = %(person)s", person=person)
