"""The wrapped keys of people."""

from msgspec import Struct

from shared.contracts.words import PersonId
from shared.db import Transaction


class WrappedKey(Struct, frozen=True, kw_only=True):
    """A person's key, wrapped."""

    person: PersonId
    wrapped: str


async def insert(tx: Transaction, person: PersonId, wrapped: str) -> None:
    """The key of a new person."""
    await tx.run(
        "INSERT INTO person_keys (person, wrapped) VALUES (%(person)s, %(wrapped)s)", person=person, wrapped=wrapped
    )


async def find(tx: Transaction, person: PersonId) -> str | None:
    """The key, if the caller may have it."""
    return await tx.maybe(str, "SELECT wrapped FROM person_keys WHERE person = %(person)s", person=person)


async def visible(tx: Transaction) -> list[WrappedKey]:
    """Every key that the caller may have."""
    return await tx.all(WrappedKey, "SELECT person, wrapped FROM person_keys")


async def delete(tx: Transaction, person: PersonId) -> None:
    """Destroy the key."""
    await tx.run("DELETE FROM person_keys WHERE person = %(person)s", person=person)
