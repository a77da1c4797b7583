"""Postcodes as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.places.postcode import Postcode, read
from shared.places.refusals import NotAPostcode

LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
WHOLE = st.from_regex(rf"[A-Z]{{1,2}}[0-9][A-Z0-9]? [0-9][{LETTERS}]{{2}}", fullmatch=True)


@pytest.mark.parametrize(
    "written",
    ["B33 8TH", "b33 8th", "B338TH", " b33  8 t h ", "B33-8TH", "B33\u00a08TH", "B33 8TH.", "\uff2233 8TH"],
)
def test_a_postcode_is_read_in_any_case_and_spacing(written: str) -> None:
    postcode = read(written)

    assert postcode == Postcode(outcode="B33", sector="B33 8", whole="B33 8TH")


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("M11AE", "M1 1AE"),
        ("cr26xh", "CR2 6XH"),
        ("dn551pt", "DN55 1PT"),
        ("w1a1hq", "W1A 1HQ"),
        ("ec1a1bb", "EC1A 1BB"),
    ],
)
def test_each_official_format_is_read(written: str, whole: str) -> None:
    postcode = read(written)

    assert postcode.whole == whole


def test_a_letter_o_for_the_zero_after_the_space_is_understood() -> None:
    postcode = read("CF10 OAA")

    assert (postcode.whole, postcode.sector) == ("CF10 0AA", "CF10 0")


@pytest.mark.parametrize(
    ("written", "outcode", "sector"),
    [
        ("B33", "B33", None),
        ("ec1a", "EC1A", None),
        ("B13", "B13", None),
        ("B1 3", "B1", "B1 3"),
        ("b33 8", "B33", "B33 8"),
        ("B338", "B33", "B33 8"),
        ("SW1A1", "SW1A", "SW1A 1"),
        ("B 33", "B33", None),
        ("B 3", "B3", None),
    ],
)
def test_a_part_of_a_postcode_is_read_as_far_as_it_goes(written: str, outcode: str, sector: str | None) -> None:
    postcode = read(written)

    assert postcode == Postcode(outcode=outcode, sector=sector)


@pytest.mark.parametrize(
    "written", ["", "  ", "Birmingham", "12345", "B", "B33 8TC", "B33 8T", "B33 8THX", "90210", "ABC1 1AA"]
)
def test_what_cannot_be_a_postcode_is_refused_with_what_to_write(written: str) -> None:
    with pytest.raises(NotAPostcode) as refusal:
        read(written)

    assert (refusal.value.status, "B33 8TH" in refusal.value.detail) == (422, True)


@given(WHOLE, st.booleans(), st.booleans())
def test_reading_what_was_read_changes_nothing(written: str, lower: bool, joined: bool) -> None:
    sloppy = written.replace(" ", "") if joined else written

    postcode = read(sloppy.lower() if lower else sloppy)

    assert postcode.whole == written


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        postcode = read(text)
    except NotAPostcode:
        return

    assert read(postcode.whole or postcode.sector or postcode.outcode) == postcode
