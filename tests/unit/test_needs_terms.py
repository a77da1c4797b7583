"""Somebody else's list of needs, understood without knowing it beforehand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.needs import Term
from shared.needs.interpreter import Interpreter
from shared.needs.terms import TermInterpreter
from shared.needs.vocabulary import load

LIST = [
    Term(id="A1", name="Mental health", description="Anxiety, depression, stress and other conditions"),
    Term(id="A2", name="Physical health", description="Long-term illness or difficulty moving around"),
    Term(id="B1", name="Debt", description="Problem debt, arrears and bailiffs"),
    Term(id="B2", name="Food insecurity", description="Unable to get enough food"),
    Term(id="C1", name="Homelessness", description="No home, or about to lose one"),
    Term(id="C2", name="Travel", description="Transport, fares, and confidence to travel"),
    Term(id="D1", name="Redundancy"),
    Term(id="D2", name="Basic skills", description="Reading, writing and maths"),
    Term(id="E1", name="Beekeeping", description="Looking after hives and making honey"),
    Term(id="F1", name="Childcare", description="Care of children while working"),
    Term(id="F2", name="Substance misuse", description="Alcohol and drugs"),
    Term(id="F3", name="Social isolation", description="Loneliness and few social contacts"),
]
INTERPRETER = Interpreter(load())


@pytest.fixture(scope="module")
def terms() -> TermInterpreter:
    return INTERPRETER.of_terms(LIST)


@pytest.mark.parametrize(
    ("said", "id"),
    [
        ("I got the sack", "D1"),
        ("bailiffs keep knocking", "B1"),
        ("can't face people, my nerves are shot", "A1"),
        ("the cupboards are empty and the kids are hungry", "B2"),
        ("I've been kipping on a friend's sofa", "C1"),
        ("the bus is too much", "C2"),
        ("I can't spell", "D2"),
        ("who'd watch the baby", "F1"),
        ("I drink vodka from morning till night", "F2"),
        ("nobody to talk to from one week to the next", "F3"),
        ("my knees are bad and I can't do stairs", "A2"),
    ],
)
def test_everyday_words_find_terms_with_which_they_share_no_word(terms: TermInterpreter, said: str, id: str) -> None:
    heard = terms.understand(said)

    assert heard[0].id == id
    assert heard[0].code is None


def test_terms_that_no_vocabulary_knows_are_found_by_their_own_words(terms: TermInterpreter) -> None:
    by_description = terms.understand("I'd like to look after hives and make honey")
    by_name = terms.understand("beekeping")

    assert by_description[0].id == "E1"
    assert by_name[0].id == "E1"


def test_the_name_of_a_term_is_surest(terms: TermInterpreter) -> None:
    heard = terms.understand("Social isolation")

    assert heard[0].id == "F3"
    assert heard[0].confidence >= 0.95


@pytest.mark.parametrize(
    "said", ["no problems with debt", "I'm not homeless", "travel is fine", "", "asdf qwer", "hello"]
)
def test_what_is_denied_or_says_nothing_gives_nothing(terms: TermInterpreter, said: str) -> None:
    heard = terms.understand(said)

    assert heard == []


def test_several_terms_in_one_sentence_are_all_heard(terms: TermInterpreter) -> None:
    heard = {term.id for term in terms.understand("I lost my job, I'm drinking too much and I've nowhere to live")}

    assert {"D1", "F2", "C1"} <= heard


def test_an_empty_list_understands_nothing() -> None:
    heard = INTERPRETER.of_terms([]).understand("I'm homeless")

    assert heard == []


@given(
    st.lists(
        st.builds(Term, id=st.text(max_size=5), name=st.text(max_size=30), description=st.text(max_size=60)), max_size=6
    ),
    st.text(max_size=100),
)
def test_any_list_and_any_text_are_answered_best_first(terms: list[Term], text: str) -> None:
    heard = INTERPRETER.of_terms(terms).understand(text, 3)

    assert len(heard) <= 3
    assert all(0 < term.confidence <= 1 and term.text in text for term in heard)
    assert [term.confidence for term in heard] == sorted((term.confidence for term in heard), reverse=True)
