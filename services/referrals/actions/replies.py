"""Replies of partner systems: each request id is acted on once, and answered alike ever after."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

import msgspec
from msgspec.structs import replace

from services.referrals.actions import referrals as actions
from services.referrals.actions.house import House
from services.referrals.chain import canonical
from services.referrals.model.actors import Actor
from services.referrals.model.referrals import Who
from services.referrals.rules.replies import Reply
from services.referrals.store import disclosures, partners, referrals
from services.referrals.store.disclosures import Answered
from shared.contracts.referrals import PartnerReferral, ReplyAnswer
from shared.contracts.words import PartnerId, PersonId
from shared.db import Transaction
from shared.errors import NotFound, Refusal

ANSWER = "replies.answer"


class UsedBefore(Refusal):
    """This request id was used before, for something else. Take a new one for each new reply."""

    status = 422


async def take(tx: Transaction, house: House, by: Actor, reply: Reply, now: datetime) -> ReplyAnswer:
    """Act on a reply, or give the first answer again. Raises what the action raises."""
    partner = _partner(by)
    known = await partners.known(tx, partner)
    if known is None or known.state != "approved":
        raise NotFound
    if first := await disclosures.first_answer(tx, partner, reply.request_id):
        return await _again(tx, house, first, reply)
    row = await referrals.find(tx, reply.referral)
    if row is None:
        raise NotFound
    seen = await actions.act(tx, house, by, reply.referral, reply.step, answer=reply.answer, now=now)
    answer = ReplyAnswer(status=200, referral=seen if isinstance(seen, PartnerReferral) else None)
    key = await house.keyring.of(tx, row.person)
    kept = Answered(asked=_hash(reply), answer=key.seal(_text(answer), ANSWER), person=row.person)
    await disclosures.keep_answer(tx, partner, reply.request_id, kept, now)
    return answer


async def refuse(tx: Transaction, by: Actor, reply: Reply, answer: ReplyAnswer, now: datetime) -> ReplyAnswer:
    """Keep a refusal as the first answer, unless there is one."""
    partner = _partner(by)
    if await disclosures.first_answer(tx, partner, reply.request_id) is None:
        kept = Answered(asked=_hash(reply), answer=_text(answer), person=None)
        await disclosures.keep_answer(tx, partner, reply.request_id, kept, now)
    return answer


def actor(partner: PartnerId, request_id: UUID) -> Actor:
    """A partner system. Its name is the subject on which it asked."""
    return Actor(by=f"partner:{partner}", who=Who.PROVIDER, request_id=str(request_id), channel="nats", partner=partner)


def _partner(by: Actor) -> PartnerId:
    if by.partner is None:
        raise NotFound
    return by.partner


async def _again(tx: Transaction, house: House, first: Answered, reply: Reply) -> ReplyAnswer:
    if first.asked != _hash(reply):
        raise UsedBefore
    text = first.answer if first.person is None else await _opened(tx, house, first.person, first.answer)
    return replace(msgspec.json.decode(text, type=ReplyAnswer), replayed=True)


async def _opened(tx: Transaction, house: House, person: PersonId, sealed: str) -> str:
    key = await house.keyring.of(tx, person)
    return key.open(sealed, ANSWER)


def _hash(reply: Reply) -> str:
    return sha256(canonical(reply)).hexdigest()


def _text(answer: ReplyAnswer) -> str:
    return msgspec.json.encode(answer).decode()
