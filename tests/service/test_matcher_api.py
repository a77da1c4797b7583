"""The matcher in process: it follows the directory, answers staff, and keeps nothing of what it was asked."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
import pytest_asyncio
import structlog

from fakes import MemoryBus, MovableClock, Tokens, eventually
from matcher_parts import listing, mark, service_id
from services.local.listings import documents
from services.matcher.app import create_app
from services.matcher.index.shelf import Shelf
from services.matcher.model import Offer
from services.matcher.reading import Reader
from services.matcher.settings import Settings
from services.matcher.subscriptions import Follower
from shared.bus import Stream
from shared.contracts.events import Event, ListingPublished
from shared.contracts.matches import Match, MatchAnswer
from shared.contracts.open_referral import Service
from shared.contracts.words import Role, ServiceId
from shared.errors import Unavailable
from shared.needs import vocabulary
from shared.needs.interpreter import Interpreter

DIRECTORY = Stream(name="DIRECTORY", subjects=("directory.>",), latest_only=True)
SETTINGS = Settings(issuer="http://issuer.test", jwks_url="http://issuer.test/jwks", nats_url="nats://bus.test")
Client = httpx.AsyncClient


class House:
    """A directory's stream, and matchers that follow it."""

    def __init__(self, bus: MemoryBus, tokens: Tokens, clock: MovableClock) -> None:
        self.bus, self.tokens, self.clock = bus, tokens, clock

    @asynccontextmanager
    async def matcher(self) -> AsyncGenerator[Client]:
        """A replica in this very event loop, where the bus is."""
        app = create_app(SETTINGS, verifier=self.tokens.verifier, bus=self.bus, clock=self.clock.now)
        transport = httpx.ASGITransport(app)  # pyright: ignore[reportArgumentType] -- Litestar's scope is narrower
        async with app.lifespan(), Client(transport=transport, base_url="http://matcher.test") as client:
            yield client

    async def publish(self, service: Service | None, *, id: ServiceId | None = None, version: int = 1) -> None:
        of = id or ServiceId(service.id if service else uuid4())
        data = ListingPublished(service_id=of, version=version, service=service)
        event = Event(id=uuid4(), source="/directory", type="listing.published.v1", time=self.clock.now(), data=data)
        await self.bus.publish(f"directory.services.{of}", msgspec.json.encode(event), id=str(event.id))

    async def ask(self, client: Client, **request: object) -> MatchAnswer:
        answer = await client.post("/matches", json=request, headers=self.tokens.bearer(Role.CASE_WORKER))
        assert answer.status_code == 200, answer.text
        return msgspec.json.decode(answer.content, type=MatchAnswer)


@pytest.fixture
async def house(bus: MemoryBus, tokens: Tokens, clock: MovableClock) -> House:
    await bus.ensure(DIRECTORY)
    return House(bus, tokens, clock)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def demo_house(tokens: Tokens) -> House:
    """A directory with the demo listings, which no test changes."""
    house = House(MemoryBus(), tokens, MovableClock())
    await house.bus.ensure(DIRECTORY)
    for document in documents():
        await house.publish(msgspec.convert(document, Service))
    return house


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def demo(demo_house: House) -> AsyncGenerator[Client]:
    """A matcher that has read the demo listings."""
    started: asyncio.Future[Client] = asyncio.get_running_loop().create_future()
    ending = asyncio.Event()

    async def live() -> None:
        """In one task from start to end: set-up and tear-down of a fixture are two."""
        async with demo_house.matcher() as client:
            await ready(client)
            started.set_result(client)
            await ending.wait()

    task = asyncio.create_task(live())
    yield await started
    ending.set()
    await task


async def ready(client: Client) -> None:
    async def is_ready() -> bool:
        return (await client.get("/health/ready")).status_code == 200

    await eventually(is_ready)


async def services(house: House, client: Client) -> int:
    return (await house.ask(client, text="anything")).index.services


def names(matches: Sequence[Match]) -> list[str]:
    return [match.name for match in matches]


async def test_words_and_a_place_find_help_nearby_with_reasons(demo_house: House, demo: Client) -> None:
    """R50, R57, R62: the nearest help that fits comes first, and says why."""
    found = await demo_house.ask(demo, text="scared to go outside since my accident", place={"postcode": "B33 8TH"})

    best = found.matches[0]
    assert best.name == "Small Steps Outdoors"
    assert best.score == sum(reason.effect for reason in best.reasons)
    assert "fear-of-going-out" in best.meets
    assert best.distance_km is not None
    assert found.understood[0].code == "fear-of-going-out"


async def test_the_published_example_is_answered(demo_house: House, demo: Client) -> None:
    """DESIGN, `POST /matches`: every field of the request at once."""
    found = await demo_house.ask(
        demo,
        needs=[{"code": "anxiety", "weight": 1.0}],
        text="scared to go outside since my accident",
        place={"postcode": "B33 8TH"},
        max_km=15,
        age=34,
        languages=["pl"],
        access=["step-free"],
        attend=["phone", "in-person"],
        when=["TU-evening"],
        kinds=["charity"],
        sex="female",
        cost="free",
        routes=["referral"],
        office="B33",
        earlier=[{"service_id": str(uuid4()), "reason": "at_capacity"}],
        exclude=[str(uuid4())],
        seed=0,
        limit=20,
        explain=True,
    )

    assert names(found.matches)[0] == "Small Steps Outdoors"
    assert found.together == (found.matches[0].service_id,)
    assert all(out.reasons for out in found.ruled_out)


async def test_answers_hold_every_field_for_outside_programs(demo_house: House, demo: Client) -> None:
    answer = await demo.post(
        "/matches", json={"needs": [{"code": "debt"}]}, headers=demo_house.tokens.bearer(Role.CASE_WORKER)
    )

    body = answer.json()
    assert set(body) == {
        "matches", "together", "unmet", "ruled_out", "understood", "place", "index", "seed",
    }  # fmt: skip
    assert set(body["matches"][0]) >= {
        "service_id", "location_id", "name", "organisation", "kind", "score", "meets", "distance_km", "waiting_days",
        "accepting", "assured_date", "reasons", "cautions",
    }  # fmt: skip


async def test_part_time_and_remote_work_is_found_for_who_asks_for_it(demo_house: House, demo: Client) -> None:
    """R58, R59."""
    found = await demo_house.ask(demo, needs=[{"code": "find-work"}], kinds=["employer"], hours="remote")

    assert "Customer Care from Home" in names(found.matches)
    assert "hours" in {reason.code for out in found.ruled_out for reason in out.reasons}


async def test_access_is_searched_and_what_is_unknown_is_asked(demo_house: House, demo: Client) -> None:
    """R61."""
    found = await demo_house.ask(demo, needs=[{"code": "bereavement"}], access=["step-free"])

    grief = next(match for match in found.matches if match.name == "Walking with Grief")
    assert [caution.text for caution in grief.cautions if caution.code == "access"] == ["Ask about step-free access."]


async def test_what_nobody_offers_is_unmet(demo_house: House, demo: Client) -> None:
    """R63."""
    found = await demo_house.ask(
        demo,
        needs=[{"code": "anxiety"}, {"code": "debt"}],
        place={"postcode": "TR19 7AA"},
        max_km=1,
        attend=["in-person"],
    )

    assert found.unmet == ("anxiety", "debt")
    assert found.matches == ()


async def test_a_closed_service_is_never_offered(demo_house: House, demo: Client) -> None:
    closed = {UUID(str(one["id"])) for one in documents() if one["status"] != "active"}

    found = [
        await demo_house.ask(demo, text=text, limit=100)
        for text in ("food for my family", "a cooking group", "no money left")
    ]

    assert closed
    assert closed.isdisjoint(match.service_id for one in found for match in one.matches)


async def test_our_own_advisers_are_shown_to_staff_as_such(demo_house: House, demo: Client) -> None:
    """R38."""
    found = await demo_house.ask(demo, needs=[{"code": "careers-advice"}])

    assert {match.internal for match in found.matches if match.name == "Our Careers Adviser"} == {True}


async def test_it_is_ready_only_when_it_has_caught_up(house: House) -> None:
    async with house.matcher() as client:
        await ready(client)

        assert (await client.get("/health/ready")).json()["parts"] == ["bus", "directory"]


async def test_it_is_not_ready_without_a_broker(house: House) -> None:
    async with house.matcher() as client:
        await ready(client)
        house.bus.down = True

        answer = await client.get("/health/ready")

    assert answer.status_code == 503
    assert {fault["field"] for fault in answer.json()["errors"]} == {"bus"}


async def test_a_changed_listing_is_searchable_at_once_and_a_removed_one_is_gone(house: House) -> None:
    """R105."""
    one = listing("Budget Corner", attributes=(mark("need", "debt"),))
    async with house.matcher() as client:
        await ready(client)
        await house.publish(one)
        await eventually_counts(house, client, 1)
        first = await house.ask(client, needs=[{"code": "debt"}])
        await house.publish(msgspec.structs.replace(one, attributes=(mark("need", "anxiety"),)), version=2)
        await house.publish(listing("Another"))
        await eventually_counts(house, client, 2)
        changed = await house.ask(client, needs=[{"code": "debt"}])
        await house.publish(None, id=service_id("Budget Corner"), version=3)
        await eventually_counts(house, client, 1)

    assert names(first.matches) == ["Budget Corner"]
    assert changed.unmet == ("debt",)


async def eventually_counts(house: House, client: Client, count: int) -> None:
    async def counts() -> bool:
        return await services(house, client) == count

    await eventually(counts)


async def test_an_older_version_that_comes_again_changes_nothing(house: House) -> None:
    one = listing("Budget Corner", attributes=(mark("need", "debt"),))
    async with house.matcher() as client:
        await house.publish(one, version=3)
        await eventually_counts(house, client, 1)
        await house.publish(msgspec.structs.replace(one, name="Older"), version=2)
        await house.publish(listing("Another"))
        await eventually_counts(house, client, 2)
        found = await house.ask(client, needs=[{"code": "debt"}])

    assert names(found.matches) == ["Budget Corner"]


async def test_a_message_that_cannot_be_read_is_noted_and_stops_nothing(house: House) -> None:
    with structlog.testing.capture_logs() as lines:
        await house.bus.publish("directory.services.broken", b"{", id="1")
        await house.bus.publish("directory.services.wrong", b'{"id": "x"}', id="2")
        await house.bus.publish("directory.directives.b33", b"something new", id="3")
        await house.publish(listing("After it", attributes=(mark("need", "debt"),)))
        async with house.matcher() as client:
            await ready(client)
            found = await house.ask(client, needs=[{"code": "debt"}])

    assert names(found.matches) == ["After it"]
    assert [(line["subject"], line["sequence"]) for line in lines if line["event"] == "listing.unreadable"] == [
        ("directory.services.broken", 1),
        ("directory.services.wrong", 2),
    ]


async def test_a_follower_that_meets_a_bug_is_not_ready_and_the_log_says_why(house: House) -> None:
    class Broken(Reader):
        def offer(self, listing: ListingPublished, service: Service) -> Offer:
            raise ZeroDivisionError(f"{listing.version} {service.name}")

    known = vocabulary.load()
    follower = Follower(house.bus, Shelf(), Broken(known, Interpreter(known), lambda _: None))
    await house.publish(listing("Budget Corner"))

    with structlog.testing.capture_logs() as lines:
        async with follower.running():
            await eventually(lambda: any(line["event"] == "directory.follower_ended" for line in lines))

            with pytest.raises(Unavailable, match="Restart"):
                await follower.check()

    assert isinstance(lines[-1]["exc_info"], ZeroDivisionError)


async def test_two_replicas_answer_alike(house: House) -> None:
    for document in documents():
        await house.publish(msgspec.convert(document, Service))
    question: dict[str, object] = {"text": "worried about money and my nerves", "place": {"postcode": "WV1 1RL"}}
    async with house.matcher() as early:
        await ready(early)
        for document in documents()[:40]:
            await house.publish(msgspec.convert(document, Service), version=2)
        async with house.matcher() as late:
            await ready(late)
            await eventually_counts(house, early, len(documents()))

            answers = [await house.ask(client, **question) for client in (early, late)]

    assert answers[0] == answers[1]


async def test_nothing_of_a_question_is_logged_or_published(demo_house: House, demo: Client) -> None:
    """Promise 3, the wall: codes and places pass through and leave nothing behind."""
    before = demo_house.bus.bodies("DIRECTORY")

    with structlog.testing.capture_logs() as lines:
        await demo_house.ask(
            demo, text="scared since my accident", needs=[{"code": "debt"}], place={"postcode": "B33 8TH"}
        )
        wrong = {"text": "secret", "place": {"postcode": "B33"}, "age": -1}
        await demo.post("/matches", json=wrong, headers=demo_house.tokens.bearer(Role.CASE_WORKER))
        await demo.post("/interpret", json={"text": "scared"}, headers=demo_house.tokens.bearer(Role.CASE_WORKER))

    written = str(lines)
    assert not any(told in written for told in ("scared", "debt", "B33", "secret"))
    assert demo_house.bus.bodies("DIRECTORY") == before


@pytest.mark.parametrize("path", ["/matches", "/interpret"])
@pytest.mark.parametrize("role", Role)
async def test_only_staff_and_admin_may_ask(demo_house: House, demo: Client, path: str, role: Role) -> None:
    staff = {
        Role.CASE_WORKER, Role.CAREERS_ADVISER, Role.BENEFITS_ADVISER, Role.SPECIALIST, Role.MANAGER, Role.ADMIN,
    }  # fmt: skip

    answer = await demo.post(path, json={"text": "worried"}, headers=demo_house.tokens.bearer(role))

    assert answer.status_code == (200 if role in staff else 403)


async def test_nobody_asks_without_a_sign_in(demo: Client) -> None:
    assert (await demo.post("/matches", json={"text": "worried"})).status_code == 401


async def test_every_fault_of_a_request_is_named(demo_house: House, demo: Client) -> None:
    body = {"needs": [{"code": "debt", "weight": 7}], "limit": 0, "access": ["wings"], "more": 1}

    answer = await demo.post("/matches", json=body, headers=demo_house.tokens.bearer(Role.CASE_WORKER))

    assert answer.status_code == 422
    assert {fault["field"] for fault in answer.json()["errors"]} == {"needs[0].weight", "limit", "access[0]", "more"}


async def test_words_are_interpreted_for_the_vocabulary_and_for_a_list(demo_house: House, demo: Client) -> None:
    headers = demo_house.tokens.bearer(Role.SPECIALIST)
    terms = [{"id": "t1", "name": "Redundancy"}, {"id": "t2", "name": "Swimming"}]

    own = await demo.post("/interpret", json={"text": "I owe money everywhere"}, headers=headers)
    theirs = await demo.post("/interpret", json={"text": "I got the sack", "terms": terms}, headers=headers)

    assert own.json()["understood"][0]["code"] == "debt"
    assert theirs.json()["understood"][0]["id"] == "t1"


async def test_the_weights_are_shown_to_everybody(demo: Client) -> None:
    shown = (await demo.get("/weights")).json()

    assert sum(shown["points"].values()) == 1000
