"""A key for each person, wrapped by the master key. Destroying it erases what was sealed under it."""

import base64
import secrets
from uuid import UUID

from services.referrals.sealing import KEY, derived, seal, unseal
from services.referrals.store import keys
from shared.contracts.words import PersonId
from shared.db import Transaction
from shared.errors import NotFound


class PersonKey:
    """Seals and opens what is kept about one person."""

    def __init__(self, person: PersonId, key: bytes) -> None:
        self._person, self._key = person, key

    def seal(self, text: str, column: str) -> str:
        """For one column, named `table.column`: elsewhere, or for another person, it does not open."""
        return seal(self._key, text, f"{self._person}:{column}")

    def open(self, sealed: str, column: str) -> str:
        """What was sealed for this column. Raises `CannotBeOpened`."""
        return unseal(self._key, sealed, f"{self._person}:{column}")


class ServiceKey:
    """Seals what is kept for a short time and belongs to no person's key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def seal(self, text: str, id: UUID) -> str:
        """For one row."""
        return seal(self._key, text, str(id))

    def open(self, sealed: str, id: UUID) -> str:
        """What was sealed for this row. Raises `CannotBeOpened`."""
        return unseal(self._key, sealed, str(id))


class Keyring:
    """The master key, 32 bytes in base64, and what follows from it. It is never shown."""

    def __init__(self, master_key: str) -> None:
        master = base64.urlsafe_b64decode(master_key.replace("+", "-").replace("/", "_"))
        self._wrapping = derived(master, "person keys")
        self.searches = ServiceKey(derived(master, "searches"))
        self.answers = derived(master, "first answers")

    async def new(self, tx: Transaction, person: PersonId) -> PersonKey:
        """Make the key of a person who has just been written down."""
        key = secrets.token_bytes(KEY)
        await keys.insert(tx, person, seal(self._wrapping, base64.b64encode(key).decode(), str(person)))
        return PersonKey(person, key)

    async def of(self, tx: Transaction, person: PersonId) -> PersonKey:
        """The key of a person. Raises `NotFound` where the caller may not have it, or it was destroyed."""
        wrapped = await keys.find(tx, person)
        if wrapped is None:
            raise NotFound
        return self._unwrapped(person, wrapped)

    async def all(self, tx: Transaction) -> dict[PersonId, PersonKey]:
        """The keys of everybody whom the caller may see."""
        return {key.person: self._unwrapped(key.person, key.wrapped) for key in await keys.visible(tx)}

    async def destroy(self, tx: Transaction, person: PersonId) -> None:
        """Erase the person: nothing that was sealed under the key can be opened again."""
        await keys.delete(tx, person)

    def _unwrapped(self, person: PersonId, wrapped: str) -> PersonKey:
        return PersonKey(person, base64.b64decode(unseal(self._wrapping, wrapped, str(person))))
