"""The wall in a running service: what Jobcentre systems can read, down to the bytes, over pairs of histories."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest
from msgspec import Struct, structs

from conftest import Databases
from fakes import Tokens, eventually
from service.handoff_setup import NAME, NEED, POSTCODE, Json, Story, house_of_stories, new_story, written_down
from service.referrals_setup import House

ALL = ("sent", "accepted", "started", "completed")
Happening = Callable[["World"], Awaitable[object]]


class World(Story, frozen=True, kw_only=True):
    """A story, and two Jobcentre systems."""

    north: str
    south: str


@pytest.fixture(scope="module")
async def at_once(databases: Databases, tokens: Tokens) -> AsyncIterator[House]:
    """As in the demo: no undo window, and news leaves at once."""
    async with house_of_stories(databases, tokens) as house:
        yield house


@pytest.fixture(scope="module")
async def evenings(databases: Databases, tokens: Tokens) -> AsyncIterator[House]:
    """As in production: a quarter of an hour to undo, and a batch each evening."""
    async with house_of_stories(databases, tokens, undo_window=900, jobcentre_batch="17:00") as house:
        yield house


@pytest.fixture
async def story(at_once: House) -> World:
    return await new_world(at_once)


@pytest.fixture
async def nightly(evenings: House) -> World:
    return await new_world(evenings)


async def new_world(house: House) -> World:
    north, south = [await house.consumer(f"office-{uuid4()}") for _ in range(2)]
    await eventually(lambda: {f"JOBCENTRE_{north}", f"JOBCENTRE_{south}"} <= house.bus.streams.keys())
    return World(**structs.asdict(await new_story(house)), north=north, south=south)


class Observed(Struct, frozen=True, kw_only=True):
    """Everything that a Jobcentre system can read, with random names replaced by the order in which they come."""

    messages: tuple[tuple[int, str, str], ...]
    subjects: tuple[str, ...]
    days: int | None
    granted: tuple[tuple[str, ...], ...]


def observed(story: World, consumer: str) -> Observed:
    bus = story.house.bus
    stream = f"JOBCENTRE_{consumer}"
    names: dict[str, str] = {consumer.removeprefix("office-"): "itself"}

    def plain(body: str) -> str:
        pattern = r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[BCDFGHJKMNPQRTVWXY346789]{4}-[BCDFGHJKMNPQRTVWXY346789]{4}\b"
        return re.sub(pattern, lambda found: names.setdefault(found[0], f"#{len(names)}"), body)

    return Observed(
        messages=tuple(
            (seen.sequence, plain(seen.subject), plain(seen.body.decode())) for seen in bus.messages[stream]
        ),
        subjects=tuple(plain(subject) for subject in bus.streams[stream].subjects),
        days=bus.streams[stream].max_age_days,
        granted=tuple(sorted(tuple(plain(part) for part in grant) for grant in bus.granted if grant[0] == stream)),
    )


def data_of(story: World, consumer: str) -> list[Json]:
    return [msgspec.convert(event["data"], Json) for event in story.heard(consumer)]


async def types(story: World, consumer: str) -> list[str]:
    await story.everything_left()
    return [str(event["type"]) for event in story.heard(consumer)]


async def whole_story(story: World) -> str:
    url = await story.accepted()
    await story.reply(url, "start")
    await story.reply(url, "outcome", outcome="helped")
    return url


async def test_without_agreement_nothing_is_heard(story: World) -> None:
    """R3, R112: off by default."""
    await whole_story(story)

    assert await types(story, story.north) == []


async def test_a_refused_sharing_is_like_one_that_was_never_offered(story: World) -> None:
    """R3, R5."""
    before = observed(story, story.north)
    await story.agree_to_tell(story.north, *ALL, agreed=False)
    await whole_story(story)
    await story.everything_left()

    assert observed(story, story.north) == before


async def test_unless_more_is_chosen_only_sending_and_an_end_are_told(story: World) -> None:
    """R112."""
    await story.agree_to_tell(story.north)
    await whole_story(story)

    assert await types(story, story.north) == ["milestone.sent.v1", "sharing.ended.v1"]
    assert await types(story, story.south) == []


async def test_chosen_milestones_are_told_and_no_more(story: World) -> None:
    await story.agree_to_tell(story.north, "sent", "started")
    await whole_story(story)

    assert await types(story, story.north) == ["milestone.sent.v1", "milestone.started.v1", "sharing.ended.v1"]


async def test_two_systems_cannot_join_what_they_have(story: World) -> None:
    for consumer in (story.north, story.south):
        await story.agree_to_tell(consumer, *ALL)
    await whole_story(story)
    await story.everything_left()

    north, south = (data_of(story, consumer) for consumer in (story.north, story.south))
    assert len(north) == len(south) == 5
    for name in ("pseudonym", "reference"):
        here, there = ({str(data[name]) for data in heard} for heard in (north, south))
        assert (len(here), len(there), len(here & there)) == (1, 1, 0)


async def test_the_person_has_the_code_and_nobody_else_can_link_it(story: World) -> None:
    agreed = (await story.agree_to_tell(story.north)).json()
    await story.sent()
    await story.everything_left()

    receipt = (await story.get(f"/consents/{agreed['id']}/receipt")).json()
    [data] = data_of(story, story.north)
    assert data["pseudonym"] == agreed["pseudonym_code"]
    assert any(agreed["pseudonym_code"] in line for line in receipt["lines"])


async def test_no_event_knows_a_person_a_need_a_place_a_service_or_our_ids(story: World) -> None:
    """R2, R3."""
    await story.agree_to_tell(story.north, *ALL)
    url = await whole_story(story)
    await story.everything_left()

    ours = [str(story.person), url.removeprefix("/referrals/"), str(story.partner), "Harbour"]
    reference = (await story.get(url)).json()["reference"]
    everything = b"".join(story.house.bus.bodies(f"JOBCENTRE_{story.north}")).decode()
    for secret in (NAME, POSTCODE, NEED, "Counselling", "helped", "detail_url", "http", reference, *ours):
        assert secret not in everything


async def withdraw(story: World) -> None:
    await story.post(f"{await story.sent()}/withdrawal")


async def withdraw_agreement(story: World) -> None:
    url = await story.sent()
    await story.post(f"/consents/{(await story.get(url)).json()['consent']}/withdrawal")


async def no_places(story: World) -> None:
    await story.answer(await story.sent(), "rejection", reason="at_capacity")


async def mistake(story: World) -> None:
    await story.post(f"{await story.sent()}/mistake", {"reason": "Wrong provider"})


async def misses(story: World) -> None:
    url = await story.accepted()
    await story.reply(url, "start")
    for sub_status in ("not_attended", "appointment_cancelled"):
        await story.reply(url, "progress", sub_status=sub_status)


async def attends(story: World) -> None:
    url = await story.accepted()
    await story.reply(url, "start")
    await story.reply(url, "progress", sub_status="session_done")


async def pauses(story: World) -> None:
    url = await story.accepted()
    await story.reply(url, "start")
    await story.post(f"{url}/pause")


async def paused_by_provider(story: World) -> None:
    url = await story.accepted()
    await story.reply(url, "start")
    await story.reply(url, "pause", reason="Short of staff")


async def unreachable(story: World) -> None:
    url = await story.accepted()
    for channel in ("phone", "text", "letter"):
        await story.reply(url, "progress", sub_status="contact_attempted", channel=channel)
    await story.reply(url, "failure", reason="could_not_contact")


async def closes(story: World) -> None:
    await story.reply(await story.accepted(), "failure", reason="provider_closed")


async def stops_sharing(story: World) -> None:
    await story.accepted()
    for consent in (await story.get(f"/people/{story.person}/consents")).json():
        if consent["recipient"].startswith("jobcentre:"):
            await story.post(f"/consents/{consent['id']}/withdrawal")


async def declines_another(story: World) -> None:
    await story.sent()
    await story.drafted()
    await story.agree(agreed=False)


async def only_sends(story: World) -> None:
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
async def test_pairs_of_histories_are_read_alike(
    at_once: House, history: Happening, plain: Happening, milestones: tuple[str, ...]
) -> None:
    """R2, R3, R6: messages, sequences, times, streams and consumers are the same, to the byte."""
    seen: list[tuple[Observed, Observed]] = []
    for happening in (history, plain):
        story = await new_world(at_once)
        await story.agree_to_tell(story.north, *milestones)
        await happening(story)
        await story.everything_left()
        seen.append((observed(story, story.north), observed(story, story.south)))

    assert seen[0] == seen[1]
    assert seen[0][0].messages
    assert seen[0][1].messages == ()


async def test_news_waits_for_the_evening_and_carries_its_time(nightly: World) -> None:
    await nightly.agree_to_tell(nightly.north, *ALL)
    await whole_story(nightly)
    before = await types(nightly, nightly.north)

    nightly.house.clock.move(timedelta(hours=7, minutes=30))
    after = await types(nightly, nightly.north)

    assert before == []
    assert len(after) == 5
    assert {event["time"] for event in nightly.heard(nightly.north)} == {"2026-11-25T17:00:00Z"}


async def test_what_was_undone_in_time_never_leaves(nightly: World) -> None:
    """Row 16: a rejection that was a slip, and an acceptance that was one."""
    await nightly.agree_to_tell(nightly.north, *ALL)
    url = await nightly.accepted()
    await nightly.reply(url, "undo")
    await nightly.reply(url, "rejection", reason="at_capacity")
    await nightly.reply(url, "undo")

    nightly.house.clock.move(timedelta(days=1))

    assert await types(nightly, nightly.north) == ["milestone.sent.v1"]


async def test_whoever_stops_sharing_before_the_evening_was_never_heard_of(nightly: World) -> None:
    """R6: at once."""
    agreed = (await nightly.agree_to_tell(nightly.north, *ALL)).json()["id"]
    await nightly.accepted()
    await nightly.post(f"/consents/{agreed}/withdrawal")

    nightly.house.clock.move(timedelta(days=1))

    assert await types(nightly, nightly.north) == []


async def test_the_end_of_an_agreement_is_told_like_any_end(nightly: World) -> None:
    ends = (nightly.house.clock.now() + timedelta(days=3)).date().isoformat()
    await nightly.agree_to_tell(nightly.north, *ALL, valid_until=ends)
    url = await nightly.accepted()
    nightly.house.clock.move(timedelta(days=4))
    await nightly.look_at_the_clocks()
    await nightly.reply(url, "start")
    nightly.house.clock.move(timedelta(days=1))

    assert await types(nightly, nightly.north) == ["milestone.sent.v1", "milestone.accepted.v1", "sharing.ended.v1"]


async def test_news_that_was_due_still_leaves_when_the_agreement_has_ended_meanwhile(nightly: World) -> None:
    """The broker was away over the end of the agreement."""
    nightly.house.bus.down = True
    ends = (nightly.house.clock.now() + timedelta(days=1)).date().isoformat()
    await nightly.agree_to_tell(nightly.north, valid_until=ends)
    await nightly.sent()
    nightly.house.clock.move(timedelta(days=2))
    await nightly.look_at_the_clocks()
    nightly.house.clock.move(timedelta(days=1))
    nightly.house.bus.down = False

    assert await types(nightly, nightly.north) == ["milestone.sent.v1", "sharing.ended.v1"]


async def test_a_milestone_does_not_leave_after_the_last_day_of_its_agreement(nightly: World) -> None:
    today = nightly.house.clock.now().date().isoformat()
    nightly.house.clock.move(timedelta(hours=8))  # after this evening's batch
    await nightly.agree_to_tell(nightly.north, *ALL, valid_until=today)
    await nightly.sent()

    nightly.house.clock.move(timedelta(days=2))
    await nightly.look_at_the_clocks()
    nightly.house.clock.move(timedelta(days=2))

    assert await types(nightly, nightly.north) == []


async def test_stopping_one_of_two_agreements_with_a_system_leaves_the_other(story: World) -> None:
    first = (await story.agree_to_tell(story.north)).json()["id"]
    await story.agree_to_tell(story.north, "accepted")
    url = await story.sent()
    await story.everything_left()
    await story.post(f"/consents/{first}/withdrawal")
    await story.reply(url, "acceptance", **story.yes())

    assert await types(story, story.north) == ["milestone.sent.v1", "milestone.accepted.v1"]


async def test_milestones_that_left_are_in_the_persons_log(story: World) -> None:
    """R110."""
    await story.agree_to_tell(story.north)
    await story.sent()
    await story.everything_left()

    [entry] = (await story.get(f"/people/{story.person}/disclosures")).json()
    assert (entry["recipient"], entry["channel"], entry["fields"]) == (f"jobcentre:{story.north}", "events", ["sent"])


async def test_a_person_is_one_name_to_a_system_and_each_referral_its_own(story: World) -> None:
    await story.agree_to_tell(story.north)
    await story.sent()
    await story.sent(service_id=str(uuid4()))
    somebody = await written_down(story.house, "cw")
    await story.agree_to_tell(story.north, person=str(somebody))
    consent = (await story.agree(person=str(somebody))).json()["id"]
    draft = (await story.draft(consent, person=str(somebody))).json()["id"]
    await story.post(f"/referrals/{draft}/sending")
    await story.everything_left()

    data = data_of(story, story.north)
    assert len({str(item["reference"]) for item in data}) == 3
    assert [item["pseudonym"] == data[0]["pseudonym"] for item in data] == [True, True, False]


async def test_each_system_reads_from_a_stream_and_a_consumer_of_its_own(story: World) -> None:
    bus = story.house.bus

    assert bus.streams[f"JOBCENTRE_{story.north}"].subjects == (f"jobcentre.{story.north}",)
    assert (f"JOBCENTRE_{story.north}", "reader", f"jobcentre.{story.north}") in bus.granted
