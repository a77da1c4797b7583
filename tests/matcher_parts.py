"""Offers and questions for tests of the matcher, with as little in them as a test wants."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID, uuid5

import msgspec

from services.matcher import weights
from services.matcher.answering import answer
from services.matcher.asking import Asking
from services.matcher.index.shelf import Shelf
from services.matcher.index.snapshot import Snapshot
from services.matcher.model import Offer, Places, Question, Spot, Wanted
from services.matcher.reading import Reader
from shared.contracts.events import ListingPublished
from shared.contracts.matches import Match, MatchAnswer, MatchRequest
from shared.contracts.open_referral import Attribute, Service, TaxonomyTerm
from shared.contracts.places import Point, Precision
from shared.contracts.words import ServiceId
from shared.needs import vocabulary
from shared.needs.interpreter import Interpreter
from shared.places.gazetteer import Gazetteer
from shared.places.refusals import NotAPostcode, UnknownPostcode

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
HERE = Point(latitude=52.48, longitude=-1.80)
IDS = UUID("9d1c2a54-3f0e-4c39-9a8b-0c1f7f1f6a11")
WEIGHTS = weights.load()
ANXIETY = Wanted(code="anxiety", name="Anxiety or panic", weight=1.0)
DEBT = Wanted(code="debt", name="Debt", weight=1.0)


def service_id(name: str) -> ServiceId:
    """The same for the same name."""
    return ServiceId(uuid5(IDS, name))


def north_of(point: Point, km: float) -> Point:
    """A point that far to the north, within a few metres."""
    return Point(latitude=point.latitude + km / 111.27, longitude=point.longitude)


def offer(name: str = "Calm Hour", **fields: object) -> Offer:
    """An offer that helps with anxiety, in person, here."""
    given: dict[str, object] = {
        "needs": {"anxiety": 100},
        "spots": (Spot(point=HERE),),
        "attend": frozenset({"in-person"}),
        **fields,
    }
    plain = Offer(id=service_id(name), version=1, name=name, organisation="Kind Folk", status="active")
    return msgspec.structs.replace(plain, **given)


def counted(available: float, on: date = TODAY) -> Places:
    """A count of free places."""
    return Places(available=available, counted=on, maximum=10)


def asked(**fields: object) -> Question:
    """A question about anxiety, from here."""
    given: dict[str, object] = {"point": HERE, "precision": Precision.POINT, "max_km": 25.0, **fields}
    return msgspec.structs.replace(Question(now=NOW, needs=(ANXIETY,)), **given)


def placeless(**fields: object) -> Question:
    """The same without a place."""
    return asked(point=None, precision=None, max_km=None, **fields)


def directory(*offers: Offer) -> Snapshot:
    """An index of these."""
    shelf = Shelf()
    for one in offers:
        shelf.put(one.id, one.version, one, NOW)
    return shelf.current()


def answered(offers: Iterable[Offer], question: Question, *, explain: bool = True) -> MatchAnswer:
    """The whole answer."""
    return answer(directory(*offers), question, WEIGHTS, (), explain=explain)


def only_match(one: Offer, question: Question) -> Match:
    """The match of a directory with one offer."""
    (match,) = answered([one], question).matches
    return match


def objections_to(one: Offer, question: Question) -> list[str]:
    """Codes of what rules it out; nothing if it is offered."""
    answer = answered([one], question)
    assert len(answer.matches) + len(answer.ruled_out) == 1
    return [reason.code for out in answer.ruled_out for reason in out.reasons]


def cautions_of(one: Offer, question: Question) -> dict[str, str]:
    """What to ask first, by code."""
    return {caution.code: caution.text for caution in only_match(one, question).cautions}


def effect(one: Offer, question: Question, factor: str) -> float:
    """Points of one factor."""
    return sum(reason.effect for reason in only_match(one, question).reasons if reason.factor == factor)


@cache
def gazetteer() -> Gazetteer:
    """The bundled one."""
    return Gazetteer.load()


@cache
def interpreter() -> Interpreter:
    """The one with the published vocabulary."""
    return Interpreter(vocabulary.load())


@cache
def asking() -> Asking:
    """What requests are looked up in."""
    return Asking({need.code: need for need in vocabulary.load().needs}, interpreter(), gazetteer())


def question(**request: object) -> Question:
    """A question as a request would make it."""
    return asking().question(msgspec.convert(request, MatchRequest), NOW)[0]


@cache
def reader() -> Reader:
    """A reader that finds postcodes in the bundled gazetteer."""
    return Reader(vocabulary.load(), interpreter(), _locate)


def read(service: Service, *, version: int = 1, internal: bool = False) -> Offer:
    """The offer of a document."""
    listing = ListingPublished(service_id=ServiceId(service.id), version=version, service=service, internal=internal)
    return reader().offer(listing, service)


def listing(name: str = "Calm Hour", **fields: object) -> Service:
    """A document with nothing in it but what is given."""
    return msgspec.structs.replace(Service(id=service_id(name), name=name, status="active"), **fields)


def mark(link_type: str, code: str, value: str | None = None) -> Attribute:
    """A term hung on a listing."""
    term = TaxonomyTerm(id=uuid5(IDS, code), name=code.replace("-", " "), description=code, code=code)
    return Attribute(id=uuid5(IDS, link_type + code), link_type=link_type, taxonomy_term=term, value=value)


def _locate(postcode: str) -> Point | None:
    try:
        return gazetteer().find(postcode).point
    except (NotAPostcode, UnknownPostcode):
        return None
