"""What is wrong with what was written down about a person, and what a change makes of it."""

from collections.abc import Iterator

import msgspec
from msgspec import UNSET, Struct

from services.referrals.model.people import About
from shared.contracts.people import ContactWay, PersonChange, PersonNew
from shared.errors import Fault

FEWEST_DIGITS, MOST_DIGITS = 7, 15  # of a telephone number (ITU-T E.164)


class Draft(Struct, frozen=True, kw_only=True):
    """A person before the words are sealed."""

    name: str
    about: About


def begun(new: PersonNew) -> Draft:
    """A new person."""
    return Draft(name=new.name, about=_about(new))


def changed(draft: Draft, change: PersonChange) -> Draft:
    """With whatever is to be different."""
    given = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}
    name = given.pop("name", draft.name)
    return Draft(name=name, about=msgspec.structs.replace(draft.about, **given))


def changes(change: PersonChange) -> tuple[str, ...]:
    """The names of the fields that are to be different."""
    return tuple(name for name, value in msgspec.structs.asdict(change).items() if value is not UNSET)


def fields(draft: Draft) -> tuple[str, ...]:
    """The names of what is known."""
    known = msgspec.to_builtins(draft.about)
    return ("name", *known)


def faults(draft: Draft) -> Iterator[Fault]:
    """Everything that is wrong beyond the shape."""
    if not draft.name.strip():
        yield Fault(field="name", message="Please write a name, or what the person would like to be called")
    for index, contact in enumerate(draft.about.contacts):
        if message := _contact_fault(contact):
            yield Fault(field=f"contacts[{index}].value", message=message)


def _contact_fault(contact: ContactWay) -> str | None:
    match contact.way:
        case "phone" | "text":
            digits = sum(letter.isdigit() for letter in contact.value)
            return None if FEWEST_DIGITS <= digits <= MOST_DIGITS else "This is no telephone number"
        case "email":
            before, at, after = contact.value.partition("@")
            return None if before and at and "." in after and " " not in contact.value else "This is no e-mail address"
        case "letter":
            return None if contact.value.strip() else "Please write the address"


def _about(new: PersonNew) -> About:
    return About(
        known_as=new.known_as,
        contacts=new.contacts,
        language=new.language,
        interpreter=new.interpreter,
        access=new.access,
        communication=new.communication,
        trusted_person=new.trusted_person,
        age=new.age,
        postcode=new.postcode,
    )
