"""Sealed text opens with its key, in its place, unchanged, and not otherwise."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.referrals.sealing import CannotBeOpened, derived, seal, unseal

KEYS = st.binary(min_size=32, max_size=32)


@given(KEYS, st.text(), st.text())
def test_what_was_sealed_opens(key: bytes, text: str, place: str) -> None:
    assert unseal(key, seal(key, text, place), place) == text


@given(KEYS, st.text(min_size=1), st.text(), st.text())
def test_it_opens_nowhere_else(key: bytes, text: str, place: str, other: str) -> None:
    sealed = seal(key, text, place)

    if other != place:
        with pytest.raises(CannotBeOpened):
            unseal(key, sealed, other)
    with pytest.raises(CannotBeOpened):
        unseal(bytes(byte ^ 1 for byte in key), sealed, place)


@given(KEYS, st.text(), st.data())
def test_a_changed_bit_is_noticed(key: bytes, text: str, data: st.DataObject) -> None:
    raw = bytearray(base64.urlsafe_b64decode(seal(key, text, "here")))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(CannotBeOpened):
        unseal(key, base64.urlsafe_b64encode(bytes(raw)).decode(), "here")


@given(KEYS, st.text())
def test_the_same_text_is_never_sealed_alike(key: bytes, text: str) -> None:
    assert seal(key, text, "here") != seal(key, text, "here")


@pytest.mark.parametrize("sealed", ["", "AAAA", "not base64 at all!"])
def test_what_was_never_sealed_does_not_open(sealed: str) -> None:
    with pytest.raises(CannotBeOpened):
        unseal(bytes(32), sealed, "here")


@given(st.binary(min_size=16), st.text(), st.text())
def test_each_purpose_has_a_key_of_its_own(secret: bytes, one: str, other: str) -> None:
    assert (derived(secret, one) == derived(secret, other)) is (one == other)
