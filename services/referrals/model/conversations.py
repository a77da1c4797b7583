"""The rows of a conversation, with their words sealed."""

from datetime import datetime

from msgspec import Struct

from shared.contracts.words import Channel, ConversationId, PersonId, Topic, TopicState, Venue


class ConversationRow(Struct, frozen=True, kw_only=True):
    """A row of `conversations`. `framing` and `findings` are sealed."""

    id: ConversationId
    person: PersonId
    started_at: datetime
    started_by: str
    reassured_at: datetime | None
    read_out: bool | None
    channel: Channel | None
    venue: Venue | None
    framing: str | None
    findings: str | None


class TopicRow(Struct, frozen=True, kw_only=True):
    """A row of `conversation_topics`. `note` is sealed."""

    conversation: ConversationId
    topic: Topic
    state: TopicState
    depth: str | None = None
    note: str | None = None
