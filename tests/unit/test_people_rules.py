"""What may be written down about a person, and what a change makes of it."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.referrals.rules.people import Draft, begun, changed, changes, faults, fields
from shared.contracts.people import ContactWay, PersonChange, PersonNew

JO = begun(PersonNew(name="Jo", known_as="J", age=30))


def test_what_is_known_is_named_and_nothing_else() -> None:
    assert fields(JO) == ("name", "known_as", "age")


def test_a_change_of_nothing_changes_nothing() -> None:
    assert changed(JO, PersonChange()) == JO
    assert changes(PersonChange()) == ()


def test_null_takes_away_and_what_is_left_out_stays() -> None:
    change = msgspec.json.decode(b'{"age": null, "language": "pl"}', type=PersonChange)

    after = changed(JO, change)

    assert (after.about.age, after.about.language, after.about.known_as, after.name) == (None, "pl", "J", "Jo")
    assert changes(change) == ("language", "age")


@given(st.from_type(PersonChange), st.from_type(PersonChange))
def test_the_later_change_wins_and_repeating_it_is_nothing(one: PersonChange, other: PersonChange) -> None:
    after = changed(changed(JO, one), other)

    assert changed(after, other) == after
    assert set(changes(other)) <= {*msgspec.structs.asdict(after.about), "name"}


@pytest.mark.parametrize(
    ("contact", "good"),
    [
        (ContactWay(way="phone", value="0121 496 0000", safe=True), True),
        (ContactWay(way="text", value="+44 7700 900123", safe=False), True),
        (ContactWay(way="phone", value="ask my sister", safe=True), False),
        (ContactWay(way="phone", value="1" * 16, safe=True), False),
        (ContactWay(way="email", value="jo@example.org", safe=True), True),
        (ContactWay(way="email", value="jo@example", safe=True), False),
        (ContactWay(way="email", value="jo b@example.org", safe=True), False),
        (ContactWay(way="letter", value="1 The Street", safe=True), True),
        (ContactWay(way="letter", value="  ", safe=True), False),
    ],
)
def test_a_contact_is_what_it_says(contact: ContactWay, *, good: bool) -> None:
    found = list(faults(begun(PersonNew(name="Jo", contacts=(contact,)))))

    assert [fault.field for fault in found] == ([] if good else ["contacts[0].value"])


@given(st.text(alphabet=" \t\n", min_size=1))
def test_a_name_of_spaces_is_none(name: str) -> None:
    assert [fault.field for fault in faults(Draft(name=name, about=JO.about))] == ["name"]
