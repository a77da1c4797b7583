"""From what was said to what is searched for."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from services.desk.rules.filled import Filled
from services.desk.rules.today import OPEN
from shared.contracts.conversations import Conversation, NeedRecorded, Needs
from shared.contracts.matches import Earlier, MatchRequest, NeedAsked, PlaceAsked
from shared.contracts.needs import Need, Understood
from shared.contracts.people import Person
from shared.contracts.referrals import Referral
from shared.contracts.words import Access, Status
from shared.needs.vocabulary import Vocabulary

HOW_FAR: Mapping[str, str] = {
    "4.8": "Up to 3 miles",
    "16.1": "Up to 10 miles",
    "40.2": "Up to 25 miles",
    "": "Any distance",
}
USUAL = "16.1"
LIMIT = 20


class Group(Struct, frozen=True, kw_only=True):
    """A group of needs on the page."""

    code: str
    name: str
    needs: tuple[Need, ...]


class Wanted(Struct, frozen=True, kw_only=True):
    """What help is looked for."""

    needs: tuple[str, ...]
    postcode: str | None = None
    max_km: float | None = None
    access: tuple[Access, ...] = ()


def groups(words: Vocabulary) -> tuple[Group, ...]:
    """The whole vocabulary in its groups."""
    return tuple(
        Group(code=code, name=name, needs=tuple(need for need in words.needs if need.group == code))
        for code, name in words.groups.items()
    )


def names(words: Vocabulary, codes: Iterable[str]) -> list[str]:
    """Needs by their names; a code that is no longer in the vocabulary stays as it is."""
    known = {need.code: need.name for need in words.needs}
    return [known.get(code, code) for code in codes]


def known(conversation: Conversation, person: Person) -> Mapping[str, Sequence[str]]:
    """The fields of the needs page, filled in with what is known already."""
    unlimited = "" if conversation.needs else USUAL
    max_km = unlimited if conversation.max_km is None else f"{conversation.max_km:g}"
    return {
        "needs": [need.code for need in conversation.needs],
        "postcode": [conversation.postcode or person.postcode or ""],
        "max_km": [max_km if max_km in HOW_FAR else ""],
        "access": list(dict.fromkeys((*conversation.access, *person.access))),
    }


def wanted(form: Filled) -> Wanted:
    """What the needs page asks for."""
    far = form.text("max_km")
    return Wanted(
        needs=form.chosen("needs"),
        postcode=form.given("postcode"),
        max_km=float(far) if far in HOW_FAR and far else None,
        access=tuple(Access(code) for code in form.chosen("access") if code in set(Access)),
    )


def record(wanted: Wanted, before: Conversation, form: Filled) -> Needs:
    """Needs for the record: what was known of each stays, and the person's own words come with what is new."""
    known = {need.code: need for need in before.needs}
    return Needs(
        needs=tuple(
            known.get(code) or NeedRecorded(code=code, words=form.given(f"heard-{code}")) for code in wanted.needs
        ),
        postcode=wanted.postcode,
        max_km=wanted.max_km,
        access=wanted.access,
    )


def heard(understood: Iterable[Understood]) -> dict[str, str]:
    """For each code the words in which it was heard."""
    return {one.code: one.text for one in understood if one.code is not None}


def request(wanted: Wanted, person: Person, earlier: Sequence[Referral], *, office: str | None) -> MatchRequest:
    """What the matcher is asked: codes and a place, never a person.

    Services that declined before are named with their reason; those with an open referral are left out.
    """
    return MatchRequest(
        needs=tuple(NeedAsked(code=code) for code in wanted.needs),
        place=PlaceAsked(postcode=wanted.postcode) if wanted.postcode else None,
        max_km=wanted.max_km,
        age=person.age,
        languages=(person.language,) if person.language and person.language != "en" else (),
        access=wanted.access,
        office=office,
        earlier=tuple(
            Earlier(service_id=one.service_id, reason=one.reason)
            for one in earlier
            if one.status is Status.REJECTED and one.reason
        ),
        exclude=tuple(dict.fromkeys(one.service_id for one in earlier if one.status in OPEN)),
        limit=LIMIT,
    )
