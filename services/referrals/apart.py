"""Transactions apart from the request's own, where a refusal has to be written down too."""

from contextlib import AbstractAsyncContextManager

from services.referrals.entry import rights
from services.referrals.model.actors import Actor
from services.referrals.rules.transitions import who
from shared.callers import Caller
from shared.clock import Clock
from shared.contracts.words import Role
from shared.db import Database, Transaction
from shared.requests import AnyRequest, request_id


class Apart:
    """Opens a transaction with the rights of one partner, approved or not: what it does is in the log either way."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def begin(self, by: Actor) -> AbstractAsyncContextManager[Transaction]:
        """A transaction that commits by itself."""
        caller = Caller(sub=by.by, role=Role.PARTNER_RECEIVER, partner=by.partner)
        return self._database.transaction(rights(caller, self._clock(), by.request_id))


def acting(request: AnyRequest) -> Actor:
    """The dependency `actor`: who takes a step. Only behind a guard that asks for a sign-in."""
    by: Caller = request.user
    return Actor(by=by.sub, who=who(by.role), request_id=request_id(request.scope), channel="https", partner=by.partner)
