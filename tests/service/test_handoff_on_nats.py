"""The handoff with a real broker: a partner system and a Jobcentre system, each in an account of its own."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import msgspec
import nats.errors
import pytest
from litestar.testing import AsyncTestClient
from msgspec.structs import replace
from nats.aio.client import Client

from conftest import Broker, Databases
from fakes import MemoryBus, MovableClock, Tokens, eventually
from service.handoff_setup import CONTENT, Json, Story, written_down
from service.referrals_setup import House, running
from services.local import accounts
from services.local import nats as server
from services.referrals.app import create_app
from shared.db import Database


class Outside:
    """A program outside the house, in its own account."""

    def __init__(self, broker: Broker, outsider: accounts.Outsider, keys: server.KeyPair) -> None:
        self.nc = Client()
        self._broker, self._outsider, self._seed = broker, outsider, keys.seed
        broker.let_in(outsider)

    async def connected(self) -> bool:
        try:
            await self.nc.connect(self._broker.url, nkeys_seed_str=self._seed, error_cb=_quiet, allow_reconnect=False)
        except (nats.errors.Error, OSError):
            return False
        return True

    async def events(self, count: int) -> list[Json]:
        """What waits on its durable consumer, which the service made."""
        js = self.nc.jetstream(prefix=accounts.API_PREFIX)
        reading = await js.pull_subscribe_bind(durable=self._outsider.consumer, stream=self._outsider.stream)
        found: list[Json] = []
        while len(found) < count:
            for message in await reading.fetch(count - len(found), timeout=5):
                found.append(msgspec.json.decode(message.data, type=Json))
                await message.ack()
        await reading.unsubscribe()
        return found

    async def ask(self, subject: str, **body: object) -> Json:
        answer = await self.nc.request(subject, msgspec.json.encode(body), timeout=5)
        return msgspec.json.decode(answer.data, type=Json)


async def _quiet(_error: Exception) -> None:
    """Refusals are what these programs are for."""


@pytest.fixture
async def house(databases: Databases, tokens: Tokens, broker: Broker) -> AsyncIterator[House]:
    """The service on NATS. Its staff list was written before, on the bus in memory."""
    clock = MovableClock()
    async with running(databases, tokens, clock, MemoryBus()) as before:
        pass
    database = Database(before.urls.service)
    bus = broker.user("referrals")
    app = create_app(before.settings, verifier=tokens.verifier, bus=bus, database=database, clock=clock.now)
    async with AsyncTestClient(app) as client:
        yield replace(before, client=client, database=database)


async def story_of(house: House, partner: UUID) -> Story:
    return Story(
        house=house,
        worker=house.staff("cw"),
        person=await written_down(house, "cw"),
        partner=partner,
        receiver=house.receiver(partner),
    )


async def answered(outside: Outside, subject: str) -> bool:
    try:
        await outside.ask(subject)
    except (nats.errors.Error, TimeoutError):
        return False
    return True


async def test_a_partner_system_is_told_collects_answers_and_deletes(house: House, broker: Broker) -> None:
    """R69, R71, R73: notice, content, acceptance and deletion, all from the partner's own account."""
    partner, keys = uuid4(), server.new_keys()
    await house.partner("Harbour Counselling CIO", id=str(partner), nats_key=keys.public)
    system = Outside(broker, accounts.partner(partner, keys.public), keys)
    await eventually(system.connected)
    await eventually(lambda: answered(system, f"replies.{partner}"))
    story = await story_of(house, partner)

    url = await story.sent()
    [notice] = await system.events(1)
    ask = {"request_id": str(uuid4()), "referral_id": msgspec.convert(notice["data"], Json)["referral_id"]}
    collected = await system.ask(f"collect.{partner}", **ask)
    accepted = await system.ask(f"replies.{partner}", **ask, action="acceptance", **story.yes())
    await story.post(f"{url}/withdrawal")
    [withdrawn] = await system.events(1)
    gone = await system.ask(f"collect.{partner}", **ask)
    deleted = await system.ask(f"replies.{partner}", **(ask | {"request_id": str(uuid4())}), action="deletion")

    assert (notice["type"], withdrawn["type"]) == ("handoff.ready.v1", "handoff.withdrawn.v1")
    assert msgspec.convert(collected["content"], Json)["content"] == CONTENT
    assert [answer["status"] for answer in (collected, accepted, gone, deleted)] == [200, 200, 410, 200]
    await system.nc.close()


async def test_a_jobcentre_system_reads_its_own_feed(house: House, broker: Broker) -> None:
    """R112."""
    consumer, keys = f"office-{uuid4()}", server.new_keys()
    await house.consumer(consumer)
    system = Outside(broker, accounts.jobcentre(consumer, keys.public), keys)
    await eventually(system.connected)
    partner = await house.partner("Harbour Counselling CIO")
    story = await story_of(house, partner)
    await story.agree_to_tell(consumer)

    url = await story.sent()
    await story.post(f"{url}/withdrawal")
    events = await system.events(2)

    assert [event["type"] for event in events] == ["milestone.sent.v1", "sharing.ended.v1"]
    await system.nc.close()
