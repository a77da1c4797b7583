"""Matches: which help fits, why, and why not. The person chooses."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from services.desk.rooms.directory import Directory
from services.desk.rooms.matcher import Matcher
from services.desk.rooms.referrals import Referrals
from services.desk.rules.asking import names
from services.desk.rules.choice import PURPOSE, choice
from services.desk.sealing import Seal
from services.desk.web.forms import Form
from services.desk.web.pages import page, see
from services.desk.web.roles import case_worker
from shared.contracts.words import SearchId, ServiceId
from shared.errors import Fault
from shared.needs.vocabulary import Vocabulary

NOTHING_CHOSEN = Fault(field="services", message="Tick at least one service, or go back to what would help")


@get("/searches/{id:uuid}", guards=[case_worker], include_in_schema=False)
async def show(
    id: FromPath[UUID],
    referrals: NamedDependency[Referrals],
    matcher: NamedDependency[Matcher],
    words: NamedDependency[Vocabulary],
) -> Template:
    """Ranked help; the best first."""
    return await _matches(SearchId(id), referrals, matcher, words)


@post("/searches/{id:uuid}", guards=[case_worker], include_in_schema=False)
async def choose(
    *,
    id: FromPath[UUID],
    form: NamedDependency[Form],
    referrals: NamedDependency[Referrals],
    matcher: NamedDependency[Matcher],
    words: NamedDependency[Vocabulary],
    seal: NamedDependency[Seal],
) -> Redirect | Template:
    """The chosen services travel sealed: an address never says what help somebody wants."""
    chosen = choice(form.chosen("services"))
    if not chosen.services:
        return await _matches(SearchId(id), referrals, matcher, words, NOTHING_CHOSEN)
    return see(f"/searches/{id}/consent?of={seal.close(PURPOSE, chosen)}")


@get("/services/{id:uuid}", guards=[case_worker], include_in_schema=False)
async def listing(id: FromPath[UUID], directory: NamedDependency[Directory]) -> Template:
    """A listing, to read aloud or to print."""
    found = await directory.listing(ServiceId(id))
    return page("searches/listing", found.name, listing=found)


async def _matches(id: SearchId, referrals: Referrals, matcher: Matcher, words: Vocabulary, *faults: Fault) -> Template:
    search = await referrals.search(id)
    found = await matcher.matches(search.request)
    return page(
        "searches/show",
        "Help that fits",
        faults=faults,
        search=search,
        found=found,
        known={need.code: need.name for need in words.needs},
        needs=names(words, [need.code for need in search.request.needs]),
        by_id={match.service_id: match for match in found.matches},
    )


HANDLERS = (show, choose, listing)
