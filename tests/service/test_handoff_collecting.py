"""Collecting: the chosen fields and nothing else, checked at that moment, and in the log before it leaves."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import msgspec
import pytest

from conftest import Databases
from fakes import Tokens
from service.handoff_setup import CONTENT, NAME, NEED, POSTCODE, Json, Story, house_of_stories, new_story
from service.referrals_setup import House

CONSENT_ENDS = timedelta(days=61)


@pytest.fixture(scope="module")
async def house(databases: Databases, tokens: Tokens) -> AsyncIterator[House]:
    async with house_of_stories(databases, tokens) as house:
        yield house


@pytest.fixture
async def story(house: House) -> Story:
    return await new_story(house)


async def consent_of(story: Story, url: str) -> str:
    return (await story.get(url)).json()["consent"]


async def log(story: Story) -> list[Json]:
    return (await story.get(f"/people/{story.person}/disclosures")).json()


async def test_preview_collection_and_log_are_the_same_bytes(story: Story) -> None:
    """R69, R72, R110: what was shown to the person is what left, to the byte."""
    url = await story.sent()
    consent = await consent_of(story, url)

    preview = await story.get(f"/consents/{consent}/preview")
    over_https = await story.get(f"{url}/content", by=story.receiver)
    asked = {"request_id": str(uuid4()), "referral_id": url.removeprefix("/referrals/")}
    over_nats = await story.house.bus.request(f"collect.{story.partner}", msgspec.json.encode(asked))

    assert preview.content == over_https.content
    assert preview.content in over_nats
    assert msgspec.json.decode(preview.content)["content"] == CONTENT
    assert {entry["payload_sha256"] for entry in await log(story)} == {sha256(preview.content).hexdigest()}


async def test_every_answer_is_in_the_log_with_what_left(story: Story) -> None:
    """R110."""
    url = await story.sent()

    await story.collect(url)
    await story.get(f"{url}/content", by=story.receiver)
    await story.post(f"{url}/withdrawal")
    await story.collect(url)

    entries = await log(story)
    assert [(entry["channel"], entry.get("refused"), entry["fields"]) for entry in entries] == [
        ("nats", "/problems/no-longer-shared", []),
        ("https", None, ["name", "phone", "postcode"]),
        ("nats", None, ["name", "phone", "postcode"]),
    ]
    assert all(entry["recipient"] == str(story.partner) for entry in entries)
    assert all(entry["recalled_at"] for entry in entries if "refused" not in entry)


async def test_another_partner_finds_nothing_and_the_person_can_see_that_it_asked(story: Story) -> None:
    url = await story.sent()
    other = await story.partner_connected("Somebody Else Ltd")

    on_nats = await story.collect(url, partner=other)
    on_https = await story.get(f"{url}/content", by=story.house.receiver(other))

    assert (on_nats["status"], "content" in on_nats) == (404, False)
    assert on_https.status_code == 404
    assert {(entry["recipient"], entry["refused"]) for entry in await log(story)} == {
        (str(other), "/problems/not-found")
    }


async def test_a_referral_that_does_not_exist_looks_like_one_of_somebody_else(story: Story) -> None:
    other = await story.partner_connected("Somebody Else Ltd")
    url = await story.sent()

    nothing = await story.collect(f"/referrals/{uuid4()}")
    somebody_elses = await story.collect(url, partner=other)

    assert nothing == somebody_elses


async def test_a_draft_cannot_be_collected(story: Story) -> None:
    url = await story.drafted()

    answer = await story.collect(url)

    assert answer["status"] == 404


@pytest.mark.parametrize(
    "ending",
    [
        ("withdrawal", "worker", {}),
        ("mistake", "worker", {"reason": "Wrong provider"}),
        ("rejection", "receiver", {"reason": "at_capacity"}),
    ],
    ids=lambda ending: ending[0],
)
async def test_after_an_end_nothing_is_collected(story: Story, ending: tuple[str, str, Json]) -> None:
    url = await story.sent()
    noun, by, body = ending

    ended = await story.post(f"{url}/{noun}", body or None, by=story.worker if by == "worker" else story.receiver)
    answer = await story.collect(url)
    over_https = await story.get(f"{url}/content", by=story.receiver)

    assert ended.status_code == 200, ended.text
    assert (answer["status"], over_https.status_code) == (410, 410)
    assert over_https.json()["type"] == "/problems/no-longer-shared"


async def test_after_the_last_day_of_agreement_nothing_is_collected(story: Story) -> None:
    url = await story.accepted()
    before = await story.collect(url)

    story.house.clock.move(CONSENT_ENDS)
    after = await story.collect(url)

    assert (before["status"], after["status"]) == (200, 410)


async def test_after_withdrawing_agreement_nothing_is_collected_not_even_with_an_old_request_id(story: Story) -> None:
    """R6: a withdrawal counts more than an answer that was given before."""
    url = await story.accepted()
    request_id = uuid4()
    first = await story.collect(url, request_id=request_id)
    again = await story.collect(url, request_id=request_id)

    await story.post(f"/consents/{await consent_of(story, url)}/withdrawal")
    later = await story.collect(url, request_id=request_id)

    assert first == again
    assert (first["status"], later["status"]) == (200, 410)


async def test_a_completed_referral_can_be_collected_while_agreement_lasts(story: Story) -> None:
    url = await story.accepted()
    await story.reply(url, "outcome", outcome="helped")

    answer = await story.collect(url)

    assert answer["status"] == 200


async def test_a_suspended_partner_collects_nothing(story: Story) -> None:
    url = await story.sent()

    await story.post(f"/partners/{story.partner}/suspension", by=story.house.admin)
    on_nats = await story.collect(url)
    on_https = await story.get(f"{url}/content", by=story.receiver)

    assert (on_nats["status"], on_https.status_code) == (404, 404)


async def test_a_request_that_cannot_be_read_names_everything(story: Story) -> None:
    answer = await story.ask(f"collect.{story.partner}", referral_id="x", more=1)

    assert answer["status"] == 422
    problem = str(answer["problem"])
    assert all(field in problem for field in ("request_id", "referral_id", "more"))


async def test_staff_cannot_collect(story: Story) -> None:
    url = await story.sent()

    answer = await story.get(f"{url}/content")

    assert answer.status_code == 403


async def test_no_notice_carries_a_name_a_place_a_need_or_a_service(story: Story) -> None:
    """R3, R72: not in subject, header or body."""
    service = str(uuid4())
    url = await story.sent(service_id=service)
    await story.post(f"{url}/withdrawal")
    await story.everything_left()

    assert story.notice_types() == ["handoff.ready.v1", "handoff.withdrawn.v1"]
    for message in story.notices:
        everything = f"{message.subject} {message.id} {message.body.decode()}"
        for secret in (NAME, "Aziz", POSTCODE, "B33", NEED, service, "ounselling", "0121", str(story.person)):
            assert secret not in everything


async def test_content_is_not_in_the_database_in_the_clear(story: Story) -> None:
    """R110: neither content nor the words of an answer can be read without the person's key."""
    url = await story.sent()
    await story.reply(url, "acceptance", **story.yes(message="She said her mother will be there"))

    async with story.house.database.transaction({"role": "system"}) as tx:
        for query in (
            "SELECT row_to_json(referrals)::text FROM referrals",
            "SELECT row_to_json(referral_events)::text FROM referral_events",
            "SELECT row_to_json(consents)::text FROM consents",
            "SELECT row_to_json(consent_events)::text FROM consent_events",
            "SELECT row_to_json(disclosures)::text FROM disclosures",
            "SELECT row_to_json(replies)::text FROM replies",
            "SELECT row_to_json(outbox)::text FROM outbox",
        ):
            rows = await tx.all(str, query)
            for word in (NAME, POSTCODE, "mother", "0121 496", "call about", "Yes, my name"):
                assert word not in "".join(rows), query


async def test_a_withdrawal_racing_with_collections_leaves_no_later_answer(story: Story) -> None:
    """R6: once withdrawing was answered, no collection that is asked then gets anything."""
    url = await story.sent()
    consent = await consent_of(story, url)
    answered = asyncio.Event()
    late: list[object] = []

    async def keep_asking() -> None:
        while not answered.is_set():
            await story.collect(url)
        late.extend([(await story.collect(url))["status"] for _ in range(3)])

    async def withdraw() -> None:
        response = await story.post(f"/consents/{consent}/withdrawal")
        assert response.status_code == 200, response.text
        answered.set()

    await asyncio.gather(keep_asking(), keep_asking(), withdraw())

    assert late == [410] * 6
    refused = [bool(entry.get("refused")) for entry in reversed(await log(story))]
    assert refused == sorted(refused)


async def test_both_notices_are_pulled_from_a_consumer_that_the_service_made(story: Story) -> None:
    await story.sent()

    assert story.house.bus.streams["HANDOFFS"].subjects == ("handoffs.*",)
    assert ("HANDOFFS", f"partner-{story.partner}", f"handoffs.{story.partner}") in story.house.bus.granted
