"""Objections: each rules out what it should, and what is not known rules out nothing."""

from datetime import timedelta

import pytest

from matcher_parts import (
    HERE,
    TODAY,
    asked,
    cautions_of,
    counted,
    north_of,
    objections_to,
    offer,
    placeless,
    service_id,
)
from services.matcher.model import Area, Offer, Question, Spot
from services.matcher.objections import OBJECTIONS
from services.matcher.sentences.why_not import WHY_NOT
from shared.contracts.places import Precision
from shared.contracts.words import Access, Attendance, Hours, Kind, Route

BOX = ((-2.1, 52.3), (-1.7, 52.3), (-1.7, 52.6), (-2.1, 52.6), (-2.1, 52.3))
ELSEWHERE = tuple((longitude + 3, latitude) for longitude, latitude in BOX)
FAR = (Spot(point=north_of(HERE, 80)),)
NOT_STATED: frozenset[Attendance] = frozenset()
OLD = TODAY - timedelta(days=40)


def test_nothing_speaks_against_an_offer_that_fits() -> None:
    assert objections_to(offer(), asked()) == []


@pytest.mark.parametrize(
    ("code", "one", "question"),
    [
        ("closed", offer(status="inactive"), asked()),
        ("closed", offer(status="defunct"), asked()),
        ("closed", offer(status="temporarily closed"), asked()),
        ("not-accepting", offer(accepting=False), asked()),
        ("not-accepting", offer(places=counted(0)), asked()),
        ("too-far", offer(spots=FAR), asked()),
        ("too-far", offer(spots=FAR, attend=frozenset({"home-visit"})), asked()),
        ("too-far", offer(spots=FAR, attend=frozenset({"in-person", "phone"})), asked(attend=frozenset({"in-person"}))),
        ("area-not-covered", offer(areas=(Area(name="Elsewhere", rings=(ELSEWHERE,)),)), asked()),
        ("wrong-age", offer(from_age=18), asked(age=17)),
        ("wrong-age", offer(to_age=24), asked(age=25)),
        ("wrong-sex", offer(sex="female"), asked(sex="male")),
        ("language", offer(languages=frozenset({"en"})), asked(languages=("pl",))),
        ("access", offer(lacks=frozenset({"step-free"})), asked(access=frozenset({"step-free"}))),
        ("kind", offer(kind=Kind.EMPLOYER), asked(kinds=frozenset({Kind.CHARITY}))),
        ("route", offer(routes=frozenset({Route.PHONE})), asked(routes=frozenset({Route.DROP_IN}))),
        ("attendance", offer(), placeless(attend=frozenset({Attendance.PHONE}))),
        ("cost", offer(free=False), asked(free=True)),
        ("hours", offer(hours=frozenset({Hours.FULL_TIME})), asked(hours=Hours.PART_TIME)),
        ("left-out", offer(), asked(exclude=frozenset({service_id("Calm Hour")}))),
        ("declined-before", offer(), asked(earlier={service_id("Calm Hour"): "not_eligible_age"})),
        ("declined-before", offer(), asked(earlier={service_id("Calm Hour"): "at_capacity"})),
    ],
)
def test_an_objection_rules_out(code: str, one: Offer, question: Question) -> None:
    """R50, R57, R58, R61: ruled out by this reason and by no other."""
    assert objections_to(one, question) == [code]


@pytest.mark.parametrize(
    ("one", "question"),
    [
        (offer(), asked(age=17)),
        (offer(), asked(sex="male")),
        (offer(), asked(languages=("pl",))),
        (offer(), asked(access=frozenset(Access))),
        (offer(), asked(kinds=frozenset({Kind.CHARITY}))),
        (offer(), asked(routes=frozenset({Route.DROP_IN}))),
        (offer(attend=NOT_STATED), asked(attend=frozenset({Attendance.PHONE}))),
        (offer(), asked(free=True)),
        (offer(kind=Kind.EMPLOYER), asked(hours=Hours.PART_TIME)),
        (offer(places=counted(0, OLD)), asked()),
        (offer(areas=(Area(name="Some Hundred"),)), asked()),
        (offer(spots=()), asked()),
    ],
)
def test_what_is_not_known_is_never_no(one: Offer, question: Question) -> None:
    assert objections_to(one, question) == []


def test_every_reason_is_told_and_not_only_the_first() -> None:
    one = offer(status="inactive", from_age=60, free=False, spots=FAR)

    assert objections_to(one, asked(age=30, free=True)) == ["closed", "too-far", "wrong-age", "cost"]


def test_help_by_phone_is_never_too_far() -> None:
    """R57."""
    assert objections_to(offer(spots=FAR, attend=frozenset({"in-person", "phone"})), asked()) == []


def test_a_visit_at_home_reaches_as_far_as_the_area_that_is_covered() -> None:
    covered = (Area(name="Round here", rings=(BOX,)),)

    assert objections_to(offer(spots=FAR, attend=frozenset({"home-visit"}), areas=covered), asked()) == []


def test_the_nearest_of_several_places_decides() -> None:
    one = offer(spots=(*FAR, Spot(point=north_of(HERE, 3))))

    assert objections_to(one, asked(max_km=5.0)) == []
    assert objections_to(one, asked(max_km=2.0)) == ["too-far"]


def test_steps_do_not_matter_to_somebody_who_phones() -> None:
    one = offer(attend=frozenset({"in-person", "phone"}), lacks=frozenset({"step-free"}))

    assert objections_to(one, asked(access=frozenset({"step-free"}))) == []
    assert "no step-free access" in cautions_of(one, asked(access=frozenset({"step-free"})))["access"]


def test_a_place_with_steps_is_no_obstacle_where_a_nearer_one_has_none() -> None:
    spots = (
        Spot(point=north_of(HERE, 1), has=frozenset({Access.STEP_FREE})),
        Spot(point=north_of(HERE, 2), lacks=frozenset({Access.STEP_FREE})),
    )

    assert objections_to(offer(spots=spots), asked(access=frozenset({Access.STEP_FREE}))) == []


def test_near_the_edge_of_an_area_it_is_asked_and_not_ruled_out() -> None:
    """A postcode known to its sector may be off by two kilometres."""
    just_west = tuple((longitude + 0.11, latitude) for longitude, latitude in BOX)  # its edge is 0.7 km to the east
    one = offer(areas=(Area(name="East Side", rings=(just_west,)),))
    outside = asked(point=HERE.__class__(latitude=52.48, longitude=-2.0), precision=Precision.POINT)

    assert objections_to(one, outside) == ["area-not-covered"]
    assert objections_to(one, asked(point=outside.point, precision=Precision.SECTOR)) == []
    assert "East Side" in cautions_of(one, asked(point=outside.point, precision=Precision.SECTOR))["area"]


def test_somebody_aged_24_and_some_months_is_still_24() -> None:
    assert objections_to(offer(to_age=24), asked(age=24)) == []


def test_a_waiting_list_is_not_a_closed_door() -> None:
    assert objections_to(offer(places=counted(0), waiting_weeks=9.0), asked()) == []


def test_who_was_full_is_offered_again_once_there_are_places() -> None:
    earlier = asked(earlier={service_id("Calm Hour"): "at_capacity"})

    assert objections_to(offer(places=counted(2)), earlier) == []
    assert "no places" in cautions_of(offer(places=counted(2)), earlier)["declined-before"]


def test_a_person_who_changed_their_mind_may_change_it_back() -> None:
    """R6, R80."""
    assert objections_to(offer(), asked(earlier={service_id("Calm Hour"): "changed_mind"})) == []


def test_an_interpreter_is_asked_for_and_not_ruled_out() -> None:
    one = offer(languages=frozenset({"en"}), interpreters=True)

    assert objections_to(one, asked(languages=("pl",))) == []
    assert "interpreter" in cautions_of(one, asked(languages=("pl",)))["language"]


def test_hours_asked_for_do_not_rule_out_help_that_is_no_job() -> None:
    """R58, R62."""
    assert objections_to(offer(kind=Kind.HEALTH_SERVICE), asked(hours=Hours.PART_TIME)) == []


def test_every_objection_has_its_sentence() -> None:
    assert [objection.code for objection in OBJECTIONS] == list(WHY_NOT)
