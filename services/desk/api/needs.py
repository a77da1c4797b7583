"""What a conversation found, and where help is wanted."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from services.desk.rooms.matcher import Matcher
from services.desk.rooms.referrals import Referrals
from services.desk.rules import asking
from services.desk.rules.asking import Wanted
from services.desk.web.forms import Form
from services.desk.web.pages import page, see
from services.desk.web.refusals import by_field
from services.desk.web.roles import case_worker
from services.desk.web.visit import Visit
from shared.contracts.conversations import Conversation, SearchNew
from shared.contracts.people import Person
from shared.contracts.words import ConversationId
from shared.errors import Fault, Invalid, NotAllowedNow
from shared.needs.vocabulary import Vocabulary

NEEDED = Fault(field="needs", message="Tick at least one thing, or write what the person said")
FIELDS = {"postcode": "postcode", "request.place.postcode": "postcode", "place.postcode": "postcode"}


@get("/conversations/{id:uuid}/needs", guards=[case_worker], include_in_schema=False)
async def show(
    id: FromPath[UUID], referrals: NamedDependency[Referrals], words: NamedDependency[Vocabulary]
) -> Template:
    """Filled in with what is known already."""
    conversation, person = await _about(ConversationId(id), referrals)
    return _page(words, conversation, person, Form.of(**asking.known(conversation, person)))


@post("/conversations/{id:uuid}/needs", guards=[case_worker], include_in_schema=False)
async def find(
    *,
    id: FromPath[UUID],
    form: NamedDependency[Form],
    referrals: NamedDependency[Referrals],
    matcher: NamedDependency[Matcher],
    words: NamedDependency[Vocabulary],
    visit: NamedDependency[Visit],
) -> Redirect | Template:
    """Words are understood into ticks first, for the person to say whether that is right; then help is found."""
    conversation, person = await _about(ConversationId(id), referrals)
    wanted = asking.wanted(form)
    if form.text("said") and (form.has("understand") or not wanted.needs):
        return await _understood(words, conversation, person, form, matcher)
    if not wanted.needs:
        return _page(words, conversation, person, form, NEEDED)
    try:
        await referrals.needs(conversation.id, asking.record(wanted, conversation, form))
        return await keep(conversation, person, wanted, referrals, visit, once=form.once)
    except (Invalid, NotAllowedNow) as refusal:
        return _page(words, conversation, person, form, *by_field(refusal, FIELDS))


async def keep(
    conversation: Conversation, person: Person, wanted: Wanted, referrals: Referrals, visit: Visit, *, once: str
) -> Redirect:
    """Keep the search with referrals, so that needs and place never stand in an address."""
    earlier = await referrals.referrals(person.id)
    request = asking.request(wanted, person, earlier, office=visit.who.office)
    new = SearchNew(request=request, person=person.id, conversation=conversation.id)
    return see(f"/searches/{(await referrals.keep_search(new, once)).id}")


@post("/conversations/{id:uuid}/search", guards=[case_worker], include_in_schema=False)
async def again(
    id: FromPath[UUID],
    form: NamedDependency[Form],
    referrals: NamedDependency[Referrals],
    visit: NamedDependency[Visit],
) -> Redirect:
    """Find help for what is known already: one press."""
    conversation, person = await _about(ConversationId(id), referrals)
    wanted = asking.wanted(Form.of(**asking.known(conversation, person)))
    return await keep(conversation, person, wanted, referrals, visit, once=form.once)


async def _about(id: ConversationId, referrals: Referrals) -> tuple[Conversation, Person]:
    conversation = await referrals.conversation(id)
    return conversation, await referrals.person(conversation.person)


async def _understood(
    words: Vocabulary, conversation: Conversation, person: Person, form: Form, matcher: Matcher
) -> Template:
    """Nothing is kept yet: the page comes back with what was heard, ticked."""
    heard = asking.heard((await matcher.interpret(form.text("said"))).understood)
    return _page(words, conversation, person, form, heard=heard, nothing=not heard)


def _page(
    words: Vocabulary,
    conversation: Conversation,
    person: Person,
    form: Form,
    *faults: Fault,
    heard: dict[str, str] | None = None,
    nothing: bool = False,
) -> Template:
    return page(
        "conversations/needs",
        "What would help",
        faults=faults,
        conversation=conversation,
        person=person,
        form=form,
        heard=heard or {},
        nothing=nothing,
        ticked={*form.chosen("needs"), *(heard or {})},
        groups=asking.groups(words),
        how_far=asking.HOW_FAR,
    )


HANDLERS = (show, find, again)
