"""Partner systems on NATS: `collect.<partner>` and `replies.<partner>`. Who asks is the subject's token alone."""

import asyncio

import msgspec

from services.referrals.actions import disclosures as handoff
from services.referrals.actions import replies
from services.referrals.actions.house import House
from services.referrals.actions.replies import UsedBefore
from services.referrals.apart import Apart
from services.referrals.entry import as_house
from services.referrals.rules.content import Parcel
from services.referrals.rules.replies import Reply, lines, read
from services.referrals.store import consumers, partners
from shared import log
from shared.bus import Bus, Stream
from shared.checking import decode
from shared.clock import Clock
from shared.contracts.referrals import CollectAnswer, CollectRequest, ReplyAnswer
from shared.contracts.words import PartnerId
from shared.db import Database
from shared.errors import Invalid, Refusal, Unavailable

HANDOFFS = Stream(name="HANDOFFS", subjects=("handoffs.*",), max_age_days=30)
JOBCENTRE_DAYS = 14  # a short age: the one named exception to "no personal data in the broker"
PAUSE = 0.25  # seconds between two looks for somebody who was let in since


class Reception:
    """Answers every approved partner, and makes what partners and Jobcentre systems read from."""

    def __init__(self, database: Database, bus: Bus, house: House, clock: Clock) -> None:
        self._database, self._bus, self._house, self._clock = database, bus, house, clock
        self._apart = Apart(database, clock)
        self._partners: set[PartnerId] = set()
        self._consumers: set[str] = set()

    async def run(self) -> None:
        """Let in whoever is approved, until cancelled."""
        while True:
            try:
                await self._bus.ensure(HANDOFFS)
                await self.refresh()
            except Unavailable as error:
                log.get().warning("partners.wait", reason=error.detail)
            await asyncio.sleep(PAUSE)

    async def refresh(self) -> None:
        """Answer partners that were approved since, and make the streams of new Jobcentre systems."""
        async with as_house(self._database, self._clock()) as tx:
            approved, registered = await partners.approved(tx), await consumers.all_ids(tx)
        for partner in set(approved) - self._partners:
            await self._let_in(partner)
        for consumer in set(registered) - self._consumers:
            await self._make_stream(consumer)

    async def _let_in(self, partner: PartnerId) -> None:
        await self._bus.grant("HANDOFFS", f"partner-{partner}", f"handoffs.{partner}")

        async def collect(body: bytes) -> bytes:
            return msgspec.json.encode(await self.collect(partner, body))

        async def reply(body: bytes) -> bytes:
            return msgspec.json.encode(await self.reply(partner, body))

        await self._bus.answer(f"collect.{partner}", collect)
        await self._bus.answer(f"replies.{partner}", reply)
        self._partners.add(partner)

    async def _make_stream(self, consumer: str) -> None:
        name, subject = f"JOBCENTRE_{consumer}", f"jobcentre.{consumer}"
        await self._bus.ensure(Stream(name=name, subjects=(subject,), max_age_days=JOBCENTRE_DAYS))
        await self._bus.grant(name, "reader", subject)
        self._consumers.add(consumer)

    async def collect(self, partner: PartnerId, body: bytes) -> CollectAnswer:
        """Answer one collection. What is answered was committed before."""
        try:
            asked = decode(CollectRequest, body)
            by = replies.actor(partner, asked.request_id)
            async with self._apart.begin(by) as tx:
                outcome = await handoff.collect(tx, self._house, by, asked.referral_id, self._clock())
        except Refusal as refusal:
            return CollectAnswer(status=refusal.status, problem=_problem(refusal))
        if isinstance(outcome, Parcel):
            return CollectAnswer(status=200, content=outcome.content)
        return CollectAnswer(status=outcome.status, problem=outcome.detail)

    async def reply(self, partner: PartnerId, body: bytes) -> ReplyAnswer:
        """Answer one reply. The first answer to a request id is kept, refusals included."""
        try:
            reply = read(body)
            return await self._first(partner, reply)
        except Refusal as refusal:
            return _refused(refusal)

    async def _first(self, partner: PartnerId, reply: Reply) -> ReplyAnswer:
        by = replies.actor(partner, reply.request_id)
        try:
            async with self._apart.begin(by) as tx:
                return await replies.take(tx, self._house, by, reply, self._clock())
        except (Unavailable, Invalid, UsedBefore):  # not first answers: to be sent again, or put right
            raise
        except Refusal as refusal:
            async with self._apart.begin(by) as tx:
                return await replies.refuse(tx, by, reply, _refused(refusal), self._clock())


def _refused(refusal: Refusal) -> ReplyAnswer:
    return ReplyAnswer(status=refusal.status, problem=refusal.detail, errors=lines(refusal.faults))


def _problem(refusal: Refusal) -> str:
    return " ".join([refusal.detail, *lines(refusal.faults)])
