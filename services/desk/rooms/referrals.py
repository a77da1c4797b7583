"""Referrals, as the desk calls it: people, conversations, searches, agreements and referrals."""

from typing import TypeVar
from uuid import UUID, uuid5

from msgspec import Struct

from services.desk.rooms.asking import Room
from shared.contracts.consents import Consent, ConsentNew, Receipt
from shared.contracts.conversations import (
    Conversation,
    ConversationNew,
    Needs,
    Offered,
    Reassurance,
    Search,
    SearchNew,
    TopicRecord,
)
from shared.contracts.people import Person, PersonNew, PersonSummary
from shared.contracts.referrals import Actions, Collected, PartnerReferral, Referral, ReferralNew
from shared.contracts.staff import Consumer, Partner
from shared.contracts.words import ConsentId, ConversationId, OrganizationId, PersonId, ReferralId, SearchId, Topic

Answer = TypeVar("Answer", Referral, PartnerReferral)


class Referrals:
    """The only room that knows people, asked in the name of whoever is here."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def people(self) -> tuple[PersonSummary, ...]:
        """The caseload."""
        return await self._room.get(tuple[PersonSummary, ...], "/people")

    async def person(self, id: PersonId) -> Person:
        """A person. Raises `NotFound` for one who is not in the caseload."""
        return await self._room.get(Person, f"/people/{id}")

    async def add_person(self, new: PersonNew, once: str) -> Person:
        """Begin."""
        return await self._room.post(Person, "/people", new, once=once)

    async def conversations(self, person: PersonId) -> tuple[Conversation, ...]:
        """The conversations of a person."""
        return await self._room.get(tuple[Conversation, ...], "/conversations", query={"person": str(person)})

    async def conversation(self, id: ConversationId) -> Conversation:
        """One conversation."""
        return await self._room.get(Conversation, f"/conversations/{id}")

    async def offer(self, new: ConversationNew, once: str) -> Offered:
        """Record the answer to an offer."""
        return await self._room.post(Offered, "/conversations", new, once=once)

    async def reassure(self, id: ConversationId, said: Reassurance) -> None:
        """Record that benefits are not affected was read out (R4)."""
        await self._room.put(object, f"/conversations/{id}/reassurance", said)

    async def topic(self, id: ConversationId, topic: Topic, record: TopicRecord) -> None:
        """Record how far a topic went."""
        await self._room.put(object, f"/conversations/{id}/topics/{topic}", record)

    async def needs(self, id: ConversationId, needs: Needs) -> None:
        """Record what a conversation found."""
        await self._room.put(object, f"/conversations/{id}/needs", needs)

    async def search(self, id: SearchId) -> Search:
        """A search that was kept."""
        return await self._room.get(Search, f"/searches/{id}")

    async def keep_search(self, new: SearchNew, once: str | None = None) -> Search:
        """Keep a search, so that needs and place never stand in an address."""
        return await self._room.post(Search, "/searches", new, once=once)

    async def partners(self, organization: OrganizationId) -> tuple[Partner, ...]:
        """Who may receive referrals for an organisation of the directory."""
        return await self._room.get(tuple[Partner, ...], "/partners", query={"organization": str(organization)})

    async def consumers(self) -> tuple[Consumer, ...]:
        """Jobcentre systems that a person may choose to share milestones with."""
        return await self._room.get(tuple[Consumer, ...], "/consumers")

    async def consents(self, person: PersonId) -> tuple[Consent, ...]:
        """What a person agreed to and refused."""
        return await self._room.get(tuple[Consent, ...], f"/people/{person}/consents")

    async def consent(self, id: ConsentId) -> Consent:
        """One agreement as it stands."""
        return await self._room.get(Consent, f"/consents/{id}")

    async def receipt(self, id: ConsentId) -> Receipt:
        """The copy that the person keeps."""
        return await self._room.get(Receipt, f"/consents/{id}/receipt")

    async def agree(self, new: ConsentNew, once: str) -> Consent:
        """Record an agreement, or that somebody said no."""
        return await self._room.post(Consent, "/consents", new, once=once)

    async def end_consent(self, id: ConsentId, once: str) -> Consent:
        """Stop sharing."""
        return await self._room.post(Consent, f"/consents/{id}/withdrawal", once=once)

    async def draft(self, new: ReferralNew, once: str) -> Referral:
        """Prepare a referral. Nothing is sent."""
        return await self._room.post(Referral, "/referrals", new, once=once)

    async def referrals(self, person: PersonId | None = None) -> tuple[Referral, ...]:
        """The referrals of a person, or all that this member of staff may see."""
        query = {"person": str(person)} if person else None
        return await self._room.get(tuple[Referral, ...], "/referrals", query=query)

    async def inbox(self) -> tuple[PartnerReferral, ...]:
        """The referrals to this partner."""
        return await self._room.get(tuple[PartnerReferral, ...], "/referrals")

    async def referral(self, kind: type[Answer], id: ReferralId) -> Answer:
        """One referral, as staff or as its provider sees it."""
        return await self._room.get(kind, f"/referrals/{id}")

    async def actions(self, id: ReferralId) -> frozenset[str]:
        """What may be done now: every button."""
        actions = await self._room.get(Actions, f"/referrals/{id}/actions")
        return frozenset(action.action for action in actions.actions)

    async def act(
        self, kind: type[Answer], id: ReferralId, action: str, body: Struct | None = None, *, once: str
    ) -> Answer:
        """Take a step."""
        return await self._room.post(kind, f"/referrals/{id}/{action}", body, once=once)

    async def collect(self, id: ReferralId) -> Collected:
        """What was shared. Each look is written down as a disclosure."""
        return await self._room.get(Collected, f"/referrals/{id}/content")


def part_of(once: str, *parts: object) -> str:
    """A key for one of several requests that one press of a button makes: the same press, the same keys."""
    return str(uuid5(UUID(once), "/".join(map(str, parts))))
