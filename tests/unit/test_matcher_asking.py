"""Asking: a request becomes a question, or every fault of it is named."""

import msgspec
import pytest

from matcher_parts import NOW, answered, asking, interpreter, listing, question, read
from services.matcher.asking import DEFAULT_KM
from services.matcher.interpreting import Interpreting
from shared.contracts.matches import InterpretRequest, MatchRequest
from shared.contracts.needs import Term
from shared.contracts.places import Precision
from shared.errors import Invalid


def faults(**request: object) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        asking().question(msgspec.convert(request, MatchRequest), NOW)
    return {fault.field: fault.message for fault in refusal.value.faults}


def test_needs_or_text_must_be_there() -> None:
    assert set(faults()) == {"needs", "text"}
    assert set(faults(text="  \n")) == {"needs", "text"}


def test_every_unknown_need_is_named_with_what_may_be_meant() -> None:
    found = faults(needs=[{"code": "anxiety"}, {"code": "anxeity"}, {"code": "zzz"}])

    assert set(found) == {"needs[1].code", "needs[2].code"}
    assert "'anxiety'" in found["needs[1].code"]


@pytest.mark.parametrize(
    ("place", "fields"),
    [
        ({}, {"place.postcode", "place.latitude", "place.longitude"}),
        ({"latitude": 52.4}, {"place.longitude"}),
        ({"longitude": -1.8}, {"place.latitude"}),
        ({"postcode": "B33 8TH", "latitude": 52.4, "longitude": -1.8}, {"place.postcode"}),
        ({"postcode": "hello"}, {"place.postcode"}),
        ({"postcode": "ZZ99 9ZZ"}, {"place.postcode"}),
    ],
)
def test_a_place_is_a_postcode_or_a_point(place: dict[str, object], fields: set[str]) -> None:
    assert set(faults(needs=[{"code": "debt"}], place=place)) == fields


def test_all_faults_come_at_once() -> None:
    assert set(faults(needs=[{"code": "zzz"}], place={"latitude": 1.0})) == {"needs[0].code", "place.longitude"}


def test_without_a_limit_it_is_25_km_from_a_place_and_none_without_one() -> None:
    with_place = question(needs=[{"code": "debt"}], place={"postcode": "B33 8TH"})

    assert (with_place.max_km, with_place.precision) == (DEFAULT_KM, Precision.SECTOR)
    assert question(needs=[{"code": "debt"}]).max_km is None
    assert question(needs=[{"code": "debt"}], place={"postcode": "B33 8TH"}, max_km=3).max_km == 3


def test_the_answer_says_how_far_was_looked_and_how_well_the_place_is_known() -> None:
    found = answered([], question(needs=[{"code": "debt"}], place={"postcode": "B33"}))

    assert found.place is not None
    assert (found.place.precision, found.place.max_km) == (Precision.OUTCODE, 25.0)
    assert answered([], question(needs=[{"code": "debt"}])).place is None


def test_text_is_understood_as_needs_and_searched_as_words() -> None:
    found = question(text="scared to go outside since my accident")

    assert found.needs[0].code == "fear-of-going-out"
    assert found.needs[0].sure == found.needs[0].weight < 1
    assert found.words["accid"] == "accident"
    assert "accid" in found.text_stems


def test_a_need_asked_for_weighs_as_asked_even_if_it_was_heard_too() -> None:
    found = question(text="my nerves are bad", needs=[{"code": "anxiety", "weight": 0.4}, {"code": "anxiety"}])

    assert [(need.code, need.weight, need.sure) for need in found.needs] == [("anxiety", 1.0, 1.0)]


def test_what_a_text_denies_is_not_searched() -> None:
    found = question(text="no problems with housing, but I'm in debt")

    assert "hous" not in found.text_stems
    assert "housing" not in {need.code for need in found.needs}


def test_a_listing_without_any_codes_is_found_by_needs_and_by_text() -> None:
    plain = read(listing("Budget Corner", description="Help with debt, arrears and letters from bailiffs."))

    by_need = answered([plain], question(needs=[{"code": "debt"}]))
    by_text = answered([plain], question(text="the bailiffs came about my debts"))

    assert [match.name for match in by_need.matches] == ["Budget Corner"]
    assert [match.name for match in by_text.matches] == ["Budget Corner"]
    assert by_need.matches[0].meets == ("debt",)


def test_words_are_understood_as_needs_or_as_the_terms_of_a_list() -> None:
    interpreting = Interpreting(interpreter())
    terms = (Term(id="t1", name="Redundancy"), Term(id="t2", name="Swimming"))

    own = interpreting.answer(InterpretRequest(text="I got the sack last week", limit=3)).understood
    theirs = interpreting.answer(InterpretRequest(text="I got the sack last week", terms=terms)).understood

    assert len(own) <= 3
    assert all(found.code for found in own)
    assert [found.id for found in theirs][:1] == ["t1"]
