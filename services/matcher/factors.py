"""Factors: what speaks for an offer. Each gives the candidates points, up to the most that weights.toml allows."""

from collections.abc import Callable

import numpy as np
from msgspec import Struct

from services.matcher.candidates import Candidates, at_home, by_going, places_known, remotely, words_held
from services.matcher.index.earth import Floats
from services.matcher.index.table import NEVER, bits, day, window_bits
from services.matcher.model import Covers, Question
from services.matcher.weights import Weights
from shared.contracts.words import Access, Attendance, Kind, Route

ANY_TIME = bits(Attendance, [Attendance.ONLINE])


class Factor(Struct, frozen=True):
    """A part of the score, by its name. Its sentence is `sentences.why`."""

    name: str
    points: Callable[[Candidates, Question, Weights], Floats]


def needs(of: Candidates, asked: Question, weights: Weights) -> Floats:
    """The needs it meets, by their weights. What was only read from its words counts less (R50, R62)."""
    total = sum(need.weight for need in asked.needs)
    points = np.zeros(len(of))
    for need, row in zip(asked.needs, of.sure, strict=True):
        sure = np.asarray(row, np.float64)
        counted = np.where(sure < 1, sure * weights.needs.guessed, sure)
        points = points + weights.points.needs * need.weight / total * counted
    return points


def reach(of: Candidates, asked: Question, weights: Weights) -> Floats:
    """The best of going there, being visited, and phone or web. Without a place it plays no part (R50, R57)."""
    if asked.point is None:
        return np.zeros(len(of))
    share = weights.reach
    far = of.km / share.half_km
    near = by_going(of, asked) & (of.km <= (asked.max_km or np.inf))
    going = np.where(near, 1 / (1 + far * far), share.no_place)
    covered = of.covers == Covers.YES
    visited = np.where(at_home(of, asked) & covered, share.home_visit, 0)
    away = np.where(remotely(of, asked), np.where(covered, share.remote, share.remote_unsure), 0)
    return weights.points.reach * np.maximum(np.maximum(going, visited), away)


def places(of: Candidates, asked: Question, weights: Weights) -> Floats:
    """Free places as counted lately, and how long people wait (R50)."""
    share = weights.places
    waiting = of.table["waiting_weeks"]
    any_free = np.where(of.table["available"] > 0, 1.0, share.waiting_list)
    free = np.where(places_known(of, asked), any_free, share.unknown)
    soon = np.where(np.isnan(waiting), share.unknown, 1 / (1 + waiting / share.half_weeks))
    return weights.points.places * free + weights.points.waiting * soon


def freshness(of: Candidates, asked: Question, weights: Weights) -> Floats:
    """How lately somebody said that the listing is right."""
    assured = of.table["assured"].astype(np.float64)
    age = np.where(assured == NEVER, np.inf, day(asked.now.date()) - assured)
    fresh, stale = weights.freshness.fresh_days, weights.freshness.stale_days
    return weights.points.freshness * np.clip((stale - age) / (stale - fresh), 0, 1)


def track_record(of: Candidates, _asked: Question, _weights: Weights) -> Floats:
    """What came of earlier referrals. Nothing is known yet of any service, so it moves none up or down."""
    return np.zeros(len(of))


def language(of: Candidates, _asked: Question, weights: Weights) -> Floats:
    """Help in a language that was asked for."""
    return weights.points.language * of.speaks.astype(np.float64)


def access(of: Candidates, asked: Question, weights: Weights) -> Floats:
    """The share of the access needs that are known to be met there (R61)."""
    wanted = [bits(Access, [one]) for one in sorted(asked.access)]
    met = np.zeros(len(of))
    for one in wanted:
        visit = at_home(of, asked) & (one == bits(Access, [Access.HOME_VISIT]))
        met = met + (((of.has & one) != 0) | visit)
    return weights.points.access * met / max(1, len(wanted))


def times(of: Candidates, asked: Question, weights: Weights) -> Floats:
    """Open at one of the times asked for, or at any time on the web."""
    if not asked.when:
        return np.zeros(len(of))
    fits = (of.table["windows"] & window_bits(asked.when)) != 0
    always = ((of.table["attend"] & ANY_TIME) != 0) & remotely(of, asked)
    return weights.points.times * (fits | always).astype(np.float64)


def referral(of: Candidates, _asked: Question, weights: Weights) -> Floats:
    """It takes referrals, so that the person need not apply or chase (R68, R71)."""
    return weights.points.referral * ((of.table["routes"] & bits(Route, [Route.REFERRAL])) != 0).astype(np.float64)


def employer_support(of: Candidates, _asked: Question, weights: Weights) -> Floats:
    """An employer with the confidence, time or money to support (R59): half for one of them, more for more."""
    employer = (of.table["kind"] & bits(Kind, [Kind.EMPLOYER])) != 0
    marks = of.table["employer_support"].astype(np.float64)
    return weights.points.employer_support * np.where(employer, marks / (marks + 1), 0)


def words(of: Candidates, _asked: Question, weights: Weights) -> Floats:
    """Words that the question and the listing share."""
    return weights.points.words * words_held(of)


FACTORS = (
    Factor("needs", needs),
    Factor("reach", reach),
    Factor("places", places),
    Factor("freshness", freshness),
    Factor("track-record", track_record),
    Factor("language", language),
    Factor("access", access),
    Factor("times", times),
    Factor("referral", referral),
    Factor("employer-support", employer_support),
    Factor("words", words),
)
