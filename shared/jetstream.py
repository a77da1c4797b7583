"""NATS JetStream as the house's bus. What was acknowledged is on disk: the server runs with `sync_interval: always`."""

import asyncio
import contextlib
from collections.abc import Callable

import nats
import nats.errors
import nats.js.errors
import stamina
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, Header, StorageType, StreamConfig

from shared import log
from shared.bus import Answer, Deliver, Delivery, NoAnswer, Stream, WrongLastSequence
from shared.errors import Unavailable
from shared.standpoint import PAUSE, Rewound, Standpoint, message_id

WRONG_LAST_SEQUENCE = 10071  # the server's error code
ACK_SECONDS = 5.0
FETCH = 200
AT_A_TIME = 3  # answers to one subject: fewer than a pool has connections
FETCH_SECONDS = 2.0  # a fetch in flight over a restart of the server never resumes
DAY = 24 * 3600.0
LOST = (nats.errors.Error, TimeoutError, OSError)


class JetStream:
    """A connection of one user, who may do what its account says. `url` may name several nodes, with commas.

    Streams that it makes are kept on as many nodes as `replicas`.
    """

    def __init__(self, url: str, *, user: str, seed: str | None = None, replicas: int = 1) -> None:
        self._url, self._user, self._seed, self._replicas = url, user, seed, replicas
        self._client = Client()
        self._tasks: set[asyncio.Task[None]] = set()
        self._connections = 0

    @property
    def _js(self) -> JetStreamContext:
        return self._client.jetstream(timeout=ACK_SECONDS)

    @property
    def connections(self) -> int:
        """How often we have been connected."""
        return self._connections

    async def open(self) -> None:
        """Connect, and keep connected. Raises `Unavailable` after a minute without a broker."""
        try:
            async for attempt in stamina.retry_context(on=LOST, attempts=None, timeout=60, wait_max=2):
                with attempt:
                    await self._connect()
        except LOST as error:
            raise Unavailable("The message broker does not answer.") from error

    async def _connect(self) -> None:
        await self._client.connect(
            self._url.split(","),  # any node of a cluster
            name=self._user,
            nkeys_seed_str=self._seed,
            inbox_prefix=f"_INBOX.{self._user}",
            error_cb=_log_error,
            reconnected_cb=self._connected,
            max_reconnect_attempts=-1,
            reconnect_time_wait=1,
            connect_timeout=2,
        )
        await self._connected()

    async def _connected(self) -> None:
        self._connections += 1

    async def ensure(self, stream: Stream) -> None:
        """Make the stream, or bring it to this shape."""
        config = StreamConfig(
            name=stream.name,
            subjects=list(stream.subjects),
            max_msgs_per_subject=1 if stream.latest_only else -1,
            max_age=(stream.max_age_days or 0) * DAY,
            duplicate_window=min(120.0, (stream.max_age_days or 1) * DAY),
            storage=StorageType.FILE,
            num_replicas=self._replicas,
            allow_direct=True,
        )
        try:
            await self._js.add_stream(config)
        except nats.js.errors.BadRequestError:
            await self._js.update_stream(config)

    async def grant(self, stream: str, consumer: str, subject: str) -> None:
        """Make a durable pull consumer for somebody outside."""
        await self._js.add_consumer(
            stream,
            ConsumerConfig(
                durable_name=consumer,
                filter_subject=subject,
                ack_policy=AckPolicy.EXPLICIT,
                deliver_policy=DeliverPolicy.ALL,
                ack_wait=30,
            ),
        )

    async def publish(self, subject: str, body: bytes, *, id: str, expected_last: int | None = None) -> int:
        """Publish and wait for the acknowledgement; the sequence in the stream."""
        headers = {Header.MSG_ID.value: id}
        if expected_last is not None:
            headers[Header.EXPECTED_LAST_SUBJECT_SEQUENCE.value] = str(expected_last)
        try:
            return (await self._js.publish(subject, body, timeout=ACK_SECONDS, headers=headers)).seq
        except nats.js.errors.APIError as error:
            if error.err_code == WRONG_LAST_SEQUENCE:
                raise WrongLastSequence from None
            raise NoAnswer(f"The broker refused: {error.description}") from error
        except LOST as error:
            raise NoAnswer from error

    async def last_sequence(self, stream: str) -> int:
        """The sequence of the newest message of a stream, 0 for an empty one."""
        try:
            return (await self._js.stream_info(stream)).state.last_seq
        except LOST as error:
            raise NoAnswer from error

    async def latest(self, stream: str, subject: str) -> Delivery | None:
        """The last message of a subject."""
        try:
            found = await self._js.get_last_msg(stream, subject, direct=True)
        except nats.js.errors.NotFoundError:
            return None
        except LOST as error:
            raise NoAnswer from error
        return Delivery(
            subject=subject,
            body=found.data or b"",
            id=message_id(found),
            sequence=found.seq or 0,
        )

    async def follow(
        self,
        stream: str,
        deliver: Deliver,
        *,
        subject: str | None = None,
        durable: str | None = None,
        caught_up: Callable[[], None] | None = None,
    ) -> None:
        """Deliver every message in order until cancelled; after a lost connection go on where we were."""
        stands = Standpoint(deliver, caught_up, acknowledge=durable is not None)
        while True:
            try:
                await self._read(stands, stream, subject or ">", durable)
            except Rewound:
                log.get().warning("bus.stream_rewound", stream=stream)
            except LOST as error:
                log.get().warning("bus.reader_lost", stream=stream, error=type(error).__name__)
            await asyncio.sleep(PAUSE)

    async def _read(self, stands: Standpoint, stream: str, subject: str, durable: str | None) -> None:
        connection = self._connections
        start = stands.begin((await self._js.stream_info(stream)).state.last_seq)
        config = ConsumerConfig(
            deliver_policy=DeliverPolicy.ALL if durable else DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=None if durable else start,
            ack_policy=AckPolicy.EXPLICIT if durable else AckPolicy.NONE,
            inactive_threshold=None if durable else 60,
        )
        subscription = await self._js.pull_subscribe(subject, durable=durable, stream=stream, config=config)
        try:
            stands.expect((await subscription.consumer_info()).num_pending or 0)
            while connection == self._connections and self._client.is_connected:
                with contextlib.suppress(TimeoutError):
                    for message in await subscription.fetch(FETCH, timeout=FETCH_SECONDS):
                        await stands.take(message)
        finally:
            with contextlib.suppress(*LOST):
                await subscription.unsubscribe()

    async def answer(self, subject: str, answer: Answer) -> None:
        """Answer requests on a subject, shared with replicas; a few at a time, so that others have room too."""
        room = asyncio.Semaphore(AT_A_TIME)

        async def reply(message: Msg) -> None:
            async with room:
                await message.respond(await answer(message.data))

        async def received(message: Msg) -> None:
            task = asyncio.create_task(reply(message))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        await self._client.subscribe(subject, queue="wayfare", cb=received)

    async def request(self, subject: str, body: bytes, *, seconds: float = 5) -> bytes:
        """Ask and wait. Raises `NoAnswer`."""
        try:
            return (await self._client.request(subject, body, timeout=seconds)).data
        except LOST as error:
            raise NoAnswer from error

    async def check(self) -> None:
        """For `/health/ready`."""
        if not self._client.is_connected:
            raise Unavailable("The message broker does not answer.")

    async def close(self) -> None:
        """Finish the answers under way and leave."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=ACK_SECONDS)
        await self._client.close()


async def _log_error(error: Exception) -> None:
    log.get().warning("bus.error", error=str(error))
