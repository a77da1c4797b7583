"""Objections: what rules an offer out. Each says for which candidates it holds; what is not known never does."""

from collections.abc import Callable, Iterable

import numpy as np
from msgspec import Struct

from services.matcher.candidates import Candidates, Mask, at_home, by_going, places_known, remotely
from services.matcher.index.table import NO, SEXES, YES, bits, halves
from services.matcher.model import Covers, Question
from services.matcher.refused import rules_out
from shared.contracts.words import Access, Attendance, Hours, Kind, Route, ServiceId


class Objection(Struct, frozen=True):
    """A reason that rules out, by its code. Its sentence is `sentences.why_not`."""

    code: str
    holds: Callable[[Candidates, Question], Mask]


def closed(of: Candidates, _asked: Question) -> Mask:
    """The listing is not active."""
    return ~of.table["active"]


def not_accepting(of: Candidates, asked: Question) -> Mask:
    """It says that it takes nobody on, or was full when last counted and keeps no waiting list."""
    full = places_known(of, asked) & (of.table["available"] <= 0) & np.isnan(of.table["waiting_weeks"])
    return (of.table["accepting"] == NO) | (full & (of.table["accepting"] != YES))


def too_far(of: Candidates, asked: Question) -> Mask:
    """It is given at places, all of them farther than the person can go, and in no other way that would do (R57)."""
    if asked.point is None or asked.max_km is None:
        return _none(of)
    near = by_going(of, asked) & (of.km <= asked.max_km)
    comes = at_home(of, asked) & (of.covers == Covers.YES)
    return ~near & ~comes & ~remotely(of, asked) & ~of.table["placeless"]


def area_not_covered(of: Candidates, asked: Question) -> Mask:
    """It is for people who live in an area that it draws, and the place is outside."""
    return (of.covers == Covers.NO) & (asked.point is not None)


def wrong_age(of: Candidates, asked: Question) -> Mask:
    """The person is younger or older than it says."""
    if asked.age is None:
        return _none(of)
    return (asked.age < of.table["from_age"]) | (asked.age >= of.table["to_age"] + 1)


def wrong_sex(of: Candidates, asked: Question) -> Mask:
    """It is for women, or for men."""
    if asked.sex is None:
        return _none(of)
    return (of.table["sex"] != SEXES[None]) & (of.table["sex"] != SEXES[asked.sex])


def language(of: Candidates, asked: Question) -> Mask:
    """It names its languages, the person has none of them, and it has no interpreters."""
    return of.table["languages"] & ~of.speaks & ~of.table["interpreters"] & bool(asked.languages)


def access_not_met(of: Candidates, asked: Question) -> Mask:
    """It says that something the person needs is not there, and it is not given in another way (R61)."""
    lacking = (of.lacks & bits(Access, asked.access)) != 0
    return lacking & ~remotely(of, asked) & ~at_home(of, asked)


def another_kind(of: Candidates, asked: Question) -> Mask:
    """Only other kinds of help were asked for."""
    return _none_of(of, "kind", bits(Kind, asked.kinds))


def another_route(of: Candidates, asked: Question) -> Mask:
    """People do not come to it in any of the ways asked for."""
    return _none_of(of, "routes", bits(Route, asked.routes))


def another_attendance(of: Candidates, asked: Question) -> Mask:
    """Help is not given in any of the ways asked for."""
    return _none_of(of, "attend", bits(Attendance, asked.attend))


def not_free(of: Candidates, asked: Question) -> Mask:
    """It costs something, and only what is free was asked for."""
    return (of.table["free"] == NO) & asked.free


def other_hours(of: Candidates, asked: Question) -> Mask:
    """It does not offer the hours that were asked for (R58)."""
    return _none_of(of, "hours", bits(Hours, [asked.hours] if asked.hours else []))


def left_out(of: Candidates, asked: Question) -> Mask:
    """It was to be left out."""
    return _among(of, asked.exclude)


def declined_before(of: Candidates, asked: Question) -> Mask:
    """It declined before, for a reason that still stands."""
    lasting = _among(of, [one for one, reason in asked.earlier.items() if rules_out(reason)])
    full = _among(of, [one for one, reason in asked.earlier.items() if rules_out(reason, places_now=True)])
    places_now = places_known(of, asked) & (of.table["available"] > 0)
    return np.where(places_now, full, lasting)


OBJECTIONS = (
    Objection("closed", closed),
    Objection("not-accepting", not_accepting),
    Objection("too-far", too_far),
    Objection("area-not-covered", area_not_covered),
    Objection("wrong-age", wrong_age),
    Objection("wrong-sex", wrong_sex),
    Objection("language", language),
    Objection("access", access_not_met),
    Objection("kind", another_kind),
    Objection("route", another_route),
    Objection("attendance", another_attendance),
    Objection("cost", not_free),
    Objection("hours", other_hours),
    Objection("left-out", left_out),
    Objection("declined-before", declined_before),
)


def _none_of(of: Candidates, column: str, wanted: int) -> Mask:
    """Something is stated, something is wanted, and they have nothing in common."""
    stated = of.table[column]
    return (stated != 0) & ((stated & wanted) == 0) & (wanted != 0)


def _among(of: Candidates, ids: Iterable[ServiceId]) -> Mask:
    found = _none(of)
    for high, low in (halves(one.int) for one in ids):
        found |= (of.table["id_high"] == np.uint64(high)) & (of.table["id_low"] == np.uint64(low))
    return found


def _none(of: Candidates) -> Mask:
    return np.zeros(len(of), np.bool_)
