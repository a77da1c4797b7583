"""The consent page: what is asked, and what is wrong with the answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from services.desk.rules.filled import Filled
from services.desk.rules.sharing import AGREED_FOR, READ_BACK, Field, Offer
from shared.calendar import LONDON
from shared.contracts.consents import ConsentNew, Evidence
from shared.contracts.staff import Consumer
from shared.contracts.words import Milestone, PersonId, ServiceId
from shared.errors import Fault

DAY_PARTS = ("day", "month", "year")


class Signpost(Struct, frozen=True, kw_only=True):
    """How a person gets in touch by themselves."""

    phone: str | None = None
    email: str | None = None
    web: str | None = None
    how: str | None = None


class Ask(Struct, frozen=True, kw_only=True):
    """One chosen service. Without an `offer` it has no approved partner: nothing can be sent, so we signpost."""

    number: int
    service_id: ServiceId
    service: str
    organisation: str
    needs: tuple[str, ...]
    signpost: Signpost
    offer: Offer | None = None

    @property
    def field(self) -> str:
        """The name of its boxes in the form."""
        return f"share-{self.number}"


class Answer(Struct, frozen=True, kw_only=True):
    """What the person agreed to."""

    until: date
    read_back: str
    ticked: Mapping[int, tuple[str, ...]]  # by the number of the ask

    def shared(self, ask: Ask) -> Sequence[Field]:
        """The lines with a tick."""
        return ask.offer.keeping(self.ticked[ask.number]) if ask.offer else ()


def filled(asks: Iterable[Ask], now: datetime) -> dict[str, Sequence[str]]:
    """The form as it is first shown: what helps to get in touch is ticked, Jobcentre systems are not."""
    until = now.astimezone(LONDON).date() + AGREED_FOR
    return {
        **{ask.field: [field.name for field in ask.offer.fields if field.ticked] for ask in asks if ask.offer},
        **{f"until-{part}": [str(getattr(until, part))] for part in DAY_PARTS},
        "read_back": [READ_BACK],
    }


def answer(form: Filled, asks: Iterable[Ask]) -> Answer | list[Fault]:
    """What was agreed, or everything that is wrong with the form."""
    asked = [ask for ask in asks if ask.offer]
    until = day_of(form, "until")
    found = list(_faults(form, asked, until))
    if found or until is None:
        return found
    return Answer(
        until=until, read_back=form.text("read_back"), ticked={ask.number: form.chosen(ask.field) for ask in asked}
    )


def day_of(form: Filled, name: str) -> date | None:
    """A date in three fields, or None where it is not one."""
    try:
        day, month, year = (int(form.text(f"{name}-{part}")) for part in DAY_PARTS)
        return date(year, month, day)
    except ValueError:
        return None


def milestones(form: Filled, consumers: Iterable[Consumer]) -> dict[str, tuple[Milestone, ...]]:
    """For each Jobcentre system what it may know. One without a tick is not named at all."""
    known = set(Milestone)
    chosen = {
        consumer.id: tuple(Milestone(name) for name in form.chosen(f"jobcentre-{consumer.id}") if name in known)
        for consumer in consumers
    }
    return {consumer: ticked for consumer, ticked in chosen.items() if ticked}


def jobcentre_consent(
    person: PersonId, consumer: Consumer, chosen: tuple[Milestone, ...], until: date, evidence: Evidence
) -> ConsentNew:
    """An agreement of its own: that system, those milestones, nothing else."""
    return ConsentNew(
        person=person,
        recipient=f"jobcentre:{consumer.id}",
        purpose=f"So that {consumer.name} knows how far this has come.",
        fields=(),
        milestones=chosen,
        valid_until=until,
        evidence=evidence,
    )


def _faults(form: Filled, asked: Sequence[Ask], until: date | None) -> Iterator[Fault]:
    for ask in asked:
        if not form.chosen(ask.field):
            message = f"Tick at least one line for {ask.organisation}, or leave this provider out"
            yield Fault(field=ask.field, message=message)
    if until is None:
        yield Fault(field="until-day", message="Enter a date that exists, such as 24 5 2027")
    if not form.text("read_back"):
        yield Fault(field="read_back", message="Write what the person said")
