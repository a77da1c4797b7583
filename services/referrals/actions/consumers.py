"""Jobcentre systems are registered by an admin."""

from services.referrals.store import audit, consumers
from shared.callers import Caller
from shared.contracts.staff import Consumer, ConsumerNew
from shared.contracts.words import Role
from shared.db import Transaction
from shared.errors import NotAllowedNow


class ConsumerKnownAlready(NotAllowedNow):
    """A Jobcentre system with this id or this key is known already."""


async def add(tx: Transaction, new: ConsumerNew) -> Consumer:
    """Register a system. It hears nothing until a person agrees to it. Raises `ConsumerKnownAlready`."""
    consumer = Consumer(id=new.id, name=new.name, nats_key=new.nats_key)
    if not await consumers.insert(tx, consumer):
        raise ConsumerKnownAlready
    await audit.note(tx, "consumer.added", "consumer", consumer.id, ("name", "nats_key"))
    return consumer


async def listed(tx: Transaction, by: Caller) -> list[Consumer]:
    """Every system; keys are for admins."""
    found = await consumers.listed(tx)
    return found if by.role is Role.ADMIN else [Consumer(id=consumer.id, name=consumer.name) for consumer in found]
