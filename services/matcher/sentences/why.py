"""Why an offer fits: a sentence for each factor. An empty one means that there is nothing to say."""

from collections.abc import Callable

from services.matcher.model import CONFIRMED, Covers, Question
from services.matcher.sentences.plain import (
    ACCESS,
    ATTENDANCE,
    kilometres,
    languages,
    listed,
    number,
    on,
    time,
    weeks,
)
from services.matcher.shown import Shown
from shared.contracts.words import Attendance

MOST_WORDS = 3


def needs(of: Shown, asked: Question) -> str:
    """Names of needs stand as they are: they hold commas, names and "or" themselves."""
    sure = "; ".join(need.name for need in of.meets if of.offer.needs[need.code] >= CONFIRMED)
    guessed = "; ".join(need.name for need in of.meets if of.offer.needs[need.code] < CONFIRMED)
    if not of.meets:
        return ""
    helps = f"Helps with: {sure}." if sure else ""
    seems = f"Going by its words it may help with: {guessed}." if guessed else ""
    count = f"That is {len(of.meets)} of {len(asked.needs)} needs." if len(asked.needs) > 1 else ""
    return " ".join(filter(None, (helps, seems, count)))


def reach(of: Shown, asked: Question) -> str:
    if asked.point is None:
        return ""
    ways = [ATTENDANCE[way] for way in sorted(of.offer.attend & asked.remotely)]
    parts = [f"{kilometres(of.km)} away in a straight line"] if of.km is not None and of.in_reach(asked) else []
    parts += ["somebody can come to the person"] if of.visited and of.covers is Covers.YES else []
    parts += [f"help {listed(ways, 'or')}"] if ways else []
    if not parts:
        return "The listing does not say where this is."
    said = "; ".join(parts)
    return f"{said[0].upper()}{said[1:]}."


def places(of: Shown, _asked: Question) -> str:
    wait = of.offer.waiting_weeks
    waiting = "" if wait is None else f"The wait is about {weeks(wait)}."
    if of.places is None:
        return f"It is not known how many places are free. {waiting}".strip()
    counted = on(of.places.counted)
    if of.places.available <= 0:
        return f"No place was free on {counted}, but there is a waiting list. {waiting}".strip()
    among = f" of {number(of.places.maximum)}" if of.places.maximum is not None else ""
    return f"{number(of.places.available)}{among} places were free on {counted}. {waiting}".strip()


def freshness(of: Shown, _asked: Question) -> str:
    if of.offer.assured is None:
        return "Nobody has said when this listing was last checked."
    return f"The listing was last checked on {on(of.offer.assured)}."


def track_record(_of: Shown, _asked: Question) -> str:
    return "Nothing is known yet of how earlier referrals went."


def language(of: Shown, asked: Question) -> str:
    spoken = [code for code in asked.languages if code in of.offer.languages]
    return f"Help in {languages(spoken)}." if spoken else ""


def access(of: Shown, asked: Question) -> str:
    met = [ACCESS[one] for one in sorted(asked.access) if one in of.has or (one == "home-visit" and of.visited)]
    return f"Offers {listed(met)}." if met else ""


def times(of: Shown, asked: Question) -> str:
    open_then = sorted(of.offer.windows & asked.when)
    if open_then:
        return f"Open on {listed(map(time, open_then), 'or')}."
    if asked.when and Attendance.ONLINE in of.offer.attend & asked.remotely:
        return "Can be used online at any time."
    return ""


def referral(of: Shown, _asked: Question) -> str:
    return "Takes referrals, so the person does not have to apply." if "referral" in of.offer.routes else ""


def employer_support(of: Shown, _asked: Question) -> str:
    said = [SUPPORT[mark] for mark in SUPPORT if mark in of.offer.employer_support]
    return f"This employer has {listed(said)}." if said and of.offer.kind == "employer" else ""


def words(of: Shown, _asked: Question) -> str:
    return f"The listing speaks of {listed(of.words[:MOST_WORDS])}." if of.words else ""


SUPPORT = {
    "disability-confidence": "managers who are confident with disability",
    "time-for-support": "time set aside for support",
    "adjustments-budget": "money for adjustments",
}

WHY: dict[str, Callable[[Shown, Question], str]] = {
    "needs": needs,
    "reach": reach,
    "places": places,
    "freshness": freshness,
    "track-record": track_record,
    "language": language,
    "access": access,
    "times": times,
    "referral": referral,
    "employer-support": employer_support,
    "words": words,
}
