"""Conversations: offered, reassured, topic by topic, each of which may be declined and then leaves nothing."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from conftest import Databases
from fakes import MemoryBus, MovableClock, Tokens
from service.referrals_setup import House, running, wrong_fields


@pytest.fixture
async def house(databases: Databases, tokens: Tokens, clock: MovableClock, bus: MemoryBus) -> AsyncIterator[House]:
    async with running(databases, tokens, clock, bus) as house:
        yield house


async def test_a_conversation_begins_with_seven_topics_that_nobody_has_offered_yet(house: House) -> None:
    """R7, R12, R27, R28: how, where and in which way it was offered is kept."""
    cw = house.staff("cw")
    person = await house.person(cw)
    how = {"framing": "Over a cup of tea, no forms", "channel": "phone", "venue": "library"}

    offered = await house.client.post(
        "/conversations", json={"answer": "accepted", "person": str(person), **how}, headers=cw
    )
    seen = await house.client.get(f"/conversations/{offered.json()['conversation']}", headers=cw)

    assert (offered.status_code, offered.json()["answer"]) == (201, "accepted")
    assert how.items() <= seen.json().items()
    assert seen.json()["person"] == str(person)
    assert list(seen.json()["topics"].values()) == [{"state": "not-offered"}] * 7
    assert "reassured_at" not in seen.json()


@pytest.mark.parametrize("answer", ["declined", "undecided"])
async def test_a_declined_offer_leaves_a_count_and_no_trace_of_anybody(house: House, answer: str) -> None:
    """R1, R3: the database before and after differs in one number."""
    cw = house.staff("cw")
    person = await house.person(cw)
    before = await house.dump()

    offered = await house.client.post("/conversations", json={"answer": answer}, headers=cw)
    after = await house.dump()

    assert (offered.status_code, offered.json()) == (201, {"answer": answer})
    assert {**before, "offers": []} == {**after, "offers": []}
    assert after["offers"] == [f'{{"office":"yardley","month":"2026-11-01","answer":"{answer}","count":1}}']
    assert str(person) not in "".join(after["offers"])


async def test_offers_are_counted_by_office_and_month(house: House) -> None:
    """R1."""
    for _ in range(2):
        await house.client.post("/conversations", json={"answer": "declined"}, headers=house.staff("cw"))
    far = house.staff("far", office="wolverhampton")

    await house.client.post("/conversations", json={"answer": "declined"}, headers=far)

    counted = (await house.dump())["offers"]
    assert [row[row.index("count") :] for row in counted] == ['count":1}', 'count":2}']


@pytest.mark.parametrize("answer", ["declined", "undecided"])
async def test_nobody_can_be_named_with_an_offer_that_was_not_accepted(house: House, answer: str) -> None:
    """R1, R3: not even by mistake."""
    cw = house.staff("cw")
    person = await house.person(cw)
    body = {"answer": answer, "person": str(person), "framing": "He was cross", "channel": "phone", "venue": "home"}

    refused = await house.client.post("/conversations", json=body, headers=cw)

    assert wrong_fields(refused) == {"person", "framing", "channel", "venue"}
    assert "never recorded about anybody" in refused.text
    assert (await house.dump())["offers"] == []


async def test_an_accepted_offer_needs_a_person_of_ones_own(house: House) -> None:
    theirs = await house.person(house.staff("colleague"))
    cw = house.staff("cw")

    answers = [
        await house.client.post("/conversations", json={"answer": "accepted", **person}, headers=cw)
        for person in ({}, {"person": str(theirs)}, {"person": str(uuid4())})
    ]

    assert [wrong_fields(answer) for answer in answers] == [{"person"}] * 3
    assert (await house.dump())["offers"] == []


async def test_topics_and_needs_wait_for_the_reassurance(house: House) -> None:
    """R4: first that benefits are not affected, then everything else."""
    cw = house.staff("cw")
    path = await house.conversation(cw, await house.person(cw), reassured=False)
    early = [
        await house.client.put(f"{path}/topics/goals", json={"state": "offered"}, headers=cw),
        await house.client.put(f"{path}/needs", json={"needs": []}, headers=cw),
    ]

    said = await house.client.put(f"{path}/reassurance", json={"shown": True, "read_out": True}, headers=cw)
    late = await house.client.put(f"{path}/topics/goals", json={"state": "offered"}, headers=cw)

    assert [(answer.status_code, answer.json()["type"]) for answer in early] == [
        (409, "/problems/not-reassured-yet")
    ] * 2
    assert said.json()["reassured_at"] == "2026-11-25T09:30:00Z"
    assert late.json()["topics"]["goals"] == {"state": "offered"}


async def test_a_reassurance_that_was_not_shown_is_none(house: House) -> None:
    """R4."""
    cw = house.staff("cw")
    path = await house.conversation(cw, await house.person(cw), reassured=False)

    answer = await house.client.put(f"{path}/reassurance", json={"shown": False}, headers=cw)

    assert wrong_fields(answer) == {"shown", "read_out"}


async def test_a_discussed_topic_keeps_its_note_and_depth(house: House) -> None:
    """R12, R13, R14: any topic, in any order, with nothing that must be filled in."""
    cw = house.staff("cw")
    path = await house.conversation(cw, await house.person(cw))
    await house.client.put(f"{path}/topics/next-steps", json={"state": "discussed"}, headers=cw)

    answer = await house.client.put(
        f"{path}/topics/barriers",
        json={"state": "discussed", "depth": "briefly", "note": "The bus stops too far away"},
        headers=cw,
    )

    topics = answer.json()["topics"]
    assert topics["barriers"] == {"state": "discussed", "depth": "briefly", "note": "The bus stops too far away"}
    assert (topics["next-steps"], topics["goals"]) == ({"state": "discussed"}, {"state": "not-offered"})


async def test_declining_a_topic_deletes_what_was_noted(house: House) -> None:
    """R6, R13: a declined topic keeps no content, not even what was said before."""
    cw = house.staff("cw")
    path = await house.conversation(cw, await house.person(cw))
    note = {"state": "discussed", "depth": "in-depth", "note": "Something private"}
    await house.client.put(f"{path}/topics/health-history", json=note, headers=cw)

    answer = await house.client.put(f"{path}/topics/health-history", json={"state": "declined"}, headers=cw)
    rows = (await house.dump())["conversation_topics"]

    assert answer.json()["topics"]["health-history"] == {"state": "declined"}
    assert [row for row in rows if '"note":null' not in row or '"depth":null' not in row] == []


@pytest.mark.parametrize("state", ["declined", "later", "offered", "not-offered"])
async def test_only_a_discussed_topic_can_have_content(house: House, state: str) -> None:
    """R13."""
    cw = house.staff("cw")
    path = await house.conversation(cw, await house.person(cw))

    answer = await house.client.put(
        f"{path}/topics/goals", json={"state": state, "note": "x", "depth": "briefly"}, headers=cw
    )

    assert wrong_fields(answer) == {"note", "depth"}


async def test_a_topic_that_does_not_exist_is_named(house: House) -> None:
    cw = house.staff("cw")
    path = await house.conversation(cw, await house.person(cw))

    answer = await house.client.put(f"{path}/topics/sanctions", json={"state": "discussed"}, headers=cw)

    assert wrong_fields(answer) == {"topic"}


async def test_needs_are_kept_with_the_persons_own_words_and_the_place(house: House) -> None:
    """R15: current or previous, to work or to training."""
    cw = house.staff("cw")
    path = await house.conversation(cw, await house.person(cw))
    need = {"code": "anxiety", "when": "previous", "towards": "both", "weight": 0.5, "words": "My nerves were bad"}

    answer = await house.client.put(
        f"{path}/needs",
        json={"needs": [need], "postcode": "b33 8th", "max_km": 5, "access": ["step-free"]},
        headers=cw,
    )

    seen = await house.client.get(path, headers=cw)
    assert (answer.status_code, answer.json()) == (200, seen.json())
    assert seen.json()["needs"] == [need]
    assert (seen.json()["postcode"], seen.json()["max_km"], seen.json()["access"]) == ("B33 8TH", 5, ["step-free"])


async def test_every_unknown_code_and_a_wrong_postcode_are_named_at_once(house: House) -> None:
    cw = house.staff("cw")
    path = await house.conversation(cw, await house.person(cw))
    needs = [{"code": "anxiety"}, {"code": "laziness"}, {"code": "anxiety"}, {"code": "non-compliance"}]

    answer = await house.client.put(f"{path}/needs", json={"needs": needs, "postcode": "12345"}, headers=cw)

    assert wrong_fields(answer) == {"needs[1].code", "needs[2].code", "needs[3].code", "postcode"}
    assert "needs" not in (await house.client.get(path, headers=cw)).json()


async def test_somebody_elses_conversation_is_not_there(house: House) -> None:
    """R37."""
    cw, colleague = house.staff("cw"), house.staff("colleague")
    person = await house.person(cw)
    path = await house.conversation(cw, person)

    answers = [
        await house.client.get(path, headers=colleague),
        await house.client.get("/conversations", params={"person": str(person)}, headers=colleague),
        await house.client.put(f"{path}/topics/goals", json={"state": "declined"}, headers=colleague),
        await house.client.put(f"{path}/needs", json={"needs": []}, headers=colleague),
        await house.client.put(f"{path}/reassurance", json={"shown": True, "read_out": True}, headers=colleague),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5


async def test_a_person_has_a_history_of_conversations(house: House) -> None:
    """R35, R40, R80: another conversation whenever they ask for one."""
    cw = house.staff("cw")
    person = await house.person(cw)
    first, second = await house.conversation(cw, person), await house.conversation(cw, person)

    answer = await house.client.get("/conversations", params={"person": str(person)}, headers=cw)

    assert {f"/conversations/{one['id']}" for one in answer.json()} == {first, second}


@pytest.mark.parametrize("params", [{}, {"person": "jo"}])
async def test_whose_conversations_must_be_said(house: House, params: dict[str, str]) -> None:
    answer = await house.client.get("/conversations", params=params, headers=house.staff("cw"))

    assert wrong_fields(answer) == {"person"}


async def test_no_field_of_a_conversation_can_hold_a_condition_or_a_sanction(house: House) -> None:
    """R2, R8: there is nowhere to write it."""
    cw = house.staff("cw")
    path = await house.conversation(cw, await house.person(cw))

    answers = [
        await house.client.put(f"{path}/topics/goals", json={"state": "declined", "sanction": True}, headers=cw),
        await house.client.put(f"{path}/needs", json={"needs": [], "complied": False}, headers=cw),
        await house.client.post("/conversations", json={"answer": "declined", "reason": "no"}, headers=cw),
    ]

    assert [wrong_fields(answer) for answer in answers] == [{"sanction"}, {"complied"}, {"reason"}]
