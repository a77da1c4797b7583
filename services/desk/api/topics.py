"""A topic of a conversation: how far it went, and a note if the person wishes."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from services.desk.rooms.referrals import Referrals
from services.desk.rules.offering import record_of
from services.desk.rules.wording import TOPICS
from services.desk.web.forms import Form
from services.desk.web.pages import page, see
from services.desk.web.refusals import by_field
from services.desk.web.roles import case_worker
from shared.contracts.conversations import Conversation
from shared.contracts.words import ConversationId, Topic
from shared.errors import Fault, Invalid, NotAllowedNow, NotFound

STATE = "Choose how far you went with this topic"


@get("/conversations/{id:uuid}/topics/{topic:str}", guards=[case_worker], include_in_schema=False)
async def show(id: FromPath[UUID], topic: FromPath[str], referrals: NamedDependency[Referrals]) -> Template:
    """As it was left."""
    named = _topic(topic)
    conversation = await referrals.conversation(ConversationId(id))
    record = conversation.topics.get(named)
    form = Form.of(
        state=record.state if record else None,
        depth=record.depth if record else None,
        note=record.note if record else None,
    )
    return _page(conversation, named, form)


@post("/conversations/{id:uuid}/topics/{topic:str}", guards=[case_worker], include_in_schema=False)
async def save(
    id: FromPath[UUID], topic: FromPath[str], form: NamedDependency[Form], referrals: NamedDependency[Referrals]
) -> Redirect | Template:
    """A note is kept only of what was discussed (R13)."""
    named, conversation = _topic(topic), ConversationId(id)
    record = record_of(form)
    if record is None:
        fault = Fault(field="state", message=STATE)
        return _page(await referrals.conversation(conversation), named, form, fault)
    try:
        await referrals.topic(conversation, named, record)
    except (Invalid, NotAllowedNow) as refusal:
        return _page(await referrals.conversation(conversation), named, form, *by_field(refusal))
    return see(f"/conversations/{id}")


def _topic(name: str) -> Topic:
    if name not in set(Topic):
        raise NotFound
    return Topic(name)


def _page(conversation: Conversation, topic: Topic, form: Form, *faults: Fault) -> Template:
    return page("conversations/topic", TOPICS[topic], faults=faults, conversation=conversation, topic=topic, form=form)


HANDLERS = (show, save)
