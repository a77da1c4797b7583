"""The wall in a running service: what Jobcentre systems can read, down to the bytes, over pairs of histories."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from msgspec import Struct

from conftest import Databases
from fakes import MemoryBus, MovableClock, Tokens, eventually
from service.handoff_setup import NAME, NEED, POSTCODE, Json, Story, telling, written_down

NORTH, SOUTH = "north", "south"
ALL = ("sent", "accepted", "started", "completed")
Happening = Callable[[Story], Awaitable[object]]


@pytest.fixture
async def story(databases: Databases, tokens: Tokens, clock: MovableClock, bus: MemoryBus) -> AsyncIterator[Story]:
    """As in the demo: no undo window, and news leaves at once."""
    async with telling(databases, tokens, clock, bus) as story:
        await registered(story)
        yield story


@pytest.fixture
async def nightly(databases: Databases, tokens: Tokens, clock: MovableClock, bus: MemoryBus) -> AsyncIterator[Story]:
    """As in production: a quarter of an hour to undo, and a batch each evening."""
    async with telling(databases, tokens, clock, bus, undo_window=900, jobcentre_batch="17:00") as story:
        await registered(story)
        yield story


async def registered(story: Story) -> None:
    for consumer in (NORTH, SOUTH):
        await story.house.consumer(consumer)
    await eventually(lambda: {f"JOBCENTRE_{NORTH}", f"JOBCENTRE_{SOUTH}"} <= story.house.bus.streams.keys())


class Observed(Struct, frozen=True, kw_only=True):
    """Everything that a Jobcentre system can read, with random names replaced by the order in which they come."""

    messages: tuple[tuple[int, str, str], ...]
    streams: tuple[object, ...]
    granted: tuple[tuple[str, str, str], ...]


def observed(story: Story, consumer: str) -> Observed:
    bus = story.house.bus
    stream = f"JOBCENTRE_{consumer}"
    names: dict[str, str] = {}

    def plain(body: str) -> str:
        pattern = r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[BCDFGHJKMNPQRTVWXY346789]{4}-[BCDFGHJKMNPQRTVWXY346789]{4}\b"
        return re.sub(pattern, lambda found: names.setdefault(found[0], f"#{len(names)}"), body)

    return Observed(
        messages=tuple((seen.sequence, seen.subject, plain(seen.body.decode())) for seen in bus.messages[stream]),
        streams=(bus.streams[stream].subjects, bus.streams[stream].max_age_days),
        granted=tuple(sorted(grant for grant in bus.granted if grant[0] == stream)),
    )


async def types(story: Story, consumer: str) -> list[str]:
    await story.everything_left()
    return [str(event["type"]) for event in story.heard(f"JOBCENTRE_{consumer}")]


async def whole_story(story: Story) -> str:
    url = await story.accepted()
    await story.reply(url, "start")
    await story.reply(url, "outcome", outcome="helped")
    return url


async def test_without_agreement_nothing_is_heard(story: Story) -> None:
    """R3, R112: off by default."""
    await whole_story(story)

    assert await types(story, NORTH) == []


async def test_a_refused_sharing_is_like_one_that_was_never_offered(story: Story) -> None:
    """R3, R5."""
    before = observed(story, NORTH)
    await story.agree_to_tell(NORTH, *ALL, agreed=False)
    await whole_story(story)
    await story.everything_left()

    assert observed(story, NORTH) == before


async def test_unless_more_is_chosen_only_sending_and_an_end_are_told(story: Story) -> None:
    """R112."""
    await story.agree_to_tell(NORTH)
    await whole_story(story)

    assert await types(story, NORTH) == ["milestone.sent.v1", "sharing.ended.v1"]
    assert await types(story, SOUTH) == []


async def test_chosen_milestones_are_told_and_no_more(story: Story) -> None:
    await story.agree_to_tell(NORTH, "sent", "started")
    await whole_story(story)

    assert await types(story, NORTH) == ["milestone.sent.v1", "milestone.started.v1", "sharing.ended.v1"]


async def test_two_systems_cannot_join_what_they_have(story: Story) -> None:
    for consumer in (NORTH, SOUTH):
        await story.agree_to_tell(consumer, *ALL)
    await whole_story(story)
    await story.everything_left()

    north, south = ([event["data"] for event in story.heard(f"JOBCENTRE_{name}")] for name in (NORTH, SOUTH))
    assert len(north) == len(south) == 5
    for name in ("pseudonym", "reference"):
        here, there = ({str(data[name]) for data in heard} for heard in (north, south))  # pyright: ignore[reportIndexIssue] -- JSON
        assert (len(here), len(there), here & there) == (1, 1, set())


async def test_the_person_has_the_code_and_nobody_else_can_link_it(story: Story) -> None:
    agreed = (await story.agree_to_tell(NORTH)).json()
    await story.sent()
    await story.everything_left()

    receipt = (await story.get(f"/consents/{agreed['id']}/receipt")).json()
    [event] = story.heard(f"JOBCENTRE_{NORTH}")
    assert event["data"]["pseudonym"] == agreed["pseudonym_code"]  # pyright: ignore[reportIndexIssue] -- JSON
    assert any(agreed["pseudonym_code"] in line for line in receipt["lines"])


async def test_no_event_knows_a_person_a_need_a_place_a_service_or_our_ids(story: Story) -> None:
    """R2, R3."""
    await story.agree_to_tell(NORTH, *ALL)
    url = await whole_story(story)
    await story.everything_left()

    ours = [str(story.person), url.removeprefix("/referrals/"), str(story.partner), "Harbour"]
    reference = (await story.get(url)).json()["reference"]
    everything = b"".join(story.house.bus.bodies(f"JOBCENTRE_{NORTH}")).decode()
    for secret in (NAME, POSTCODE, NEED, "Counselling", "helped", "detail_url", "http", reference, *ours):
        assert secret not in everything


async def withdraw(story: Story) -> None:
    await story.post(f"{await story.sent()}/withdrawal")


async def withdraw_agreement(story: Story) -> None:
    url = await story.sent()
    await story.post(f"/consents/{(await story.get(url)).json()['consent']}/withdrawal")


async def no_places(story: Story) -> None:
    await story.answer(await story.sent(), "rejection", reason="at_capacity")


async def mistake(story: Story) -> None:
    await story.post(f"{await story.sent()}/mistake", {"reason": "Wrong provider"})


async def misses(story: Story) -> None:
    url = await story.accepted()
    await story.reply(url, "start")
    for sub_status in ("not_attended", "appointment_cancelled"):
        await story.reply(url, "progress", sub_status=sub_status)


async def attends(story: Story) -> None:
    url = await story.accepted()
    await story.reply(url, "start")
    await story.reply(url, "progress", sub_status="session_done")


async def pauses(story: Story) -> None:
    url = await story.accepted()
    await story.reply(url, "start")
    await story.post(f"{url}/pause")


async def paused_by_provider(story: Story) -> None:
    url = await story.accepted()
    await story.reply(url, "start")
    await story.reply(url, "pause", reason="Short of staff")


async def unreachable(story: Story) -> None:
    url = await story.accepted()
    for channel in ("phone", "text", "letter"):
        await story.reply(url, "progress", sub_status="contact_attempted", channel=channel)
    await story.reply(url, "failure", reason="could_not_contact")


async def closes(story: Story) -> None:
    await story.reply(await story.accepted(), "failure", reason="provider_closed")


async def stops_sharing(story: Story) -> None:
    await story.accepted()
    for consent in (await story.get(f"/people/{story.person}/consents")).json():
        if consent["recipient"].startswith("jobcentre:"):
            await story.post(f"/consents/{consent['id']}/withdrawal")


async def declines_another(story: Story) -> None:
    await story.sent()
    await story.drafted()
    await story.agree(agreed=False)


async def only_sends(story: Story) -> None:
    await story.sent()


PAIRS: list[tuple[Happening, Happening]] = [
    (withdraw, no_places),
    (withdraw_agreement, no_places),
    (mistake, no_places),
    (misses, attends),
    (pauses, paused_by_provider),
    (unreachable, closes),
    (stops_sharing, closes),
    (declines_another, only_sends),
]


@pytest.mark.parametrize(("history", "plain"), PAIRS, ids=lambda happening: happening.__name__)
@pytest.mark.parametrize("milestones", [(), ALL], ids=["default", "all"])
async def test_pairs_of_histories_are_read_alike(  # noqa: PLR0917 -- two worlds need their parts twice
    databases: Databases,
    tokens: Tokens,
    clock: MovableClock,
    history: Happening,
    plain: Happening,
    milestones: tuple[str, ...],
) -> None:
    """R2, R3, R6: messages, sequences, times, streams and consumers are the same, to the byte."""
    seen: list[tuple[Observed, Observed]] = []
    for happening in (history, plain):
        async with telling(databases, tokens, clock, MemoryBus()) as story:
            await registered(story)
            await story.agree_to_tell(NORTH, *milestones)
            await happening(story)
            await story.everything_left()
            seen.append((observed(story, NORTH), observed(story, SOUTH)))

    assert seen[0] == seen[1]
    assert seen[0][1].messages == ()


async def test_news_waits_for_the_evening_and_carries_its_time(nightly: Story) -> None:
    await nightly.agree_to_tell(NORTH, *ALL)
    await whole_story(nightly)
    before = await types(nightly, NORTH)

    nightly.house.clock.move(timedelta(hours=7, minutes=30))
    after = await types(nightly, NORTH)

    assert before == []
    assert len(after) == 5
    assert {event["time"] for event in nightly.heard(f"JOBCENTRE_{NORTH}")} == {"2026-11-25T17:00:00Z"}


async def test_what_was_undone_in_time_never_leaves(nightly: Story) -> None:
    """Row 16: a rejection that was a slip, and an acceptance that was one."""
    await nightly.agree_to_tell(NORTH, *ALL)
    url = await nightly.accepted()
    await nightly.reply(url, "undo")
    await nightly.reply(url, "rejection", reason="at_capacity")
    await nightly.reply(url, "undo")

    nightly.house.clock.move(timedelta(days=1))

    assert await types(nightly, NORTH) == ["milestone.sent.v1"]


async def test_whoever_stops_sharing_before_the_evening_was_never_heard_of(nightly: Story) -> None:
    """R6: at once."""
    agreed = (await nightly.agree_to_tell(NORTH, *ALL)).json()["id"]
    await nightly.accepted()
    await nightly.post(f"/consents/{agreed}/withdrawal")

    nightly.house.clock.move(timedelta(days=1))

    assert await types(nightly, NORTH) == []


async def test_the_end_of_an_agreement_is_told_like_any_end(nightly: Story) -> None:
    ends = (nightly.house.clock.now() + timedelta(days=3)).date().isoformat()
    await nightly.agree_to_tell(NORTH, *ALL, valid_until=ends)
    url = await nightly.accepted()
    nightly.house.clock.move(timedelta(days=4))
    await nightly.look_at_the_clocks()
    await nightly.reply(url, "start")
    nightly.house.clock.move(timedelta(days=1))

    assert await types(nightly, NORTH) == ["milestone.sent.v1", "milestone.accepted.v1", "sharing.ended.v1"]


async def test_a_milestone_does_not_leave_after_the_last_day_of_its_agreement(nightly: Story) -> None:
    today = nightly.house.clock.now().date().isoformat()
    nightly.house.clock.move(timedelta(hours=8))  # after this evening's batch
    await nightly.agree_to_tell(NORTH, *ALL, valid_until=today)
    await nightly.sent()

    nightly.house.clock.move(timedelta(days=2))
    await nightly.look_at_the_clocks()
    nightly.house.clock.move(timedelta(days=2))

    assert await types(nightly, NORTH) == []


async def test_stopping_one_of_two_agreements_with_a_system_leaves_the_other(story: Story) -> None:
    first = (await story.agree_to_tell(NORTH)).json()["id"]
    await story.agree_to_tell(NORTH, "accepted")
    url = await story.sent()
    await story.everything_left()
    await story.post(f"/consents/{first}/withdrawal")
    await story.reply(url, "acceptance", **story.yes())

    assert await types(story, NORTH) == ["milestone.sent.v1", "milestone.accepted.v1"]


async def test_milestones_that_left_are_in_the_persons_log(story: Story) -> None:
    """R110."""
    await story.agree_to_tell(NORTH)
    await story.sent()
    await story.everything_left()

    [entry] = (await story.get(f"/people/{story.person}/disclosures")).json()
    assert (entry["recipient"], entry["channel"], entry["fields"]) == (f"jobcentre:{NORTH}", "events", ["sent"])


async def test_a_person_is_one_name_to_a_system_and_each_referral_its_own(story: Story) -> None:
    await story.agree_to_tell(NORTH)
    await story.sent()
    await story.sent(service_id=str(uuid4()))
    somebody = await written_down(story.house, "cw")
    await story.agree_to_tell(NORTH, person=str(somebody))
    consent = (await story.agree(person=str(somebody))).json()["id"]
    draft = (await story.draft(consent, person=str(somebody))).json()["id"]
    await story.post(f"/referrals/{draft}/sending")
    await story.everything_left()

    data: list[Json] = [event["data"] for event in story.heard(f"JOBCENTRE_{NORTH}")]  # pyright: ignore[reportAssignmentType] -- JSON
    assert len({str(item["reference"]) for item in data}) == 3
    assert [item["pseudonym"] == data[0]["pseudonym"] for item in data] == [True, True, False]


async def test_each_system_reads_from_a_stream_and_a_consumer_of_its_own(story: Story) -> None:
    bus = story.house.bus

    assert bus.streams[f"JOBCENTRE_{NORTH}"].subjects == (f"jobcentre.{NORTH}",)
    assert (f"JOBCENTRE_{NORTH}", "reader", f"jobcentre.{NORTH}") in bus.granted
