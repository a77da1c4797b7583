"""What to ask before sending: whatever the question needs to know and the listing does not say. Unknown is never no."""

from collections.abc import Callable, Iterator

from services.matcher.model import Covers, Question
from services.matcher.refused import said
from services.matcher.sentences.plain import ACCESS, ATTENDANCE, HOURS, ROUTE, languages, listed, on, time
from services.matcher.shown import Shown
from shared.contracts.matches import Caution
from shared.contracts.words import Access, Attendance, Kind, Route

OLD_DAYS = 90  # Open Referral UK asks for an assurance less than three months old


def cautions(of: Shown, asked: Question) -> tuple[Caution, ...]:
    """Everything to ask about, in a fixed order."""
    found = ((code, text) for code, ask in ASK.items() for text in ask(of, asked))
    return tuple(Caution(code=code, text=text) for code, text in found)


def declined_before(of: Shown, asked: Question) -> Iterator[str]:
    if reason := asked.earlier.get(of.offer.id):
        yield f"A referral here did not work out before: last time {said(reason)}. Ask first."


def alert(of: Shown, _asked: Question) -> Iterator[str]:
    if of.offer.alert:
        yield of.offer.alert


def needs(of: Shown, _asked: Question) -> Iterator[str]:
    if of.offer.guessed and of.meets:
        yield "What it helps with was read from its words, and nobody has confirmed it yet. Ask whether it fits."


def where(of: Shown, asked: Question) -> Iterator[str]:
    elsewhere = of.remotely or of.visited
    if asked.point and not of.offer.spots and not elsewhere:
        yield "Ask where this is: the listing names no place that we can find."


def area(of: Shown, asked: Question) -> Iterator[str]:
    """Asked where an area is stated and cannot be judged, or where only an unstated area makes it reachable."""
    names = [one.name for one in of.offer.areas if one.name]
    if asked.point is None or of.covers is not Covers.UNSURE:
        return
    if of.offer.areas:
        yield f"Ask whether they help people who live there: the listing says {listed(names) or 'only part of where'}."
    elif not of.in_reach(asked) and (of.remotely or of.visited):
        yield "Ask whether they help people who live there: the listing does not say."


def places(of: Shown, _asked: Question) -> Iterator[str]:
    if of.accepting is None:
        old = of.offer.places
        told = f"The last count is from {on(old.counted)}" if old else "The listing does not say"
        yield f"Ask whether there are places: {told[0].lower()}{told[1:]}."


def access(of: Shown, asked: Question) -> Iterator[str]:
    """Getting in only matters to somebody who goes there."""
    unknown = set(asked.access - of.has)
    if of.visited:
        unknown.discard(Access.HOME_VISIT)
    if Attendance.IN_PERSON not in of.offer.attend and of.offer.attend:
        unknown -= {Access.STEP_FREE, Access.HEARING_LOOP, Access.QUIET_SPACE}
    for one in sorted(unknown):
        yield (
            f"There is no {ACCESS[one]} there; ask about another way."
            if one in of.lacks
            else f"Ask about {ACCESS[one]}."
        )


def language(of: Shown, asked: Question) -> Iterator[str]:
    if not asked.languages or of.speaks or asked.languages == ("en",):
        return
    if of.offer.interpreters:
        yield f"Ask for an interpreter for {languages(asked.languages)}: they can arrange one."
    else:
        yield f"Ask whether they can help in {languages(asked.languages)}: the listing does not say."


def age(of: Shown, asked: Question) -> Iterator[str]:
    if asked.age is None and (of.offer.from_age or 0) > ADULT:
        yield f"It is for people from {of.offer.from_age:g}."
    if asked.age is None and of.offer.to_age is not None:
        yield f"It is for people up to {of.offer.to_age:g}."


def sex(of: Shown, asked: Question) -> Iterator[str]:
    if of.offer.sex and asked.sex is None:
        yield "It is for women only." if of.offer.sex == "female" else "It is for men only."


def times(of: Shown, asked: Question) -> Iterator[str]:
    online = Attendance.ONLINE in of.offer.attend & asked.remotely
    if not asked.when or online or of.offer.windows & asked.when:
        return
    wanted = listed(map(time, sorted(asked.when)), "or")
    if of.offer.windows:
        yield f"It is not open on {wanted}, as far as the listing says. Ask about other times."
    else:
        yield f"Ask whether it is open on {wanted}: the listing does not say."


def kind(of: Shown, asked: Question) -> Iterator[str]:
    if asked.kinds and of.offer.kind is None:
        yield "Ask what kind of help this is: the listing does not say."


def attendance(of: Shown, asked: Question) -> Iterator[str]:
    if asked.attend and not of.offer.attend:
        ways = listed((ATTENDANCE[one] for one in sorted(asked.attend)), "or")
        yield f"Ask whether help can be given {ways}: the listing does not say."


def cost(of: Shown, asked: Question) -> Iterator[str]:
    if asked.free and of.offer.free is None:
        yield "Ask what it costs: the listing does not say that it is free for everybody."


def hours(of: Shown, asked: Question) -> Iterator[str]:
    if asked.hours and of.offer.kind is Kind.EMPLOYER and not of.offer.hours:
        yield f"Ask about {HOURS[asked.hours]} hours: the listing does not say."


def route(of: Shown, asked: Question) -> Iterator[str]:
    if not of.offer.routes:
        yield "Ask how people come to it: the listing does not say."
    elif Route.REFERRAL not in of.offer.routes and not asked.routes:
        ways = listed((ROUTE[one] for one in sorted(of.offer.routes)), "or")
        yield f"It takes no referrals: people come {ways}. Offer to do it together."


def freshness(of: Shown, asked: Question) -> Iterator[str]:
    assured = of.offer.assured
    if assured is None or (asked.now.date() - assured).days > OLD_DAYS:
        yield "Ask whether the listing is still right: nobody has confirmed it lately."


ADULT = 18

ASK: dict[str, Callable[[Shown, Question], Iterator[str]]] = {
    "declined-before": declined_before,
    "alert": alert,
    "guessed-needs": needs,
    "where": where,
    "area": area,
    "places": places,
    "access": access,
    "language": language,
    "age": age,
    "sex": sex,
    "times": times,
    "kind": kind,
    "attendance": attendance,
    "cost": cost,
    "hours": hours,
    "route": route,
    "old-listing": freshness,
}
