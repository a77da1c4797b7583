"""The directory, as the desk calls it."""

from msgspec import Struct

from services.desk.rooms.asking import Room
from shared.contracts.words import OrganizationId, ServiceId


class Phone(Struct, frozen=True, kw_only=True):
    """A number to ring."""

    number: str


class Organization(Struct, frozen=True, kw_only=True):
    """Who gives the help."""

    id: OrganizationId
    name: str
    website: str | None = None
    email: str | None = None


class Listing(Struct, frozen=True, kw_only=True):
    """A listing, as far as the pages show it (Open Referral UK 3.0, `/services/{id}`)."""

    id: ServiceId
    name: str
    organization: Organization
    description: str | None = None
    url: str | None = None
    email: str | None = None
    fees_description: str | None = None
    application_process: str | None = None
    assured_date: str | None = None
    phones: tuple[Phone, ...] = ()


class Directory:
    """Which help exists."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def listing(self, id: ServiceId) -> Listing:
        """A listing. Raises `NotFound`."""
        return await self._room.get(Listing, f"/services/{id}")
