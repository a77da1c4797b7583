"""Why an offer does not fit: a sentence for each objection."""

from collections.abc import Callable

from services.matcher.model import Question
from services.matcher.refused import said
from services.matcher.sentences.plain import (
    ACCESS,
    ATTENDANCE,
    HOURS,
    ROUTE,
    ages,
    kilometres,
    kinds,
    languages,
    listed,
    on,
)
from services.matcher.shown import Shown


def closed(of: Shown, _asked: Question) -> str:
    return "It is closed at the moment." if of.offer.status == "temporarily closed" else "It is no longer running."


def not_accepting(of: Shown, _asked: Question) -> str:
    if of.places and of.places.available <= 0:
        return f"It had no place free on {on(of.places.counted)} and names no waiting list."
    return "It is not taking new people at the moment."


def too_far(of: Shown, asked: Question) -> str:
    limit = f"farther than {kilometres(asked.max_km or 0)}"
    return f"It is {kilometres(of.km)} away, {limit}." if of.km is not None else f"It is {limit} away."


def area_not_covered(of: Shown, _asked: Question) -> str:
    names = [area.name for area in of.offer.areas if area.name]
    return f"It is for people who live in {listed(names, 'or')}." if names else "It is for people who live elsewhere."


def wrong_age(of: Shown, _asked: Question) -> str:
    return f"It is for people aged {ages(of.offer.from_age, of.offer.to_age)}."


def wrong_sex(of: Shown, _asked: Question) -> str:
    return "It is for women only." if of.offer.sex == "female" else "It is for men only."


def language(of: Shown, asked: Question) -> str:
    spoken = languages(sorted(of.offer.languages))
    return f"Help is given in {spoken}, not in {languages(asked.languages)}, and no interpreters are named."


def access(of: Shown, asked: Question) -> str:
    return f"It says that it does not have {listed((ACCESS[one] for one in sorted(asked.access & of.lacks)), 'or')}."


def kind(of: Shown, asked: Question) -> str:
    return f"It is another kind of help ({kinds([of.offer.kind] if of.offer.kind else [])}), not {kinds(asked.kinds)}."


def route(of: Shown, _asked: Question) -> str:
    return f"People come to it {listed((ROUTE[one] for one in sorted(of.offer.routes)), 'or')} only."


def attendance(of: Shown, _asked: Question) -> str:
    return f"Help is given {listed((ATTENDANCE[one] for one in sorted(of.offer.attend)), 'or')} only."


def cost(_of: Shown, _asked: Question) -> str:
    return "It is not free."


def hours(of: Shown, asked: Question) -> str:
    offered = listed(HOURS[one] for one in sorted(of.offer.hours))
    return f"It offers {offered} hours, not {HOURS[asked.hours] if asked.hours else 'others'}."


def left_out(_of: Shown, _asked: Question) -> str:
    return "It was to be left out of this search."


def declined_before(of: Shown, asked: Question) -> str:
    return f"It did not work out here before: last time {said(asked.earlier.get(of.offer.id, ''))}."


WHY_NOT: dict[str, Callable[[Shown, Question], str]] = {
    "closed": closed,
    "not-accepting": not_accepting,
    "too-far": too_far,
    "area-not-covered": area_not_covered,
    "wrong-age": wrong_age,
    "wrong-sex": wrong_sex,
    "language": language,
    "access": access,
    "kind": kind,
    "route": route,
    "attendance": attendance,
    "cost": cost,
    "hours": hours,
    "left-out": left_out,
    "declined-before": declined_before,
}
