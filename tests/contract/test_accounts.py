"""What a partner or a Jobcentre system can do on NATS, tried as an attacker with a valid key would."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from uuid import uuid4

import msgspec
import nats.errors
import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import ConsumerConfig
from nats.js.errors import ServiceUnavailableError

from conftest import Broker
from fakes import eventually
from services.local import accounts
from services.local import nats as server
from shared.bus import Stream
from shared.jetstream import JetStream

NOBODY = (nats.errors.NoRespondersError, nats.errors.TimeoutError, TimeoutError, ServiceUnavailableError)


class Partner:
    """A partner system with its own key."""

    def __init__(self, id: str, keys: server.KeyPair) -> None:
        self.id = id
        self.keys = keys
        self.nc = Client()

    async def connect(self, broker: Broker) -> None:
        await self.nc.connect(broker.url, nkeys_seed_str=self.keys.seed, error_cb=_quiet, allow_reconnect=False)

    async def notices(self, count: int = 10) -> list[bytes]:
        """What is waiting for it, by its own durable consumer."""
        js = self.nc.jetstream(prefix=accounts.API_PREFIX)
        subscription = await js.pull_subscribe_bind(durable=f"partner-{self.id}", stream="HANDOFFS")
        try:
            messages = await subscription.fetch(count, timeout=0.5)
        except TimeoutError:
            messages = []
        for message in messages:
            await message.ack()
        await subscription.unsubscribe()
        return [message.data for message in messages]


@pytest.fixture
async def referrals(broker: Broker) -> AsyncIterator[JetStream]:
    """The house's side: it owns the stream and answers."""
    bus = broker.user("referrals")
    await bus.open()
    await bus.ensure(Stream(name="HANDOFFS", subjects=("handoffs.*",)))
    yield bus
    await bus.close()


@pytest.fixture
async def pair(broker: Broker, referrals: JetStream) -> AsyncIterator[tuple[Partner, Partner]]:
    """Two approved partners."""
    made = [Partner(str(uuid4()), server.new_keys()) for _ in range(2)]
    for partner in made:
        broker.let_in(accounts.partner(partner.id, partner.keys.public))
        await referrals.grant("HANDOFFS", f"partner-{partner.id}", f"handoffs.{partner.id}")
    for partner in made:
        await eventually(lambda partner=partner: _connected(partner, broker))
    yield made[0], made[1]
    for partner in made:
        await partner.nc.close()


async def _connected(partner: Partner, broker: Broker) -> bool:
    """The server takes over a new configuration a moment after the signal."""
    try:
        await partner.connect(broker)
    except (nats.errors.Error, OSError):
        return False
    return True


async def test_a_partner_reads_its_own_notices_and_only_those(
    referrals: JetStream, pair: tuple[Partner, Partner]
) -> None:
    one, other = pair
    await referrals.publish(f"handoffs.{one.id}", b"for one", id=str(uuid4()))
    await referrals.publish(f"handoffs.{other.id}", b"for the other", id=str(uuid4()))

    assert await one.notices() == [b"for one"]
    assert await other.notices() == [b"for the other"]


async def test_a_partner_cannot_bind_another_partners_consumer(
    referrals: JetStream, pair: tuple[Partner, Partner]
) -> None:
    one, other = pair
    await referrals.publish(f"handoffs.{other.id}", b"for the other", id=str(uuid4()))
    request = f"{accounts.API_PREFIX}.CONSUMER.MSG.NEXT.HANDOFFS.partner-{other.id}"

    with pytest.raises(NOBODY):
        await one.nc.request(request, b'{"batch": 1, "no_wait": true}', timeout=0.5)

    assert await other.notices() == [b"for the other"]


async def test_the_subject_says_who_asks(referrals: JetStream, pair: tuple[Partner, Partner]) -> None:
    one, other = pair
    asked: list[str] = []
    for partner in pair:
        await referrals.answer(f"collect.{partner.id}", _note(asked, partner.id))

    await one.nc.request(f"collect.{one.id}", b"{}", timeout=2)
    with pytest.raises(NOBODY):
        await one.nc.request(f"collect.{other.id}", b"{}", timeout=0.5)

    assert asked == [one.id]


async def test_a_partner_cannot_write_into_the_stream_not_even_by_a_reply_subject(
    referrals: JetStream, pair: tuple[Partner, Partner]
) -> None:
    one, other = pair
    before = await referrals.last_sequence("HANDOFFS")

    await one.nc.publish(f"handoffs.{other.id}", b"forged")
    pull = f"{accounts.API_PREFIX}.CONSUMER.MSG.NEXT.HANDOFFS.partner-{one.id}"
    await one.nc.publish(pull, b'{"batch": 1}', reply=f"handoffs.{other.id}")
    await one.nc.publish(f"collect.{one.id}", b"{}", reply=f"handoffs.{other.id}")
    await one.nc.flush()

    assert await referrals.last_sequence("HANDOFFS") == before
    assert await other.notices() == []


async def test_a_partner_cannot_make_or_look_at_consumers_and_streams(pair: tuple[Partner, Partner]) -> None:
    one, _ = pair
    js = one.nc.jetstream(prefix=accounts.API_PREFIX, timeout=0.5)

    for attempt in (
        js.stream_info("HANDOFFS"),
        js.stream_info("DIRECTORY"),
        js.add_consumer("HANDOFFS", ConsumerConfig(durable_name="mine")),
        js.delete_consumer("HANDOFFS", f"partner-{one.id}"),
        js.purge_stream("HANDOFFS"),
    ):
        with pytest.raises(NOBODY):
            await attempt


async def test_a_partner_hears_nothing_by_listening_to_everything(
    referrals: JetStream, pair: tuple[Partner, Partner]
) -> None:
    one, other = pair
    heard: list[str] = []

    async def hear(message: Msg) -> None:
        heard.append(message.subject)

    await one.nc.subscribe(">", cb=hear)
    await referrals.publish(f"handoffs.{other.id}", b"for the other", id=str(uuid4()))
    assert await other.notices() == [b"for the other"]
    await one.nc.flush()

    assert heard == []


async def test_a_service_of_the_house_may_do_only_its_own_work(broker: Broker, referrals: JetStream) -> None:
    """The matcher reads the directory; it writes nowhere and reads no notice."""
    nc = Client()
    await nc.connect(
        broker.url,
        nkeys_seed_str=broker.house["matcher"].seed,
        inbox_prefix="_INBOX.matcher",
        error_cb=_quiet,
    )
    before = await referrals.last_sequence("HANDOFFS")

    await nc.publish("handoffs.somebody", b"forged")
    await nc.flush()
    with pytest.raises(NOBODY):
        await nc.jetstream(timeout=0.5).stream_info("HANDOFFS")
    await nc.close()

    assert await referrals.last_sequence("HANDOFFS") == before


async def test_a_stranger_is_not_let_in(broker: Broker) -> None:
    stranger = Partner("nobody", server.new_keys())

    with pytest.raises((nats.errors.Error, OSError)):
        await stranger.connect(broker)

    with contextlib.suppress(nats.errors.Error):
        await stranger.nc.close()


def _note(asked: list[str], id: str):  # noqa: ANN202 -- a handler for one test
    async def answer(body: bytes) -> bytes:
        asked.append(id)
        await asyncio.sleep(0)
        return msgspec.json.encode({"status": 200})

    return answer


async def _quiet(error: Exception) -> None:
    """Refusals are what these tests are about."""
