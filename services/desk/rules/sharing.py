"""What may be shared with a provider, what is ticked beforehand, and the words for it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct

from services.desk.rules.wording import access, day, field, listed, spoken
from shared.contracts.consents import ConsentNew, Evidence
from shared.contracts.people import ContactWay, Person
from shared.contracts.words import Channel, PartnerId, PersonId

AGREED_FOR = timedelta(days=182)  # proposed end of an agreement
READ_BACK = "Yes, I agree."
NOT_SHARED = "Notes of our conversation, your other needs, your health and work history, and every line without a tick"
CHANNELS = {Channel.IN_PERSON: "face-to-face", Channel.PHONE: "phone", Channel.VIDEO: "video"}


class Field(Struct, frozen=True, kw_only=True):
    """A line of the consent card."""

    name: str
    label: str
    value: str
    ticked: bool


class Offer(Struct, frozen=True, kw_only=True):
    """One provider on the consent page: who would get what, and for what."""

    service: str
    recipient: str
    partner: PartnerId
    fields: tuple[Field, ...]

    @property
    def purpose(self) -> str:
        """What for, in a sentence that stands on the receipt."""
        return f"So that {self.recipient} can get in touch about {self.service} and give that help."[:500]

    @property
    def then(self) -> str:
        """The same, as it is said."""
        return f"Then they can get in touch about {self.service} and give that help."

    def keeping(self, ticked: Sequence[str]) -> tuple[Field, ...]:
        """The lines with a tick."""
        return tuple(one for one in self.fields if one.name in ticked)


def fields(person: Person, needs: Sequence[str]) -> tuple[Field, ...]:
    """Every line that could be shared: what helps to get in touch is ticked, the rest is not.

    `needs` are the names of those that this service meets. Ways of contact that are not safe are never offered.
    """
    return tuple(_fields(person, needs))


def _fields(person: Person, needs: Sequence[str]) -> Iterator[Field]:
    yield _field("name", value=_name(person), ticked=True)
    safe = [contact for contact in person.contacts if contact.safe]
    for position, contact in enumerate(safe):
        yield _field(contact.way, value=_contact(contact), ticked=position == 0)
    yield _field("needs", value=listed(needs), ticked=True)
    if person.access:
        yield _field("access_needs", value=access(person.access), ticked=True)
    if person.communication:
        yield _field("communication", value=person.communication, ticked=True)
    if person.language or person.interpreter:
        yield _field("language", value=_language(person), ticked=True)
    if person.trusted_person:
        trusted = f"{person.trusted_person.name}, {person.trusted_person.role}"
        yield _field("trusted_person", value=trusted, ticked=False)
    if person.age is not None:
        yield _field("age", value=str(person.age), ticked=False)
    if person.postcode:
        yield _field("area", value=person.postcode.split(maxsplit=1)[0].upper(), ticked=False)


def without_doubles(found: Sequence[Field]) -> tuple[Field, ...]:
    """One line for each name: two phone numbers become one line."""
    names = dict.fromkeys(one.name for one in found)
    return tuple(_joined([one for one in found if one.name == name]) for name in names)


def consent(person: Person, offer: Offer, ticked: Sequence[str], until: date, evidence: Evidence) -> ConsentNew:
    """The agreement, as it is recorded."""
    shared = offer.keeping(ticked)
    return ConsentNew(
        person=person.id,
        recipient=str(offer.partner),
        purpose=offer.purpose,
        fields=tuple(one.name for one in shared),
        excluded=tuple(one.name for one in offer.fields if one not in shared),
        valid_until=until,
        evidence=evidence,
    )


def refused(person: PersonId, offer: Offer, today: date) -> ConsentNew:
    """That somebody said no, which has no effect on anything: no fields, and over today."""
    return ConsentNew(
        person=person,
        recipient=str(offer.partner),
        purpose=offer.purpose,
        fields=(),
        valid_until=today,
        evidence=Evidence(method="spoken", benefits_statement=True),
        agreed=False,
    )


def content(offer: Offer, ticked: Sequence[str]) -> dict[str, str]:
    """Exactly what is shared."""
    return {one.name: one.value for one in offer.keeping(ticked)}


def words(offers: Sequence[tuple[Offer, Sequence[Field]]], until: date) -> str:
    """The words that were read aloud, with what was ticked in them."""
    parts = [
        f"May I tell {offer.recipient} {spoken([one.name for one in shared])}? {offer.then}" for offer, shared in offers
    ]
    return " ".join([*parts, assurance(until)])


def assurance(until: date) -> str:
    """What holds for every agreement."""
    return (
        f"Nobody else gets it, and it ends on {day(until)}. You can stop it at any time and need give no reason. "
        "This is voluntary and has no effect on your benefits. Do you agree?"
    )


def evidence(said: str, read_back: str, channel: Channel | None) -> Evidence:
    """Spoken agreement: the words read out, and the answer."""
    return Evidence(
        method="spoken",
        words=said,
        read_back=read_back,
        channel=CHANNELS[channel or Channel.IN_PERSON],  # pyright: ignore[reportArgumentType] -- its values are of that Literal
        benefits_statement=True,
    )


def _field(name: str, *, value: str, ticked: bool) -> Field:
    return Field(name=name, label=field(name), value=value, ticked=ticked)


def _name(person: Person) -> str:
    return f"{person.name} (likes to be called {person.known_as})" if person.known_as else person.name


def _contact(contact: ContactWay) -> str:
    message = "a message may be left" if contact.may_leave_message else "please leave no message"
    spoken = contact.way == "phone"
    notes = [note for note in (contact.times, message if spoken else None) if note]
    return f"{contact.value} ({'; '.join(notes)})" if notes else contact.value


def _language(person: Person) -> str:
    named = person.language or "en"
    return f"{named}, with an interpreter" if person.interpreter else named


def _joined(found: Sequence[Field]) -> Field:
    first = found[0]
    return Field(name=first.name, label=first.label, value=" or ".join(one.value for one in found), ticked=first.ticked)
