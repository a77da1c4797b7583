"""Ranking as a whole: scores are sums, order is fair and the same for ever, gaps are named."""

from collections.abc import Iterable
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from matcher_parts import (
    ANXIETY,
    DEBT,
    HERE,
    NOW,
    TODAY,
    WEIGHTS,
    answered,
    asked,
    directory,
    north_of,
    offer,
    placeless,
    service_id,
)
from services.matcher.answering import answer
from services.matcher.index.shelf import Shelf
from services.matcher.model import Offer, Places, Question, Spot, Wanted
from shared.contracts.matches import MatchAnswer
from shared.contracts.words import Access, Attendance, Kind, Route

HOUSING = Wanted(code="housing", name="Housing", weight=0.5)
NEEDS = (ANXIETY, DEBT, HOUSING)
CODES = ("anxiety", "debt", "housing", "other")


SEEDED = st.randoms(use_true_random=True)  # seeded by hypothesis, and much faster than a draw for every field


def some(chance: Random, choices: Iterable[str], most: int) -> frozenset[str]:
    known = sorted(choices)
    return frozenset(chance.sample(known, chance.randint(0, min(most, len(known)))))


def any_offer(chance: Random, name: str) -> Offer:
    """Any offer that ranking may meet."""
    return offer(
        name,
        status=chance.choice(["active", "active", "active", "inactive"]),
        kind=chance.choice([None, *Kind]),
        needs={code: chance.choice([45, 80, 100]) for code in some(chance, CODES, 3)},
        words={word: chance.randint(1, 5) for word in some(chance, ["worri", "debt", "hous", "garden"], 3)},
        length=chance.randint(1, 200),
        spots=tuple(Spot(point=north_of(HERE, chance.uniform(-60, 60))) for _ in range(chance.randint(0, 3))),
        attend=some(chance, Attendance, 3),
        routes=some(chance, Route, 2),
        has=some(chance, Access, 3),
        languages=some(chance, ["en", "pl", "ur"], 2),
        from_age=chance.choice([None, 18, 50]),
        places=chance.choice([None, Places(available=chance.randint(0, 9), counted=TODAY)]),
        waiting_weeks=chance.choice([None, 1, 8, 40]),
        free=chance.choice([None, True, False]),
    )


def any_question(chance: Random) -> Question:
    words = chance.choice([{}, {"worri": "worried"}, {"debt": "debts", "garden": "gardens"}])
    return chance.choice([asked, placeless])(
        needs=tuple(chance.sample(NEEDS, chance.randint(0, 3))),
        words=words,
        text_stems=frozenset(words),
        age=chance.choice([None, 17, 40]),
        languages=chance.choice([(), ("pl",), ("cy", "pl")]),
        access=some(chance, Access, 2),
        attend=some(chance, Attendance, 2),
        free=chance.choice([True, False]),
        seed=chance.randint(0, 3),
        limit=chance.randint(1, 20),
    )


def any_offers(chance: Random, count: int) -> list[Offer]:
    return [any_offer(chance, f"Offer {at}") for at in range(count)]


MANY = st.builds(any_offers, SEEDED, st.integers(0, 12))
QUESTIONS = st.builds(any_question, SEEDED)


@given(MANY, QUESTIONS)
def test_a_score_is_the_sum_of_its_reasons(many: list[Offer], question: Question) -> None:
    for match in answered(many, question).matches:
        assert match.score == sum(reason.effect for reason in match.reasons)
        assert all(reason.text for reason in match.reasons)


@given(MANY, QUESTIONS, SEEDED)
def test_the_order_in_which_listings_came_does_not_matter(
    many: list[Offer], question: Question, chance: Random
) -> None:
    mixed = list(many)
    chance.shuffle(mixed)

    assert answered(many, question) == answered(mixed, question)


@given(MANY, QUESTIONS)
def test_a_replica_that_took_another_way_answers_the_same(many: list[Offer], question: Question) -> None:
    """Older versions, tombstones and questions in between leave no trace."""
    shelf = Shelf()
    for one in many:
        shelf.put(one.id, 1, offer(one.name, needs={"anxiety": 100}, words={"garden": 9}, length=9), NOW)
        shelf.current()
    gone = offer("Gone", words={"worri": 3}, length=3)
    shelf.put(gone.id, 1, gone, NOW)
    for one in reversed(many):
        shelf.put(one.id, 2, one, NOW)
        shelf.current()
    shelf.put(gone.id, 2, None, NOW)
    if not many:
        return

    assert answer(shelf.current(), question, WEIGHTS, (), explain=True) == answered(many, question)


@given(MANY, QUESTIONS)
def test_explaining_changes_nothing_but_the_explanation(many: list[Offer], question: Question) -> None:
    plain, explained = answered(many, question, explain=False), answered(many, question)

    assert plain.matches == explained.matches
    assert (plain.together, plain.unmet) == (explained.together, explained.unmet)


@given(MANY, QUESTIONS)
def test_what_is_offered_and_what_is_ruled_out_are_different(many: list[Offer], question: Question) -> None:
    found = answered(many, question)

    assert {match.service_id for match in found.matches}.isdisjoint(out.service_id for out in found.ruled_out)
    assert all(out.reasons for out in found.ruled_out)
    assert all(first.score >= second.score for first, second in pairwise(found.matches))


@given(MANY, QUESTIONS)
def test_together_they_meet_all_that_can_be_met_and_none_is_spare(many: list[Offer], question: Question) -> None:
    found = answered(many, replace(question, limit=100))
    meets = {match.service_id: set(match.meets) for match in found.matches}
    together = [meets[one] for one in found.together]

    assert set[str]().union(*together) == set[str]().union(*meets.values())
    for spare in range(len(together)):
        rest = together[:spare] + together[spare + 1 :]
        assert set[str]().union(*rest) != set[str]().union(*together)


def names(found: MatchAnswer) -> list[str]:
    return [match.name for match in found.matches]


def test_equals_take_turns_by_seed_and_a_seed_is_always_the_same() -> None:
    """R56: no listing stands first for ever because of its name or id."""
    equal = [offer(f"Equal {number}") for number in range(6)]

    orders = [tuple(names(answered(equal, asked(seed=seed)))) for seed in range(30)]

    assert orders == [tuple(names(answered(equal, asked(seed=seed)))) for seed in range(30)]
    assert {order[0] for order in orders} == {one.name for one in equal}


def test_need_place_and_capacity_all_count() -> None:
    """R50: client need, provider location, and capacity."""
    best = offer("Best", places=Places(available=4, counted=TODAY))
    full = offer("Full", places=Places(available=0, counted=TODAY), waiting_weeks=20.0)
    away = offer("Away", places=Places(available=4, counted=TODAY), spots=(Spot(point=north_of(HERE, 15)),))
    other = offer("Other", places=Places(available=4, counted=TODAY), needs={"debt": 100})

    found = answered([other, away, full, best], asked(needs=(ANXIETY, Wanted(code="debt", name="Debt", weight=0.1))))

    assert names(found)[0] == "Best"
    assert names(found)[-1] == "Other"


def test_contracted_or_not_makes_no_difference_to_the_rank() -> None:
    """R53: the offer that ranking sees does not hold the contract, so it cannot count."""
    assert not any("contract" in field for field in Offer.__struct_fields__)


def test_a_need_that_nothing_meets_is_named() -> None:
    """R63."""
    found = answered([offer(), offer("Shut", needs={"debt": 100}, status="inactive")], asked(needs=(ANXIETY, DEBT)))

    assert found.unmet == ("debt",)
    assert [out.name for out in found.ruled_out] == ["Shut"]


def test_a_need_only_faintly_heard_makes_no_gap() -> None:
    """R63: gaps are evidence for decisions on money, so they are not guessed."""
    faint, clear = Wanted(code="debt", name="Debt", weight=0.4, sure=0.4), Wanted(code="housing", name="Home", weight=1)

    assert answered([offer()], asked(needs=(ANXIETY, faint, clear))).unmet == ("housing",)


def test_an_empty_directory_answers_that_all_is_unmet() -> None:
    """R65: an area without support shows that before anything is offered."""
    found = answered([], asked(needs=(ANXIETY, DEBT)))

    assert (found.matches, found.together, found.unmet) == ((), (), ("anxiety", "debt"))
    assert (found.index.services, found.index.as_of) == (0, None)


def test_two_that_share_the_work_come_before_three_that_do_too() -> None:
    one, two = offer("One", needs={"anxiety": 100, "debt": 100}), offer("Two", needs={"housing": 100, "debt": 100})
    spare = offer("Spare", needs={"debt": 100}, places=Places(available=9, counted=TODAY))

    found = answered([spare, one, two], asked(needs=NEEDS))

    assert set(found.together) == {service_id("One"), service_id("Two")}


def test_words_alone_are_enough_where_no_need_is_asked() -> None:
    garden = offer("Garden", needs={}, words={"garden": 3, "compost": 1}, length=20)
    other = offer("Other", needs={}, words={"compost": 1}, length=20)
    question = asked(needs=(), words={"garden": "garden"}, text_stems=frozenset({"garden"}))

    assert names(answered([other, garden], question)) == ["Garden"]


def test_rare_words_tell_more_than_common_ones() -> None:
    common = [offer(f"Common {at}", needs={}, words={"help": 1}, length=10) for at in range(9)]
    rare = offer("Rare", needs={}, words={"help": 1, "stammer": 1}, length=10)
    words = {"help": "help", "stammer": "stammer"}
    question = asked(needs=(), words=words, text_stems=frozenset(words))

    assert names(answered([*common, rare], question)) == ["Rare"]


def test_the_directory_is_named_with_the_answer() -> None:
    found = answered([offer("One"), offer("Two", needs={})], asked())

    assert (found.index.services, found.index.as_of) == (2, NOW.isoformat())
    assert directory(offer("One")).services == 1
