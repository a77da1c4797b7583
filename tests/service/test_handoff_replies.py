"""Replies of a partner's system: confirmed after they were committed, acted on once, and answered alike again."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import msgspec
import pytest

from conftest import Databases
from fakes import Tokens
from service.handoff_setup import Json, Story, house_of_stories, new_story
from service.referrals_setup import House


@pytest.fixture(scope="module")
async def house(databases: Databases, tokens: Tokens) -> AsyncIterator[House]:
    async with house_of_stories(databases, tokens) as house:
        yield house


@pytest.fixture
async def story(house: House) -> Story:
    return await new_story(house)


def referral(answer: Json) -> Json:
    return msgspec.convert(answer["referral"], Json)


async def test_a_reply_and_the_page_meet_the_same_action(story: Story) -> None:
    url = await story.sent()

    answer = await story.reply(url, "acceptance", **story.yes())

    assert answer["status"] == 200
    assert referral(answer) == (await story.get(url, by=story.receiver)).json()


async def test_a_repeated_request_id_gets_the_first_answer_and_is_told_so(story: Story) -> None:
    url = await story.sent()
    request_id = str(uuid4())
    body = story.yes(message="Friday")

    first = await story.reply(url, "acceptance", request_id=request_id, **body)
    await story.reply(url, "undo")
    again = await story.reply(url, "acceptance", request_id=request_id, **body)

    assert again == first | {"replayed": True}
    assert await story.status(url) == "requested"


async def test_the_same_reply_sent_at_once_acts_once(story: Story) -> None:
    url = await story.sent()
    request_id, body = str(uuid4()), story.yes()

    answers = await asyncio.gather(*(story.reply(url, "acceptance", request_id=request_id, **body) for _ in range(4)))

    assert [answer["status"] for answer in answers] == [200] * 4
    assert sorted(answer.get("replayed", False) is True for answer in answers) == [False, True, True, True]
    assert len((await story.get(url)).json()["events"]) == 3


async def test_a_refusal_is_a_first_answer_too(story: Story) -> None:
    """A copy that comes late must not do what was refused before."""
    url = await story.sent()
    request_id = str(uuid4())

    first = await story.reply(url, "start", request_id=request_id)
    await story.reply(url, "acceptance", **story.yes())
    again = await story.reply(url, "start", request_id=request_id)

    assert (first["status"], again) == (409, first | {"replayed": True})
    assert await story.status(url) == "accepted"


async def test_a_request_id_used_for_something_else_is_refused(story: Story) -> None:
    url = await story.sent()
    request_id = str(uuid4())
    await story.reply(url, "receipt", request_id=request_id)

    answer = await story.reply(url, "rejection", request_id=request_id, reason="at_capacity")

    assert (answer["status"], "used before" in str(answer["problem"])) == (422, True)
    assert await story.status(url) == "received"


@pytest.mark.parametrize(
    ("reply", "fields"),
    [
        ({}, {"request_id", "referral_id", "action"}),
        ({"request_id": "x", "referral_id": 1, "action": "sending"}, {"request_id", "referral_id", "action"}),
        ({"action": "acceptance", "more": 1}, {"request_id", "referral_id", "contact_name", "contact_by", "more"}),
        (
            {"action": "rejection", "reason": "because"},
            {"request_id", "referral_id", "reason"},
        ),
        ({"action": "receipt", "note": "x"}, {"request_id", "referral_id", "note"}),
    ],
)
async def test_a_faulty_reply_names_every_field(story: Story, reply: Json, fields: set[str]) -> None:
    answer = await story.ask(f"replies.{story.partner}", **reply)

    assert answer["status"] == 422
    errors = msgspec.convert(answer["errors"], list[str])
    assert {error.split(":", maxsplit=1)[0] for error in errors} == fields


async def test_a_reply_that_was_put_right_keeps_its_request_id(story: Story) -> None:
    url = await story.sent()
    request_id = str(uuid4())

    wrong = await story.reply(url, "acceptance", request_id=request_id, **story.yes(contact_by="2026-11-01"))
    right = await story.reply(url, "acceptance", request_id=request_id, **story.yes())

    assert (wrong["status"], wrong["errors"]) == (
        422,
        ["contact_by: This day has passed. Name a day from today on."],
    )
    assert (right["status"], "replayed" in right) == (200, False)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff\xfe"])
async def test_what_is_no_reply_is_answered_all_the_same(story: Story, body: bytes) -> None:
    answer = msgspec.json.decode(await story.house.bus.request(f"replies.{story.partner}", body), type=Json)

    assert answer["status"] == 422


async def test_another_partner_cannot_answer(story: Story) -> None:
    url = await story.sent()
    other = await story.partner_connected("Somebody Else Ltd")
    head = {"request_id": str(uuid4()), "referral_id": url.removeprefix("/referrals/")}

    answer = await story.ask(f"replies.{other}", **head, action="rejection", reason="at_capacity")

    assert (answer["status"], await story.status(url)) == (404, "requested")


async def test_a_suspended_partner_cannot_answer(story: Story) -> None:
    url = await story.sent()
    await story.post(f"/partners/{story.partner}/suspension", by=story.house.admin)

    answer = await story.reply(url, "receipt")

    assert (answer["status"], await story.status(url)) == (404, "requested")


async def test_a_whole_story_by_replies(story: Story) -> None:
    """R73, R74: each action of REFERRALS section 6, one after another."""
    url = await story.sent()
    steps: list[tuple[str, Json]] = [
        ("receipt", {}),
        ("question", {"text": "Which days suit?", "fields": ["best_time"]}),
        ("acceptance", story.yes()),
        ("progress", {"sub_status": "contact_attempted", "channel": "phone"}),
        ("pause", {"reason": "Waiting list", "expected": "2027-01-11"}),
        ("start", {}),
        ("progress", {"sub_status": "not_attended"}),
        ("progress", {"sub_status": "session_done"}),
        ("pause", {"reason": "Holidays"}),
        ("start", {}),
        ("outcome", {"outcome": "partly_helped"}),
    ]

    answers = [await story.reply(url, action, **body) for action, body in steps]

    assert [(answer["status"], referral(answer).get("sub_status")) for answer in answers] == [
        (200, "under_review"),
        (200, "more_info_needed"),
        (200, "to_contact"),
        (200, "contact_attempted"),
        (200, "waitlisted"),
        (200, "engaged"),
        (200, "not_attended"),
        (200, "session_done"),
        (200, "paused_by_provider"),
        (200, "engaged"),
        (200, None),
    ]
    assert referral(answers[1])["question"] == "Which days suit?"


async def test_could_not_contact_needs_attempts(story: Story) -> None:
    """Row 12."""
    url = await story.accepted()
    early = await story.reply(url, "failure", reason="could_not_contact")
    for channel in ("phone", "phone", "text"):
        await story.reply(url, "progress", sub_status="contact_attempted", channel=channel)

    late = await story.reply(url, "failure", reason="could_not_contact")

    assert (early["status"], late["status"]) == (422, 200)


async def test_deletion_is_confirmed_once_and_the_reason_stays(story: Story) -> None:
    url = await story.sent()
    await story.collect(url)
    await story.post(f"{url}/withdrawal", {"reason": "moved_area"})

    confirmed = await story.reply(url, "deletion")
    twice = await story.reply(url, "deletion")

    seen = (await story.get(url)).json()
    assert (confirmed["status"], twice["status"]) == (200, 409)
    assert (seen["sub_status"], seen["reason"]) == ("stop_confirmed", "moved_area")
    assert seen["deletion_confirmed_at"]


async def test_a_partner_that_is_approved_later_is_answered_without_a_restart(story: Story) -> None:
    other = await story.partner_connected("Somebody Else Ltd")

    answer = await story.ask(f"collect.{other}", request_id=str(uuid4()), referral_id=str(uuid4()))

    assert answer["status"] == 404
    assert ("HANDOFFS", f"partner-{other}", f"handoffs.{other}") in story.house.bus.granted


@pytest.mark.parametrize("room", ["collect", "replies"])
async def test_a_hostile_question_is_answered_too(story: Story, room: str) -> None:
    answer = await story.house.bus.request(f"{room}.{story.partner}", b"[" * 100_000)

    assert msgspec.json.decode(answer, type=Json)["status"] == 400


async def test_a_text_that_no_database_keeps_is_named_to_the_partner(story: Story) -> None:
    url = await story.accepted()

    answer = await story.reply(url, "progress", sub_status="contact_attempted", channel="phone\0")

    assert (answer["status"], answer["errors"]) == (422, ["channel: This has a character that is no text (U+0000)"])


async def test_a_refusal_is_not_taken_back_after_the_person_withdrew(story: Story) -> None:
    """What was stopped stays stopped, also where the provider's answer could still be undone."""
    url = await story.sent()
    consent = (await story.get(url)).json()["consent"]
    await story.answer(url, "rejection", reason="at_capacity")
    await story.post(f"/consents/{consent}/withdrawal")

    undone = await story.answer(url, "undo")

    assert (undone.status_code, await story.status(url)) == (409, "rejected")


async def test_a_refusal_is_not_taken_back_once_the_person_was_referred_there_again(story: Story) -> None:
    url = await story.sent()
    await story.answer(url, "rejection", reason="at_capacity")
    await story.sent(service_id=(await story.get(url)).json()["service_id"])

    undone = await story.answer(url, "undo")

    assert (undone.status_code, await story.status(url)) == (409, "rejected")


async def test_a_suspended_partner_is_not_even_answered_as_before(story: Story) -> None:
    url, again = await story.sent(), str(uuid4())
    first = await story.reply(url, "receipt", request_id=again)
    await story.post(f"/partners/{story.partner}/suspension", by=story.house.admin)

    second = await story.reply(url, "receipt", request_id=again)

    assert (first["status"], second["status"], "referral" in second) == (200, 404, False)
