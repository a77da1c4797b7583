"""An example of a partner's own system: it reads its notices, collects what was agreed, and answers."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import date
from typing import Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from services.local import accounts
from services.local.nats import key_pair
from services.local.outside.account import Account, account
from shared.contracts.referrals import CollectAnswer, CollectRequest, ReplyAnswer
from shared.contracts.words import PartnerId, ReferralId
from shared.ids import new_id

Kind = Literal["handoff.ready.v1", "handoff.withdrawn.v1"]


class NoticeData(Struct, frozen=True, kw_only=True):
    """What a notice says: which referral, and where its details are. Nothing about a person."""

    referral_id: ReferralId
    detail_url: str


class Notice(Struct, frozen=True, kw_only=True):
    """A notice, as CloudEvents 1.0."""

    id: UUID
    type: Kind
    data: NoticeData


class PartnerSystem:
    """What a partner's system does."""

    def __init__(self, partner: PartnerId, own: Account) -> None:
        self._partner, self._own = partner, own

    async def notices(self, seconds: float = 1.0) -> list[Notice]:
        """The notices that are new, acknowledged."""
        messages = await self._own.read(seconds)
        for message in messages:
            await message.ack()
        return [msgspec.json.decode(message.data, type=Notice) for message in messages]

    async def collect(self, referral: ReferralId) -> CollectAnswer:
        """The content, if the person's agreement still holds."""
        body = msgspec.json.encode(CollectRequest(request_id=new_id(), referral_id=referral))
        return msgspec.json.decode(await self._own.ask(f"collect.{self._partner}", body), type=CollectAnswer)

    async def accept(self, referral: ReferralId, contact_name: str, contact_by: date) -> ReplyAnswer:
        """Say yes, who will get in touch, and by when."""
        return await self.reply(referral, "acceptance", contact_name=contact_name, contact_by=contact_by)

    async def confirm_deletion(self, referral: ReferralId) -> ReplyAnswer:
        """Everything that was collected has been deleted."""
        return await self.reply(referral, "deletion")

    async def reply(self, referral: ReferralId, action: str, **fields: object) -> ReplyAnswer:
        """Any answer, by the noun of its HTTP path. The answer comes after the commit."""
        body = msgspec.json.encode({"request_id": new_id(), "referral_id": referral, "action": action, **fields})
        return msgspec.json.decode(await self._own.ask(f"replies.{self._partner}", body), type=ReplyAnswer)


@asynccontextmanager
async def partner_system(url: str, partner: PartnerId, seed: str) -> AsyncGenerator[PartnerSystem]:
    """Connect in the partner's own account."""
    async with account(url, seed, accounts.partner(partner, key_pair(seed).public)) as own:
        yield PartnerSystem(partner, own)
