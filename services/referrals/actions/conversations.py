"""Conversations: offered, never required; a topic or the whole can be declined and leaves nothing behind."""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from services.referrals.actions.known import Known
from services.referrals.keyring import Keyring, PersonKey
from services.referrals.model.conversations import ConversationRow, TopicRow
from services.referrals.rules.conversations import needs_faults, offer_faults, reassured, topic_faults
from services.referrals.store import audit, conversations, people
from shared.calendar import LONDON
from shared.callers import Caller
from shared.contracts.conversations import Conversation, ConversationNew, Needs, Offered, Reassurance, TopicRecord
from shared.contracts.words import ConversationId, PersonId, Topic, TopicState
from shared.db import Transaction
from shared.errors import Fault, Invalid, NotFound
from shared.ids import new_id

FRAMING, FINDINGS, NOTE = "conversations.framing", "conversations.findings", "conversation_topics.note"


async def offer(tx: Transaction, keyring: Keyring, by: Caller, new: ConversationNew, now: datetime) -> Offered:
    """Count the answer to an offer, and begin if it was accepted. Raises `Invalid`."""
    found = list(offer_faults(new))
    if new.person and not found and await people.find(tx, new.person) is None:
        found = [Fault(field="person", message="There is no such person on your caseload")]
    if found:
        raise Invalid(faults=found)
    month = now.astimezone(LONDON).date().replace(day=1)
    await conversations.count_offer(tx, by.office or "", month, new.answer)
    if new.person is None:
        return Offered(answer=new.answer)
    row = _begun(await keyring.of(tx, new.person), by, new.person, new, now)
    await _begin(tx, row)
    return Offered(answer=new.answer, conversation=row.id)


async def see(tx: Transaction, keyring: Keyring, id: ConversationId) -> Conversation:
    """A conversation. Raises `NotFound`."""
    row = await conversations.find(tx, id)
    if row is None:
        raise NotFound
    return await _read(tx, await keyring.of(tx, row.person), row)


async def of_person(tx: Transaction, keyring: Keyring, person: PersonId) -> list[Conversation]:
    """Every conversation of a person, newest first. Raises `NotFound`."""
    if await people.find(tx, person) is None:
        raise NotFound
    key = await keyring.of(tx, person)
    return [await _read(tx, key, row) for row in await conversations.of_person(tx, person)]


async def reassure(
    tx: Transaction, keyring: Keyring, id: ConversationId, given: Reassurance, now: datetime
) -> Conversation:
    """R4: record that benefits are not affected was shown and read out. Raises `NotFound`."""
    await _held(tx, id)
    await conversations.reassure(tx, id, now, read_out=given.read_out)
    await audit.note(tx, "conversation.reassured", "conversation", id, ("reassured_at", "read_out"))
    return await see(tx, keyring, id)


async def write_topic(
    tx: Transaction, keyring: Keyring, id: ConversationId, topic: Topic, record: TopicRecord
) -> Conversation:
    """R13: how far a topic went. Raises `NotFound`, `NotReassuredYet` and `Invalid`."""
    row = await _held(tx, id)
    reassured(row)
    if found := list(topic_faults(record)):
        raise Invalid(faults=found)
    key = await keyring.of(tx, row.person)
    note = None if record.note is None else key.seal(record.note, NOTE)
    await conversations.write_topic(
        tx, TopicRow(conversation=id, topic=topic, state=record.state, depth=record.depth, note=note)
    )
    await audit.note(tx, "conversation.topic", "conversation", id, (topic,))
    return await see(tx, keyring, id)


async def write_needs(
    tx: Transaction, keyring: Keyring, known: Known, id: ConversationId, needs: Needs
) -> Conversation:
    """What the conversation found, in place of what stood there. Raises as `write_topic` does."""
    row = await _held(tx, id)
    reassured(row)
    postcode, wrong = known.spelt(needs.postcode, "postcode")
    if found := [*needs_faults(needs.needs, known.codes), *wrong]:
        raise Invalid(faults=found)
    key = await keyring.of(tx, row.person)
    findings = msgspec.json.encode(replace(needs, postcode=postcode)).decode()
    await conversations.write_findings(tx, id, key.seal(findings, FINDINGS))
    await audit.note(tx, "conversation.needs", "conversation", id, ("needs", "postcode", "max_km", "access"))
    return await see(tx, keyring, id)


async def _begin(tx: Transaction, row: ConversationRow) -> None:
    await conversations.insert(tx, row)
    topics = [TopicRow(conversation=row.id, topic=topic, state=TopicState.NOT_OFFERED) for topic in Topic]
    await conversations.insert_topics(tx, topics)
    await audit.note(tx, "conversation.begun", "conversation", row.id, ("person", "framing", "channel", "venue"))


def _begun(key: PersonKey, by: Caller, person: PersonId, new: ConversationNew, now: datetime) -> ConversationRow:
    return ConversationRow(
        id=ConversationId(new_id()),
        person=person,
        started_at=now,
        started_by=by.sub,
        reassured_at=None,
        read_out=None,
        channel=new.channel,
        venue=new.venue,
        framing=None if new.framing is None else key.seal(new.framing, FRAMING),
        findings=None,
    )


async def _held(tx: Transaction, id: ConversationId) -> ConversationRow:
    row = await conversations.take(tx, id)
    if row is None:
        raise NotFound
    return row


async def _read(tx: Transaction, key: PersonKey, row: ConversationRow) -> Conversation:
    found = {topic.topic: topic for topic in await conversations.topics(tx, row.id)}
    needs = Needs(needs=()) if row.findings is None else _needs(key.open(row.findings, FINDINGS))
    await audit.note(tx, "conversation.read", "conversation", row.id, ("topics", "needs", "framing"))
    return Conversation(
        id=row.id,
        person=row.person,
        started_at=row.started_at,
        topics={topic: _topic(key, found[topic]) for topic in Topic},
        needs=needs.needs,
        reassured_at=row.reassured_at,
        framing=None if row.framing is None else key.open(row.framing, FRAMING),
        channel=row.channel,
        venue=row.venue,
        postcode=needs.postcode,
        max_km=needs.max_km,
        access=needs.access,
    )


def _needs(text: str) -> Needs:
    return msgspec.json.decode(text, type=Needs)


def _topic(key: PersonKey, row: TopicRow) -> TopicRecord:
    depth = "in-depth" if row.depth == "in-depth" else "briefly" if row.depth else None
    return TopicRecord(state=row.state, depth=depth, note=None if row.note is None else key.open(row.note, NOTE))
