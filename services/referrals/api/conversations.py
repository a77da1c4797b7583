"""`/conversations`."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from services.referrals.actions import conversations as actions
from services.referrals.actions.known import Known
from services.referrals.api.people import case_worker
from services.referrals.keyring import Keyring
from shared.callers import Caller
from shared.contracts.conversations import Conversation, ConversationNew, Needs, Offered, Reassurance, TopicRecord
from shared.contracts.words import ConversationId, PersonId, Topic
from shared.db import Transaction


class Conversations(Controller):
    """Conversations: offered, never required."""

    path = "/conversations"
    tags = ("conversations",)

    @post(guards=[case_worker], summary="The answer to an offer")
    async def offer(
        self,
        data: JSONBody[ConversationNew],
        tx: NamedDependency[Transaction],
        keyring: NamedDependency[Keyring],
        by: NamedDependency[Caller],
        now: NamedDependency[datetime],
    ) -> Offered:
        """`accepted` begins a conversation. `declined` and `undecided` are counted, and name nobody."""
        return await actions.offer(tx, keyring, by, data, now)

    @get(guards=[case_worker], summary="The conversations of a person")
    async def of_person(
        self, person: FromQuery[UUID], tx: NamedDependency[Transaction], keyring: NamedDependency[Keyring]
    ) -> list[Conversation]:
        """Newest first."""
        return await actions.of_person(tx, keyring, PersonId(person))

    @get("/{id:uuid}", guards=[case_worker], summary="A conversation")
    async def see(
        self, id: FromPath[UUID], tx: NamedDependency[Transaction], keyring: NamedDependency[Keyring]
    ) -> Conversation:
        """Its topics, and what it found."""
        return await actions.see(tx, keyring, ConversationId(id))

    @put("/{id:uuid}/reassurance", guards=[case_worker], summary="Record that benefits are not affected was said")
    async def reassure(
        self,
        id: FromPath[UUID],
        data: JSONBody[Reassurance],
        tx: NamedDependency[Transaction],
        keyring: NamedDependency[Keyring],
        now: NamedDependency[datetime],
    ) -> Conversation:
        """Before any topic."""
        return await actions.reassure(tx, keyring, ConversationId(id), data, now)

    @put("/{id:uuid}/topics/{topic:str}", guards=[case_worker], summary="How far a topic went")
    async def write_topic(
        self,
        id: FromPath[UUID],
        topic: FromPath[Topic],
        data: JSONBody[TopicRecord],
        tx: NamedDependency[Transaction],
        keyring: NamedDependency[Keyring],
    ) -> Conversation:
        """In any order. Only a discussed topic keeps a note; declining one deletes what was noted."""
        return await actions.write_topic(tx, keyring, ConversationId(id), topic, data)

    @put("/{id:uuid}/needs", guards=[case_worker], summary="What the conversation found")
    async def write_needs(
        self,
        id: FromPath[UUID],
        data: JSONBody[Needs],
        tx: NamedDependency[Transaction],
        keyring: NamedDependency[Keyring],
        known: NamedDependency[Known],
    ) -> Conversation:
        """Codes of the needs vocabulary. What stood there before is replaced."""
        return await actions.write_needs(tx, keyring, known, ConversationId(id), data)
