"""People of the caseload."""

import asyncio
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from services.desk.rooms.referrals import Referrals
from services.desk.rules.asking import names
from services.desk.rules.newcomer import FIELDS, new_person
from services.desk.rules.today import last_change
from services.desk.web.forms import Form, missing
from services.desk.web.pages import page, see
from services.desk.web.refusals import by_field
from services.desk.web.roles import case_worker
from shared.contracts.words import PersonId
from shared.errors import Invalid
from shared.needs.vocabulary import Vocabulary

NEW = "people/new"
TITLE = "Add a person"


@get("/people/new", guards=[case_worker], include_in_schema=False, sync_to_thread=False)
def new() -> Template:
    """Only a name is needed."""
    return page(NEW, TITLE, form=Form.of(safe="yes"))


@post("/people", guards=[case_worker], include_in_schema=False)
async def add(form: NamedDependency[Form], referrals: NamedDependency[Referrals]) -> Redirect | Template:
    """Add somebody to the caseload."""
    if faults := missing(form, name="Enter a name"):
        return page(NEW, TITLE, faults=faults, form=form)
    try:
        person = await referrals.add_person(new_person(form), form.once)
    except Invalid as refusal:
        return page(NEW, TITLE, faults=by_field(refusal, FIELDS), form=form)
    return see(f"/people/{person.id}")


@get("/people/{id:uuid}", guards=[case_worker], include_in_schema=False)
async def show(
    id: FromPath[UUID], referrals: NamedDependency[Referrals], words: NamedDependency[Vocabulary]
) -> Template:
    """Everything about one person, with what to do next on top."""
    person_id = PersonId(id)
    person, conversations, sent, consents = await asyncio.gather(
        referrals.person(person_id),
        referrals.conversations(person_id),
        referrals.referrals(person_id),
        referrals.consents(person_id),
    )
    latest = max(conversations, key=lambda one: one.started_at, default=None)
    return page(
        "people/show",
        person.name,
        person=person,
        conversations=sorted(conversations, key=lambda one: one.started_at, reverse=True),
        latest=latest,
        needs=names(words, [need.code for need in latest.needs] if latest else []),
        referrals=sorted(sent, key=last_change, reverse=True),
        consents=consents,
    )


HANDLERS = (new, add, show)
