"""A referral from agreement to outcome, as each side sees it."""

from collections.abc import AsyncIterator

import pytest

from conftest import Databases
from fakes import Tokens
from service.handoff_setup import CONTENT, Story, house_of_stories, new_story
from service.referrals_setup import House


@pytest.fixture(scope="module")
async def house(databases: Databases, tokens: Tokens) -> AsyncIterator[House]:
    async with house_of_stories(databases, tokens) as house:
        yield house


@pytest.fixture
async def story(house: House) -> Story:
    return await new_story(house)


async def test_from_agreement_to_outcome_over_the_bus(story: Story) -> None:
    """R68, R69, R70, R71, R73: told once, sent, collected, accepted, and everybody sees where it stands."""
    url = await story.sent()
    await story.everything_left()
    notices = story.notice_types()

    collected = await story.collect(url)
    received = await story.reply(url, "receipt")
    accepted = await story.reply(url, "acceptance", **story.yes(message="I will ring on Friday"))
    started = await story.reply(url, "start")
    ended = await story.reply(url, "outcome", outcome="helped")

    assert notices == ["handoff.ready.v1"]
    assert collected["status"] == 200
    assert collected["content"]["content"] == CONTENT  # pyright: ignore[reportIndexIssue] -- JSON
    assert [answer["status"] for answer in (received, accepted, started, ended)] == [200] * 4
    seen = (await story.get(url)).json()
    assert [event["status"] for event in seen["events"]] == [
        "draft",
        "requested",
        "received",
        "accepted",
        "in-progress",
        "completed",
    ]
    assert (seen["label"], seen["reason"]) == ("Ended with an outcome", "helped")
    assert (seen["contact_name"], seen["message"]) == ("Sam Okoro", "I will ring on Friday")
