"""A conversation: offered, never required."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from services.desk.rooms.referrals import Referrals
from services.desk.rules.asking import names
from services.desk.rules.offering import answer_of, new_conversation
from services.desk.web.forms import Form
from services.desk.web.pages import page, see
from services.desk.web.refusals import by_field
from services.desk.web.roles import case_worker
from shared.contracts.conversations import Reassurance
from shared.contracts.words import Channel, ConversationId, PersonId, Topic, Venue
from shared.errors import Invalid
from shared.needs.vocabulary import Vocabulary

OFFER = "conversations/offer"


@get("/people/{id:uuid}/conversation", guards=[case_worker], include_in_schema=False)
async def offer(id: FromPath[UUID], referrals: NamedDependency[Referrals]) -> Template:
    """How to offer it, and what to say."""
    person = await referrals.person(PersonId(id))
    form = Form.of(channel=Channel.IN_PERSON, venue=Venue.JOBCENTRE)
    return page(OFFER, "Offer a conversation", person=person, form=form)


@post("/people/{id:uuid}/conversation", guards=[case_worker], include_in_schema=False)
async def answered(
    id: FromPath[UUID], form: NamedDependency[Form], referrals: NamedDependency[Referrals]
) -> Redirect | Template:
    """Yes leads on; not today and no are both fine, and lead back."""
    person = PersonId(id)
    try:
        offered = await referrals.offer(new_conversation(form, person), form.once)
    except Invalid as refusal:
        found = await referrals.person(person)
        return page(OFFER, "Offer a conversation", faults=by_field(refusal), person=found, form=form)
    if offered.conversation is None:
        return see(f"/people/{id}?said={answer_of(form)}")
    return see(f"/conversations/{offered.conversation}")


@get("/conversations/{id:uuid}", guards=[case_worker], include_in_schema=False)
async def show(
    id: FromPath[UUID], referrals: NamedDependency[Referrals], words: NamedDependency[Vocabulary]
) -> Template:
    """The topics, once the reassurance has been read out (R4)."""
    conversation = await referrals.conversation(ConversationId(id))
    return page(
        "conversations/show",
        "Conversation",
        conversation=conversation,
        person=await referrals.person(conversation.person),
        topics=tuple(Topic),
        needs=names(words, [need.code for need in conversation.needs]),
    )


@post("/conversations/{id:uuid}/reassurance", guards=[case_worker], include_in_schema=False)
async def reassured(id: FromPath[UUID], form: NamedDependency[Form], referrals: NamedDependency[Referrals]) -> Redirect:
    """It was shown and read aloud: the topics are open."""
    said = Reassurance(shown=True, read_out=form.text("read_out") == "yes")
    await referrals.reassure(ConversationId(id), said)
    return see(f"/conversations/{id}")


HANDLERS = (offer, answered, show, reassured)
