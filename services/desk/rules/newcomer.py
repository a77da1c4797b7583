"""A new person, from the fields of the form."""

from collections.abc import Iterator, Mapping

from services.desk.rules.filled import Filled
from shared.contracts.people import ContactWay, PersonNew
from shared.contracts.words import Access

FIELDS: Mapping[str, str] = {
    "name": "name",
    "known_as": "known_as",
    "contacts[0].value": "phone",
    "contacts[1].value": "email",
    "postcode": "postcode",
    "age": "age",
    "language": "language",
    "communication": "communication",
}


def new_person(form: Filled) -> PersonNew:
    """Everything but the name may stay empty."""
    age = form.text("age")
    return PersonNew(
        name=form.text("name"),
        known_as=form.given("known_as"),
        contacts=tuple(_contacts(form)),
        access=tuple(Access(code) for code in form.chosen("access") if code in set(Access)),
        communication=form.given("communication"),
        postcode=form.given("postcode"),
        age=int(age) if age.isdecimal() else None,
    )


def _contacts(form: Filled) -> Iterator[ContactWay]:
    phone, email = form.given("phone"), form.given("email")
    options = form.chosen("contact")
    if phone:
        yield ContactWay(way="phone", value=phone, safe="phone-safe" in options, may_leave_message="message" in options)
    if email:
        yield ContactWay(way="email", value=email, safe="email-safe" in options)
