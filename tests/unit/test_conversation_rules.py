"""What may be written down of a conversation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.referrals.rules.conversations import needs_faults, offer_faults, topic_faults
from services.referrals.rules.searches import faults as search_faults
from shared.contracts.conversations import ConversationNew, NeedRecorded, SearchNew, TopicRecord
from shared.contracts.matches import MatchRequest, NeedAsked
from shared.contracts.words import TopicState

CODES = frozenset({"anxiety", "debt", "cv-help"})


@given(st.from_type(ConversationNew))
def test_an_offer_that_was_not_accepted_names_nobody_and_tells_nothing(new: ConversationNew) -> None:
    """R1, R3: whatever passes with `declined` or `undecided` is the answer alone."""
    passes = not list(offer_faults(new))

    if new.answer == "accepted":
        assert passes is (new.person is not None)
    else:
        assert passes is (new == ConversationNew(answer=new.answer))


@given(st.from_type(TopicRecord))
def test_content_belongs_to_a_discussed_topic_alone(record: TopicRecord) -> None:
    """R13."""
    empty = record.note is None and record.depth is None

    assert (not list(topic_faults(record))) is (empty or record.state is TopicState.DISCUSSED)


@given(st.lists(st.sampled_from([*sorted(CODES), "laziness", "sanction"])))
def test_every_unknown_and_every_repeated_code_is_named(codes: list[str]) -> None:
    found = {fault.field for fault in needs_faults([NeedRecorded(code=code) for code in codes], CODES)}

    wrong = {index for index, code in enumerate(codes) if code not in CODES or code in codes[:index]}
    assert found == {f"needs[{index}].code" for index in wrong}


def test_the_same_barrier_may_be_current_and_previous() -> None:
    """R15."""
    needs = [NeedRecorded(code="debt", when="previous"), NeedRecorded(code="debt", when="current")]

    assert list(needs_faults(needs, CODES)) == []


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        (MatchRequest(), ["request.needs"]),
        (MatchRequest(text="  "), ["request.needs"]),
        (MatchRequest(text="company"), []),
        (MatchRequest(needs=(NeedAsked(code="debt"), NeedAsked(code="x"))), ["request.needs[1].code"]),
    ],
)
def test_a_search_looks_for_something(asked: MatchRequest, wrong: list[str]) -> None:
    assert [fault.field for fault in search_faults(SearchNew(request=asked), CODES)] == wrong
