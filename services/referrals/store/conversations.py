"""Conversations, their topics, and the count of offers."""

from datetime import date, datetime

from services.referrals.model.conversations import ConversationRow, TopicRow
from shared.contracts.words import ConversationId, PersonId
from shared.db import Transaction


async def count_offer(tx: Transaction, office: str, month: date, answer: str) -> None:
    """One more offer was answered so, in this office and month. Nothing else is known about it."""
    await tx.run(
        """
        INSERT INTO offers (office, month, answer, count) VALUES (%(office)s, %(month)s, %(answer)s, 1)
        ON CONFLICT (office, month, answer) DO UPDATE SET count = offers.count + 1
        """,
        office=office,
        month=month,
        answer=answer,
    )


async def insert(tx: Transaction, conversation: ConversationRow) -> None:
    """A conversation begins."""
    await tx.run(
        """
        INSERT INTO conversations (id, person, started_at, started_by, channel, venue, framing)
        VALUES (%(id)s, %(person)s, %(started_at)s, %(started_by)s, %(channel)s, %(venue)s, %(framing)s)
        """,
        id=conversation.id,
        person=conversation.person,
        started_at=conversation.started_at,
        started_by=conversation.started_by,
        channel=conversation.channel,
        venue=conversation.venue,
        framing=conversation.framing,
    )


async def insert_topics(tx: Transaction, topics: list[TopicRow]) -> None:
    """The topics of a conversation that begins."""
    await tx.run_many(
        """
        INSERT INTO conversation_topics (conversation, topic, state)
        VALUES (%(conversation)s, %(topic)s, %(state)s)
        """,
        [{"conversation": topic.conversation, "topic": topic.topic, "state": topic.state} for topic in topics],
    )


async def find(tx: Transaction, id: ConversationId) -> ConversationRow | None:
    """The conversation, if the caller may see it."""
    return await tx.maybe(ConversationRow, "SELECT * FROM conversations WHERE id = %(id)s", id=id)


async def take(tx: Transaction, id: ConversationId) -> ConversationRow | None:
    """The conversation, to be changed."""
    return await tx.maybe(ConversationRow, "SELECT * FROM conversations WHERE id = %(id)s FOR UPDATE", id=id)


async def of_person(tx: Transaction, person: PersonId) -> list[ConversationRow]:
    """Every conversation of a person, newest first."""
    return await tx.all(
        ConversationRow,
        "SELECT * FROM conversations WHERE person = %(person)s ORDER BY started_at DESC, id",
        person=person,
    )


async def topics(tx: Transaction, id: ConversationId) -> list[TopicRow]:
    """Its topics."""
    return await tx.all(TopicRow, "SELECT * FROM conversation_topics WHERE conversation = %(id)s", id=id)


async def reassure(tx: Transaction, id: ConversationId, at: datetime, *, read_out: bool) -> None:
    """It was said that benefits are not affected. The first time counts."""
    await tx.run(
        """
        UPDATE conversations
        SET reassured_at = coalesce(reassured_at, %(at)s), read_out = coalesce(read_out, false) OR %(read_out)s
        WHERE id = %(id)s
        """,
        id=id,
        at=at,
        read_out=read_out,
    )


async def write_topic(tx: Transaction, topic: TopicRow) -> None:
    """How far a topic went. What was noted before is replaced."""
    await tx.run(
        """
        UPDATE conversation_topics SET state = %(state)s, depth = %(depth)s, note = %(note)s
        WHERE conversation = %(conversation)s AND topic = %(topic)s
        """,
        conversation=topic.conversation,
        topic=topic.topic,
        state=topic.state,
        depth=topic.depth,
        note=topic.note,
    )


async def write_findings(tx: Transaction, id: ConversationId, findings: str) -> None:
    """What the conversation found, sealed."""
    await tx.run("UPDATE conversations SET findings = %(findings)s WHERE id = %(id)s", id=id, findings=findings)
