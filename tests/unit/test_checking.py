"""Every wrong field is named at once."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

import msgspec
import pytest
from msgspec import Meta, Struct

from shared.checking import NO_TEXT, TooDeep, convert, decode, faults
from shared.errors import Fault, Invalid


class Inner(Struct, forbid_unknown_fields=True):
    """A part."""

    code: Annotated[str, Meta(min_length=1)]
    weight: Annotated[float, Meta(gt=0, le=1)] = 1.0


class Outer(Struct, forbid_unknown_fields=True):
    """A whole."""

    name: str
    parts: tuple[Inner, ...] = ()
    one: Inner | None = None
    words: dict[str, int] = {}


def faults_of(body: bytes) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        decode(Outer, body)
    return {fault.field: fault.message for fault in refused.value.faults}


def test_every_wrong_field_is_named_with_its_place() -> None:
    found = faults_of(b'{"parts": [{"code": ""}, {"code": "a", "weight": 2}], "one": {"x": 1}, "words": {"k": "v"}}')

    assert set(found) == {"name", "parts[0].code", "parts[1].weight", "one.code", "one.x", "words.k"}


def test_what_is_missing_and_what_is_unknown_are_said_in_words() -> None:
    found = faults_of(b'{"nam": "A"}')

    assert found == {"name": "This is required.", "nam": "There is no such field."}


def test_text_that_is_not_json_is_said_to_be_so() -> None:
    with pytest.raises(Invalid) as refused:
        decode(Outer, b"{")

    assert refused.value.faults[0].message.startswith("This is not JSON")


def test_a_list_where_an_object_belongs_is_one_fault() -> None:
    with pytest.raises(Invalid) as refused:
        convert(Outer, [])

    assert refused.value.faults == (Fault(field="", message="This must be an object, not a list."),)


def test_what_is_right_is_converted() -> None:
    found = decode(Outer, msgspec.json.encode({"name": "A", "parts": [{"code": "b"}]}))

    assert found == Outer(name="A", parts=(Inner(code="b"),))


class Colour(StrEnum):
    """A choice."""

    RED = "red"
    BLUE = "blue"


@pytest.mark.parametrize(
    ("form", "given", "sentence"),
    [
        (Annotated[int, Meta(ge=0)], -1, "This must be at least 0."),
        (Annotated[float, Meta(le=1)], 2.0, "This must be at most 1.0."),
        (Annotated[str, Meta(min_length=1)], "", "This must have at least 1 characters."),
        (Annotated[list[int], Meta(max_length=1)], [1, 2], "This must have at most 1 entries."),
        (int, "1", "This must be a whole number, not text."),
        (int | None, "1", "This must be a whole number or nothing, not text."),
        (Colour, "green", "This must be one of: red, blue."),
        (Colour | None, "green", "This must be one of: red, blue."),
        (Literal["a", "b"], "c", "This must be one of: a, b."),
        (UUID, "x", "This must be a UUID."),
        (datetime, "x", "This must be a date and time such as 2026-11-25T09:30:00Z."),
        (date, "x", "This must be a date such as 2026-11-25."),
    ],
)
def test_a_fault_is_a_sentence_that_says_what_would_be_right(form: object, given: object, sentence: str) -> None:
    found = [fault.message for fault in faults(form, given)]

    assert found == [sentence]


def test_at_most_a_hundred_faults_are_named() -> None:
    with pytest.raises(Invalid) as refused:
        convert(Outer, {"name": "A", "parts": [{"code": ""}] * 1000})

    assert len(refused.value.faults) == 100


def test_a_body_of_nothing_but_brackets_is_refused() -> None:
    with pytest.raises(TooDeep):
        decode(Outer, b"[" * 100_000)


def test_text_that_no_database_keeps_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        decode(Outer, b'{"name": "a\\u0000b", "parts": [{"code": "\\u0000"}]}')

    found = {fault.field: fault.message for fault in refused.value.faults}
    assert found == {"name": NO_TEXT, "parts[0].code": NO_TEXT}
