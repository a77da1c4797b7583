"""What makes an agreement and what it covers, and the chain that shows tampering."""

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from services.referrals.chain import broken_at, canonical, link
from services.referrals.model.consents import ConsentRow, Kind, Link, PartnerKnown
from services.referrals.rules.consent import draft_faults, new_faults, obstacles, state
from shared.contracts.consents import ConsentNew, Evidence
from shared.contracts.words import ConsentId, Milestone, PartnerId, PersonId

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
PARTNER = PartnerId(UUID(int=1))
PERSON = PersonId(UUID(int=2))
CONSENT = ConsentId(UUID(int=3))
SPOKEN = Evidence(method="spoken", words="May we?", read_back="Yes, you may.", benefits_statement=True)


def new(**changes: object) -> ConsentNew:
    given = ConsentNew(
        person=PERSON,
        recipient=str(PARTNER),
        purpose="To get in touch about counselling",
        fields=("name", "phone"),
        valid_until=date(2027, 2, 25),
        evidence=SPOKEN,
    )
    return replace(given, **changes)


def row(**changes: object) -> ConsentRow:
    given = ConsentRow(
        id=CONSENT,
        receipt_id="TK4M-9QXB",
        person=PERSON,
        recipient=str(PARTNER),
        recipient_name="Harbour Counselling CIO",
        purpose="To get in touch about counselling",
        fields=("name", "phone"),
        excluded=("diagnosis",),
        milestones=(),
        valid_from=NOW,
        valid_until=date(2026, 12, 24),
        state="given",
    )
    return replace(given, **changes)


KNOWN = PartnerKnown(id=PARTNER, legal_name="Harbour Counselling CIO", state="approved")


def test_an_agreement_with_all_its_parts_has_no_fault() -> None:
    """R69."""
    assert new_faults(new(), NOW) == []


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"evidence": replace(SPOKEN, words=None)}, ["evidence.words"]),
        ({"evidence": replace(SPOKEN, read_back=" ")}, ["evidence.read_back"]),
        ({"evidence": replace(SPOKEN, benefits_statement=False)}, ["evidence.benefits_statement"]),
        ({"valid_until": date(2026, 11, 24)}, ["valid_until"]),
        ({"valid_until": date(2029, 1, 1)}, ["valid_until"]),
        ({"fields": ()}, ["fields"]),
        ({"excluded": ("phone",)}, ["fields.phone"]),
        ({"milestones": (Milestone.SENT,)}, ["milestones"]),
        ({"recipient": "jobcentre:north"}, ["fields"]),
        (
            {"evidence": Evidence(method="spoken"), "valid_until": date(2020, 1, 1), "fields": ()},
            ["valid_until", "evidence.words", "evidence.read_back", "evidence.benefits_statement", "fields"],
        ),
    ],
)
def test_every_part_that_is_missing_is_named(changes: dict[str, object], fields: list[str]) -> None:
    found = [fault.field for fault in new_faults(new(**changes), NOW)]

    assert found == fields


def test_a_no_needs_no_evidence_and_no_fields() -> None:
    """R5: being asked and saying no is one press, whatever else was or was not said."""
    refused = new(agreed=False, evidence=Evidence(method="spoken"), fields=())

    assert new_faults(refused, NOW) == []


def test_a_signature_needs_no_words() -> None:
    signed = new(evidence=Evidence(method="signature", benefits_statement=True))

    assert new_faults(signed, NOW) == []


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 12, 24, 23, 59, tzinfo=UTC), "given"),
        (datetime(2026, 12, 25, 0, 0, tzinfo=UTC), "expired"),
    ],
)
def test_an_agreement_holds_to_the_end_of_its_last_day(at: datetime, expected: str) -> None:
    assert state(row(), at) == expected


def test_in_summer_the_last_day_ends_at_local_midnight() -> None:
    consent = row(valid_until=date(2026, 6, 30))

    assert state(consent, datetime(2026, 6, 30, 22, 59, tzinfo=UTC)) == "given"
    assert state(consent, datetime(2026, 6, 30, 23, 0, tzinfo=UTC)) == "expired"


def test_what_is_withdrawn_does_not_merely_expire() -> None:
    assert state(row(state="withdrawn"), datetime(2028, 1, 1, tzinfo=UTC)) == "withdrawn"


@pytest.mark.parametrize(
    ("consent", "partner", "content", "words"),
    [
        (row(), KNOWN, {"name": "x"}, []),
        (row(state="withdrawn"), KNOWN, {}, ["withdrawn"]),
        (row(state="refused"), KNOWN, {}, ["has not agreed"]),
        (row(valid_until=date(2026, 11, 1)), KNOWN, {}, ["come to its end"]),
        (row(person=PersonId(UUID(int=9))), KNOWN, {}, ["another person's"]),
        (row(recipient=str(UUID(int=8))), KNOWN, {}, ["another recipient"]),
        (row(recipient="jobcentre:north"), KNOWN, {}, ["another recipient"]),
        (row(), None, {}, ["not approved"]),
        (row(), replace(KNOWN, state="suspended"), {}, ["not approved"]),
        (row(), replace(KNOWN, legal_name="Somebody Else Ltd"), {}, ["legal name has changed"]),
        (row(), KNOWN, {"name": "x", "address": "y", "diagnosis": "z"}, ["'address'", "'diagnosis'"]),
        (row(state="withdrawn"), None, {"address": "y"}, ["withdrawn", "not approved", "'address'"]),
    ],
)
def test_every_reason_why_nothing_may_be_sent_is_given(
    consent: ConsentRow, partner: PartnerKnown | None, content: dict[str, str], words: list[str]
) -> None:
    """R69, R72: named recipient, purpose, fields and end date are checked together."""
    found = obstacles(consent, PERSON, partner, content, NOW)

    assert len(found) == len(words)
    assert all(word in sentence for word, sentence in zip(words, found, strict=True))


@given(st.dictionaries(st.sampled_from(["name", "phone", "address", "diagnosis", "benefit"]), st.text(), max_size=5))
def test_a_draft_may_hold_only_what_was_agreed(content: dict[str, str]) -> None:
    """R72."""
    named = {fault.field for fault in draft_faults(row(), PERSON, PARTNER, content)}

    assert named == {f"content.{name}" for name in content if name not in {"name", "phone"}}


def test_a_draft_needs_an_agreement_of_the_same_person_with_the_same_recipient() -> None:
    other = PartnerId(UUID(int=7))

    assert [fault.field for fault in draft_faults(None, PERSON, PARTNER, {})] == ["consent"]
    assert [fault.field for fault in draft_faults(row(), PersonId(UUID(int=9)), PARTNER, {})] == ["consent"]
    assert [fault.field for fault in draft_faults(row(), PERSON, other, {})] == ["partner"]


KINDS = st.lists(st.sampled_from(["given", "renewed", "withdrawn", "expired"]), min_size=2, max_size=8)


def chain(kinds: list[Kind]) -> list[Link]:
    links: list[Link] = []
    for kind in kinds:
        before = links[-1] if links else None
        links.append(link(before, consent=CONSENT, at=NOW, event=kind, by="case_worker-1", terms="sealed"))
    return links


@given(KINDS)
def test_an_untouched_chain_is_whole(kinds: list[Kind]) -> None:
    links = chain(kinds)

    assert broken_at(links, links[-1].hash) is None


@given(KINDS, st.data())
def test_a_changed_event_shows(kinds: list[Kind], data: st.DataObject) -> None:
    """R110: what was agreed cannot be altered afterwards without a trace."""
    links = chain(kinds)
    at = data.draw(st.integers(0, len(links) - 1))
    field = data.draw(st.sampled_from(["by", "terms", "previous", "hash", "number"]))
    links[at] = replace(links[at], **{field: 99 if field == "number" else "another"})

    assert broken_at(links, links[-1].hash) is not None


@given(KINDS, st.data())
def test_a_missing_event_shows(kinds: list[Kind], data: st.DataObject) -> None:
    links = chain(kinds)
    head = links[-1].hash

    del links[data.draw(st.integers(0, len(links) - 1))]

    assert broken_at(links, head) is not None


def test_canonical_json_does_not_depend_on_the_order_of_fields() -> None:
    assert canonical({"b": 1, "a": [2]}) == canonical({"a": [2], "b": 1}) == b'{"a":[2],"b":1}'
    assert msgspec.json.decode(canonical(chain(["given"])[0]))["event"] == "given"
