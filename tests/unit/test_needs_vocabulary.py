"""The needs vocabulary as data: whole, without contradictions, and true to the terms it names."""

import os
import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from shared.contracts.needs import LinkType, Need, NeedKind
from shared.needs.hearing import said
from shared.needs.vocabulary import Vocabulary, VocabularyInvalid, load
from shared.needs.words import folded

REAL_DATA = Path(os.environ.get("WAYFARE_REAL_DATA", Path(__file__).parents[2].parent / "shared/data"))
TERMS = REAL_DATA / "open_eligibility/open_eligibility_2.0.xml"

ISSUE_GROUPS = {
    "health",
    "confidence",
    "money",
    "housing",
    "skills",
    "work",
    "caring",
    "transport",
    "digital",
    "language",
    "discrimination",
    "adjustments",
    "safety",
    "legal",
    "addiction",
    "loss",
    "everyday",
    "aspirations",
}

SMALL = """
version = "1"
licence = "none"
[groups]
money = "Money"
[[needs]]
code = "debt"
name = "Debt"
group = "{group}"
kind = "barrier"
sentence = "Owing money."
phrases = {phrases}
words = ["debt"]
questions = ["Shall we look at the letters together?"]
"""
EIGHT = ["a one", "b two", "c three", "d four", "e five", "f six", "g seven", "h eight"]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load()


def written(folder: Path, text: str) -> Path:
    folder.joinpath("vocabulary.toml").write_text(text)
    folder.joinpath("alike.toml").write_text('version = "1"\nordinary = ""\n[alike]\n')
    return folder


def need_of(vocabulary: Vocabulary, code: str) -> Need:
    return next(need for need in vocabulary.needs if need.code == code)


def test_there_are_about_a_hundred_needs_in_every_group(vocabulary: Vocabulary) -> None:
    """R108: housing, money, safety and the rest, not only health."""
    groups = Counter(need.group for need in vocabulary.needs)

    assert len(vocabulary.needs) >= 100
    assert set(groups) == set(vocabulary.groups) == ISSUE_GROUPS
    assert {need.kind for need in vocabulary.needs} == set(NeedKind)


def test_every_code_is_used_once_and_is_plain(vocabulary: Vocabulary) -> None:
    codes = [need.code for need in vocabulary.needs]

    assert len(set(codes)) == len(codes)
    assert [code for code in codes if not re.fullmatch(r"[a-z]+(-[a-z]+)*", code)] == []


def test_every_need_has_at_least_eight_phrases_and_some_words_and_questions(vocabulary: Vocabulary) -> None:
    poor = [need.code for need in vocabulary.needs if len(need.phrases) < 8 or not need.words or not need.questions]

    assert poor == []


def test_no_phrase_belongs_to_two_needs_not_even_in_other_word_forms(vocabulary: Vocabulary) -> None:
    owners: dict[tuple[str, ...], set[str]] = {}
    for need in vocabulary.needs:
        for phrase in need.phrases:
            owners.setdefault(tuple(mark.stem for mark in said(phrase).marks), set()).add(need.code)

    assert {key: codes for key, codes in owners.items() if len(codes) > 1 or not key} == {}


def test_questions_ask_and_never_demand(vocabulary: Vocabulary) -> None:
    """R5: everything offered can be refused."""
    questions = [question for need in vocabulary.needs for question in need.questions]

    demanding = [
        question
        for question in questions
        if re.search(r"\b(you must|why (don't|haven't)|you have to (?!hand))\b", question)
    ]

    assert demanding == []
    assert all(1 <= len(need.questions) <= 3 for need in vocabulary.needs)


def test_sentences_are_short_and_plain(vocabulary: Vocabulary) -> None:
    long_ones = [need.code for need in vocabulary.needs if len(folded(need.sentence).split()) > 18]

    assert long_ones == []
    assert all(need.sentence.endswith(".") for need in vocabulary.needs)


def test_waiting_for_treatment_is_a_barrier_of_its_own(vocabulary: Vocabulary) -> None:
    """R21: being on a waiting list is recorded as a barrier."""
    need = need_of(vocabulary, "waiting-for-treatment")

    assert need.kind is NeedKind.BARRIER
    assert "waiting list" in need.words


def test_access_to_work_is_prompted(vocabulary: Vocabulary) -> None:
    """R24: the case worker is reminded of Access to Work."""
    questions = " ".join(need_of(vocabulary, "access-to-work").questions)

    assert "Access to Work" in questions


@pytest.mark.parametrize("code", ["travel-costs", "course-funding", "clothing-and-toiletries"])
def test_the_flexible_support_fund_is_prompted_for_travel_courses_and_clothing(
    vocabulary: Vocabulary, code: str
) -> None:
    """R25: people do not know that they can ask."""
    questions = " ".join(need_of(vocabulary, code).questions)

    assert "Flexible Support Fund" in questions


def test_related_terms_exist_in_open_eligibility_under_the_right_link_type(vocabulary: Vocabulary) -> None:
    if not TERMS.exists():
        pytest.skip(f"the Open Eligibility terms are not here: {TERMS.name}")
    services, situations = TERMS.read_text().split("<situations>")
    services = services.split("</descriptions>")[1]

    unknown = [
        (need.code, related.term)
        for need in vocabulary.needs
        for related in need.related
        if related.term not in titles(services if related.link_type is LinkType.SERVICE_TYPE else situations)
    ]

    assert unknown == []
    assert sum(bool(need.related) for need in vocabulary.needs) == len(vocabulary.needs)


def titles(xml: str) -> set[str]:
    return {unescape(found) for found in re.findall(r"""title=["']([^"']+)["']""", xml)}


def test_every_fault_of_a_vocabulary_is_named_at_once(tmp_path: Path) -> None:
    folder = written(tmp_path, SMALL.format(group="cash", phrases=["I owe money", "I owe  Money!"]))

    with pytest.raises(VocabularyInvalid) as refused:
        load(folder)

    assert "no group 'cash'" in str(refused.value)
    assert "has 2 phrases" in str(refused.value)
    assert "'i owe money' stands twice" in str(refused.value)


def test_a_vocabulary_with_a_missing_field_says_which(tmp_path: Path) -> None:
    folder = written(tmp_path, SMALL.format(group="money", phrases=EIGHT).replace("sentence", "sentense"))

    with pytest.raises(VocabularyInvalid, match=r"vocabulary\.toml: .*`sentence`"):
        load(folder)


def test_a_sound_vocabulary_of_ones_own_is_read(tmp_path: Path) -> None:
    folder = written(tmp_path, SMALL.format(group="money", phrases=EIGHT))

    vocabulary = load(folder)

    assert [need.code for need in vocabulary.needs] == ["debt"]
