"""Listings without needs of their own are indexed from their words, with a stated confidence."""

import json
import os
from pathlib import Path

import msgspec
import pytest

from shared.needs.interpreter import Interpreter
from shared.needs.vocabulary import load

REAL_DATA = Path(os.environ.get("WAYFARE_REAL_DATA", Path(__file__).parents[2].parent / "shared/data"))
BIRMINGHAM = REAL_DATA / "street_support/services.json"
LEAST_FOUND = 0.78

# What a category of that directory is for; its own name for it, and our codes.
MEANT = {
    "community-grocers": {"food"},
    "meals": {"food"},
    "domestic-abuse": {"domestic-abuse"},
    "debt-financial-problems": {"debt", "budgeting"},
    "money-management": {"budgeting", "debt"},
    "employment": {"find-work", "job-search"},
    "jobclub": {"job-search"},
    "education": {"training", "qualifications"},
    "mental-health": {"anxiety", "depression", "stress", "severe-mental-illness"},
    "counselling": {"anxiety", "depression"},
    "benefits": {"benefits-advice"},
    "refugees": {"immigration"},
    "asylum": {"immigration"},
    "immigration": {"immigration"},
    "baby-clothes": {"baby-supplies"},
    "nappies": {"baby-supplies"},
    "clothes": {"clothing-and-toiletries"},
    "toiletries": {"clothing-and-toiletries"},
    "dependency": {"alcohol", "drugs"},
    "drug-alcohol": {"alcohol", "drugs"},
    "housing": {"unsuitable-housing", "homelessness", "eviction-risk", "rent-arrears", "supported-housing"},
    "supported": {"supported-housing", "homelessness"},
    "sexual-abuse": {"sexual-abuse"},
    "ex-offender": {"criminal-record"},
    "modern-slavery": {"exploitation"},
    "legal": {"legal-advice"},
}


class Service(msgspec.Struct):
    """A record of the real directory, as far as this test reads it."""

    name: str
    description: str
    category: dict[str, str]


@pytest.fixture(scope="module")
def interpreter() -> Interpreter:
    return Interpreter(load())


def codes(interpreter: Interpreter, name: str, description: str = "", *categories: str) -> list[str | None]:
    return [need.code for need in interpreter.needs_of_listing(name, description, categories)]


def test_a_listing_is_indexed_from_its_name_and_description(interpreter: Interpreter) -> None:
    needs = interpreter.needs_of_listing(
        "Sparkbrook Debt Advice", "Free help with bailiffs, payday loans and council tax arrears. Drop in on Mondays."
    )

    assert needs[0].code == "debt"
    assert needs[0].text == "Debt Advice"
    assert needs[0].confidence >= 0.9


def test_a_category_says_more_than_a_passing_word(interpreter: Interpreter) -> None:
    by_category = interpreter.needs_of_listing("The Hub", "", ["Bereavement"])[0]
    in_passing = interpreter.needs_of_listing("The Hub", "We also talk about bereavement.")[0]

    assert by_category.code == in_passing.code == "bereavement"
    assert by_category.confidence > 0.85
    assert in_passing.confidence < 0.5


def test_several_words_for_one_need_make_it_likelier(interpreter: Interpreter) -> None:
    one = interpreter.needs_of_listing("The Hub", "We offer counselling.")
    several = interpreter.needs_of_listing("The Hub", "We offer counselling and CBT for anxiety and panic attacks.")

    sure_of = {need.code: need.confidence for need in several}
    assert sure_of["anxiety"] > max((need.confidence for need in one), default=0.0)


def test_a_name_that_is_also_a_word_is_only_meant_with_its_capital(interpreter: Interpreter) -> None:
    charity = codes(interpreter, "Relate Birmingham")
    word = codes(interpreter, "Stories that relate to you")

    assert "relationship-breakdown" in charity
    assert word == []


def test_a_listing_that_says_nothing_has_no_needs(interpreter: Interpreter) -> None:
    needs = codes(interpreter, "Oxley House", "A hall to hire. Open daily; car park behind the building.")

    assert needs == []


def test_real_listings_are_indexed_under_what_they_are_for(interpreter: Interpreter) -> None:
    """Works on listings that carry no need codes at all (R62, R108)."""
    if not BIRMINGHAM.exists():
        pytest.skip(f"the real directory is not here: {BIRMINGHAM.name}")
    services = msgspec.convert(json.loads(BIRMINGHAM.read_text()), list[Service])
    known = [(service, MEANT[service.category["sub"]]) for service in services if service.category["sub"] in MEANT]

    found = [bool(meant & set(codes(interpreter, service.name, service.description))) for service, meant in known]

    assert len(known) > 300
    assert sum(found) / len(found) >= LEAST_FOUND
