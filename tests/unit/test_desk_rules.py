"""What the desk decides by itself: what is ticked beforehand, what is asked for, and what stands first."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from services.desk.rules import sharing, wording
from services.desk.rules.agreeing import Ask, Signpost, answer, filled, milestones
from services.desk.rules.answering import body, faults
from services.desk.rules.asking import Wanted, known, record, request, wanted
from services.desk.rules.choice import MOST, choice
from services.desk.rules.newcomer import new_person
from services.desk.rules.offering import new_conversation, record_of
from services.desk.rules.sharing import Offer
from services.desk.rules.today import inbox, today
from services.desk.sealing import BrokenSeal, Seal
from services.desk.web.forms import Form
from shared.contracts.conversations import Conversation, NeedRecorded
from shared.contracts.people import ContactWay, Person
from shared.contracts.referrals import PartnerReferral, Referral, ReferralEvent
from shared.contracts.staff import Consumer
from shared.contracts.words import (
    STATUS_LABELS,
    Access,
    Cancellation,
    Channel,
    ConsentId,
    ConversationId,
    Failure,
    Outcome,
    PartnerId,
    PersonId,
    ReferralId,
    Rejection,
    ServiceId,
    Status,
    Topic,
    TopicState,
)

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
PERSON = Person(
    id=PersonId(uuid4()),
    reference="BCDF-GHJK",
    name="Rosa Quill",
    office="yardley",
    case_worker="asha",
    created_at=NOW,
    known_as="Rosa",
    contacts=(
        ContactWay(way="phone", value="0121 496 0001", safe=False),
        ContactWay(way="phone", value="0121 496 0002", safe=True, may_leave_message=True),
        ContactWay(way="email", value="rosa@quill.example", safe=True),
    ),
    access=(Access.QUIET_SPACE,),
    age=34,
    postcode="b33 8th",
)
TALK = Conversation(id=ConversationId(uuid4()), person=PERSON.id, started_at=NOW, topics={})


def referral(status: Status, *, days: int = 0, sub_status: str | None = None, reason: str | None = None) -> Referral:
    at = NOW - timedelta(days=days)
    return Referral(
        id=ReferralId(uuid4()),
        reference="BCDF-GHJK",
        person=PERSON.id,
        service_id=ServiceId(uuid4()),
        partner=PartnerId(uuid4()),
        partner_name="Open Door",
        needs=("anxiety",),
        consent=ConsentId(uuid4()),
        status=status,
        sub_status=sub_status,
        reason=reason,
        label=STATUS_LABELS[status],
        created_at=at,
        events=(ReferralEvent(at=at, status=status, label="", by="x"),),
    )


def received(status: Status, *, due: int | None = None, sub_status: str | None = None) -> PartnerReferral:
    return PartnerReferral(
        id=ReferralId(uuid4()),
        reference="BCDF-GHJK",
        service_id=ServiceId(uuid4()),
        status=status,
        sub_status=sub_status,
        label=STATUS_LABELS[status],
        sent_at=NOW,
        detail_url="",
        respond_by=None if due is None else NOW + timedelta(days=due),
    )


def offer() -> Offer:
    found = sharing.without_doubles(sharing.fields(PERSON, ["Anxiety"]))
    return Offer(service="Counselling", recipient="Open Door", partner=PartnerId(uuid4()), fields=found)


def ask(number: int = 0) -> Ask:
    return Ask(
        number=number,
        service_id=ServiceId(uuid4()),
        service="Counselling",
        organisation="Open Door",
        needs=("anxiety",),
        signpost=Signpost(),
        offer=offer(),
    )


def agreed(**fields: str | list[str]) -> Form:
    return Form.of(**{**filled([ask()], NOW), **fields})


def test_a_way_of_contact_that_is_not_safe_is_never_offered() -> None:
    values = [field.value for field in offer().fields]

    assert not [value for value in values if "0001" in value]
    assert "0121 496 0002 (a message may be left)" in values


def test_only_what_helps_to_get_in_touch_is_ticked_beforehand() -> None:
    """R30: access and communication needs go along; age, area and a second way of contact do not."""
    ticked = {field.name for field in offer().fields if field.ticked}

    assert ticked == {"name", "phone", "needs", "access_needs"}


@given(st.sets(st.sampled_from([field.name for field in offer().fields])))
def test_what_is_shared_is_what_was_ticked_and_the_rest_is_named_as_excluded(ticked: set[str]) -> None:
    evidence = sharing.evidence("words", "yes", Channel.PHONE)

    consent = sharing.consent(PERSON, offer(), tuple(ticked), date(2027, 1, 1), evidence)

    assert set(consent.fields) == ticked == set(sharing.content(offer(), tuple(ticked)))
    assert set(consent.fields) | set(consent.excluded) == {field.name for field in offer().fields}
    assert not set(consent.fields) & set(consent.excluded)


def test_the_words_read_aloud_name_every_ticked_line_and_say_that_benefits_are_not_affected() -> None:
    """R4, R33."""
    one = offer()

    words = sharing.words([(one, one.keeping(["name", "area"]))], date(2027, 5, 26))

    assert "your name and your area" in words
    assert "26 May 2027" in words
    assert "voluntary and has no effect on your benefits" in words


def test_every_field_that_can_be_shared_has_its_name_and_its_spoken_words() -> None:
    assert wording.FIELDS.keys() == wording.SPOKEN.keys()


def test_the_consent_page_names_every_fault_at_once() -> None:
    found = answer(agreed(**{"share-0": list[str](), "until-day": "31", "until-month": "2", "read_back": ""}), [ask()])

    assert isinstance(found, list)
    assert [fault.field for fault in found] == ["share-0", "until-day", "read_back"]


def test_nothing_is_told_to_a_jobcentre_system_without_a_tick() -> None:
    consumers = [Consumer(id="yardley-diary", name="Diary"), Consumer(id="other", name="Other")]

    assert milestones(agreed(), consumers) == {}
    assert milestones(agreed(**{"jobcentre-other": ["sent", "no-such"]}), consumers) == {"other": ("sent",)}


def test_a_declined_offer_names_nobody() -> None:
    """R1: nothing goes out but that it was declined."""
    new = new_conversation(Form.of(answer="declined", framing="as an offer", channel="phone"), PERSON.id)

    assert (new.answer, new.person, new.framing, new.channel) == ("declined", None, None, None)


@pytest.mark.parametrize("state", [state for state in TopicState if state is not TopicState.DISCUSSED])
def test_only_a_discussed_topic_keeps_a_note(state: TopicState) -> None:
    """R13."""
    kept = record_of(Form.of(state=state, note="a secret", depth="in-depth"))

    assert kept is not None
    assert (kept.note, kept.depth) == (None, None)


def test_a_topic_without_an_answer_is_no_record() -> None:
    assert record_of(Form.of(note="something")) is None


def test_a_name_is_enough_for_a_new_person() -> None:
    new = new_person(Form.of(name=" Rosa "))

    assert (new.name, new.contacts, new.access, new.age) == ("Rosa", (), (), None)


def test_what_is_safe_is_said_by_a_tick_and_never_assumed() -> None:
    new = new_person(Form.of(name="Rosa", phone="1", email="r@q.example", contact=["email-safe"]))

    assert [(one.way, one.safe) for one in new.contacts] == [("phone", False), ("email", True)]


def test_the_needs_page_begins_with_what_is_known() -> None:
    first = known(TALK, PERSON)
    later = known(replace(TALK, needs=(NeedRecorded(code="anxiety"),)), PERSON)

    assert (first["postcode"], first["max_km"], first["access"]) == (["b33 8th"], ["16.1"], ["quiet-space"])
    assert (later["needs"], later["max_km"]) == (["anxiety"], [""])


def test_a_need_keeps_the_persons_own_words() -> None:
    needs = record(Wanted(needs=("anxiety",)), TALK, Form.of(**{"heard-anxiety": "my nerves are bad"}))

    assert needs.needs[0].words == "my nerves are bad"


def test_what_declined_before_is_named_and_what_is_open_is_left_out() -> None:
    declined, waiting = referral(Status.REJECTED, reason="at_capacity"), referral(Status.REQUESTED)

    asked = request(wanted(Form.of(needs=["anxiety"], max_km="16.1")), PERSON, [declined, waiting], office="yardley")

    assert [(one.service_id, one.reason) for one in asked.earlier] == [(declined.service_id, "at_capacity")]
    assert asked.exclude == (waiting.service_id,)
    assert (asked.max_km, asked.age, asked.office) == (16.1, 34, "yardley")


@given(st.lists(st.one_of(st.uuids().map(str), st.text(max_size=40)), max_size=12))
def test_a_choice_holds_ids_and_not_too_many(ticked: list[str]) -> None:
    services = choice(ticked).services

    assert len(services) == len(set(services)) <= MOST
    assert {str(one) for one in services} <= {one.lower() for one in ticked} | {str(one) for one in services}


def test_today_shows_first_what_came_back() -> None:
    declined = referral(Status.REJECTED, days=3, reason="at_capacity")
    old = referral(Status.FAILED, days=40)
    asked = referral(Status.RECEIVED, days=30, sub_status="more_info_needed")
    long, short = referral(Status.REQUESTED, days=9), referral(Status.REQUESTED, days=1)
    accepted = referral(Status.ACCEPTED, days=2)

    found = today([short, declined, old, asked, long, accepted], NOW)

    assert found.to_do == (asked, declined)
    assert found.answered == (accepted,)
    assert found.waiting == (long, short)


def test_the_inbox_has_the_overdue_first_and_the_deletions_apart() -> None:
    late, soon, later = (received(Status.REQUESTED, due=due) for due in (-2, 1, 5))
    to_delete, gone = received(Status.CANCELLED, sub_status="stop_unconfirmed"), received(Status.CANCELLED)

    found = inbox([later, gone, soon, to_delete, late], NOW)

    assert (found.overdue, found.to_answer) == ((late,), (soon, later))
    assert (found.to_delete, found.ended) == ((to_delete,), (gone,))


@pytest.mark.parametrize("action", ["acceptance", "question", "rejection", "outcome", "failure"])
def test_an_answer_that_lacks_something_says_what(action: str) -> None:
    found = faults(action, Form.of())

    assert found
    assert all(fault.message for fault in found)


def test_an_answer_becomes_the_body_that_referrals_expects() -> None:
    form = Form.of(contact_name="Nia", **{f"contact_by-{part}": value for part, value in DATE.items()})

    assert faults("acceptance", form) == []
    assert body("acceptance", form).contact_by == date(2026, 12, 4)  # pyright: ignore[reportAttributeAccessIssue, reportOptionalMemberAccess] -- an Acceptance
    assert body("undo", form) is None


DATE = {"day": "4", "month": "12", "year": "2026"}


@pytest.mark.parametrize(
    ("km", "words"),
    [
        (0.16, "0.1 miles"),
        (1.609344, "1 mile"),
        (8.0, "5 miles"),
        (4.8, "3 miles"),
        (6.9, "4.3 miles"),
        (24.2, "15 miles"),
    ],
)
def test_distances_are_in_miles(km: float, words: str) -> None:
    assert wording.miles(km) == words


def test_every_code_that_a_page_can_meet_has_words() -> None:
    codes = {str(code) for kind in (Rejection, Failure, Cancellation, Outcome) for code in kind}

    assert codes - wording.REASONS.keys() == set()
    assert set(Topic) == set(wording.TOPICS)
    assert set(Status) == set(wording.STATUS_TAGS)


@pytest.mark.parametrize(
    ("items", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_are_read_as_people_say_them(items: list[str], words: str) -> None:
    assert wording.listed(items) == words


def test_a_seal_opens_for_its_purpose_alone_and_not_when_it_was_changed() -> None:
    seal, sealed = Seal("s" * 32), Seal("s" * 32).close("choice", choice([str(uuid4())]))

    assert seal.open("choice", type(choice([])), sealed).services
    for purpose, text in (("other", sealed), ("choice", sealed[:-3] + "abc"), ("choice", "")):
        with pytest.raises(BrokenSeal):
            seal.open(purpose, type(choice([])), text)


def test_a_mark_is_of_one_secret() -> None:
    seal = Seal("s" * 32)

    assert seal.is_marked("csrf", "visit", seal.mark("csrf", "visit"))
    assert not seal.is_marked("csrf", "another", seal.mark("csrf", "visit"))
    assert not seal.is_marked("csrf", "visit", "ü")
