"""A referral from agreement to outcome, as each side sees it."""

from collections.abc import AsyncIterator

import pytest

from conftest import Databases
from fakes import MemoryBus, MovableClock, Tokens
from service.handoff_setup import CONTENT, Story, telling


@pytest.fixture
async def story(databases: Databases, tokens: Tokens, clock: MovableClock, bus: MemoryBus) -> AsyncIterator[Story]:
    async with telling(databases, tokens, clock, bus) as story:
        yield story


async def test_from_agreement_to_outcome_over_the_bus(story: Story) -> None:
    """R68, R69, R70, R71, R73: told once, sent, collected, accepted, and everybody sees where it stands."""
    url = await story.sent()
    await story.everything_left()
    [notice] = story.heard("HANDOFFS")

    collected = await story.collect(url)
    received = await story.reply(url, "receipt")
    accepted = await story.reply(url, "acceptance", **story.yes(message="I will ring on Friday"))
    started = await story.reply(url, "start")
    ended = await story.reply(url, "outcome", outcome="helped")

    assert (notice["type"], notice["source"]) == ("handoff.ready.v1", "/referrals")
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
