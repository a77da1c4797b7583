"""Factors: what raises a score, what does not, and the sentences that say so."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from matcher_parts import (
    ANXIETY,
    DEBT,
    HERE,
    TODAY,
    WEIGHTS,
    answered,
    asked,
    cautions_of,
    counted,
    effect,
    north_of,
    offer,
    only_match,
    placeless,
)
from services.matcher.factors import FACTORS
from services.matcher.model import Area, Spot, Wanted
from services.matcher.sentences.why import WHY
from shared.contracts.matches import Match
from shared.contracts.words import Access, Kind, Route

MOST = WEIGHTS.points
KM = st.floats(0, 24.9)


def at(km: float) -> tuple[Spot, ...]:
    return (Spot(point=north_of(HERE, km)),)


def text(of: str, match: Match) -> str:
    return next(reason.text for reason in match.reasons if reason.factor == of)


def test_needs_count_by_their_weights() -> None:
    both = asked(needs=(ANXIETY, Wanted(code="debt", name="Debt", weight=0.25)))

    assert effect(offer(needs={"anxiety": 100}), both, "needs") == MOST.needs * 0.8
    assert effect(offer(needs={"debt": 100}), both, "needs") == MOST.needs * 0.2


def test_a_need_read_from_words_counts_less_and_says_so() -> None:
    guessed = offer(needs={"anxiety": 90})

    assert 0 < effect(guessed, asked(), "needs") < effect(offer(), asked(), "needs")
    assert "Going by its words" in text("needs", only_match(guessed, asked()))
    assert "nobody has confirmed" in cautions_of(guessed, asked())["guessed-needs"]


@given(near=KM, far=KM)
def test_distance_never_raises_a_score(near: float, far: float) -> None:
    near, far = sorted((near, far))

    assert only_match(offer(spots=at(far)), asked()).score <= only_match(offer(spots=at(near)), asked()).score


def test_without_a_place_distance_plays_no_part() -> None:
    here, there = only_match(offer(spots=at(0)), placeless()), only_match(offer(spots=at(400)), placeless())

    assert here.score == there.score
    assert "reach" not in {reason.factor for reason in here.reasons}
    assert here.distance_km is None


def test_the_distance_shown_is_the_distance() -> None:
    match = only_match(offer(spots=at(3.2)), asked())

    assert match.distance_km is not None
    assert abs(match.distance_km - 3.2) < 0.01
    assert "3.2 km" in text("reach", match)


def test_phone_help_reaches_everywhere_it_covers_and_says_how() -> None:
    everywhere = (Area(name="United Kingdom", everywhere=True),)
    one = offer(spots=at(300), attend=frozenset({"phone"}), areas=everywhere)

    assert effect(one, asked(), "reach") == MOST.reach * WEIGHTS.reach.remote
    assert text("reach", only_match(one, asked())) == "Help by phone."
    assert only_match(one, asked()).distance_km is None


def test_phone_help_that_does_not_say_whom_it_covers_counts_less_and_is_asked() -> None:
    one = offer(spots=at(300), attend=frozenset({"phone"}))

    assert effect(one, asked(), "reach") == MOST.reach * WEIGHTS.reach.remote_unsure
    assert "area" in cautions_of(one, asked())


def test_a_listing_without_a_place_never_floats_to_the_top() -> None:
    lost, near, far = offer("Lost", spots=()), offer("Near", spots=at(1)), offer("Far", spots=at(24))

    names = [match.name for match in answered([lost, near, far], asked()).matches]

    assert names == ["Near", "Far", "Lost"]
    assert "Ask where this is" in cautions_of(lost, asked())["where"]


def test_free_places_and_a_short_wait_count() -> None:
    """R50."""
    soon, later = offer(places=counted(3), waiting_weeks=1.0), offer(places=counted(3), waiting_weeks=8.0)
    unknown, full = offer(), offer(places=counted(0), waiting_weeks=30.0)

    effects = [effect(one, asked(), "places") for one in (soon, later, unknown, full)]

    assert effects == sorted(effects, reverse=True)
    assert len(set(effects)) == 4


def test_an_old_count_of_places_is_not_known() -> None:
    old = offer(places=counted(3, TODAY - timedelta(days=29)))
    just = offer(places=counted(3, TODAY - timedelta(days=28)))

    assert (only_match(old, asked()).accepting, only_match(just, asked()).accepting) == (None, True)
    assert effect(old, asked(), "places") == effect(offer(), asked(), "places")
    assert "27 October" in cautions_of(offer(places=counted(3, TODAY - timedelta(days=29))), asked())["places"]


def test_freshness_fades_between_three_months_and_a_year() -> None:
    """R52."""
    ages = (0, 90, 200, 300, 365, 2000)

    effects = [effect(offer(assured=TODAY - timedelta(days=days)), asked(), "freshness") for days in ages]

    assert effects[:2] == [MOST.freshness, MOST.freshness]
    assert effects[1] > effects[2] > effects[3] > effects[4] == effects[5] == 0


def test_of_the_track_record_nothing_is_known_and_that_is_said() -> None:
    """R52: neutral for everybody until there is evidence."""
    assert effect(offer(), asked(), "track-record") == 0
    assert text("track-record", only_match(offer(), asked())) == "Nothing is known yet of how earlier referrals went."


def test_preferences_count_where_they_are_asked_for() -> None:
    one = offer(
        languages=frozenset({"pl"}), has=frozenset({Access.STEP_FREE}), windows=frozenset({"TU-evening", "MO-morning"})
    )
    wanted = asked(languages=("pl",), access=frozenset({Access.STEP_FREE}), when=frozenset({"TU-evening"}))

    gained = only_match(one, wanted).score - only_match(one, asked()).score

    assert gained == MOST.language + MOST.access + MOST.times


def test_half_of_the_access_needed_is_half_of_the_points_and_the_rest_is_asked() -> None:
    """R61."""
    one = offer(has=frozenset({Access.STEP_FREE}))
    wanted = asked(access=frozenset({Access.STEP_FREE, Access.BSL}))

    assert effect(one, wanted, "access") == MOST.access / 2
    assert cautions_of(one, wanted)["access"] == "Ask about British Sign Language."


def test_other_times_are_asked_about_and_rule_nothing_out() -> None:
    """R32."""
    one = offer(windows=frozenset({"MO-morning"}))

    assert "Tuesday evening" in cautions_of(one, asked(when=frozenset({"TU-evening"})))["times"]


def test_direct_referral_is_preferred() -> None:
    """R68, R71."""
    direct, other = offer(routes=frozenset({Route.REFERRAL})), offer(routes=frozenset({Route.DROP_IN}))

    assert only_match(direct, asked()).score - only_match(other, asked()).score == MOST.referral
    assert "do it together" in cautions_of(other, asked())["route"]


def test_employers_who_support_come_first_among_employers() -> None:
    """R59."""
    ready = offer(kind=Kind.EMPLOYER, employer_support=frozenset({"disability-confidence", "time-for-support"}))
    charity = offer(kind=Kind.CHARITY, employer_support=frozenset({"time-for-support"}))

    assert effect(ready, asked(), "employer-support") > effect(offer(kind=Kind.EMPLOYER), asked(), "employer-support")
    assert effect(charity, asked(), "employer-support") == 0


def test_health_help_that_meets_the_need_comes_before_work_that_does_not() -> None:
    """R62: nothing in ranking prefers work."""
    health = offer("Talking", kind=Kind.HEALTH_SERVICE, needs={"anxiety": 100})
    work = offer("Working", kind=Kind.EMPLOYER, needs={"debt": 100})

    matches = answered([work, health], asked(needs=(ANXIETY, DEBT))).matches

    assert matches[0].score == matches[1].score
    assert [match.name for match in answered([work, health], asked()).matches] == ["Talking"]


def test_every_factor_has_its_sentence_and_its_weight() -> None:
    assert [factor.name for factor in FACTORS] == list(WHY)
    assert {factor.name.replace("-", "_") for factor in FACTORS} - {"track_record"} == set(MOST.__struct_fields__) - {
        "waiting"
    }
