"""Collecting over HTTPS: the same function and the same log as on NATS."""

from datetime import datetime
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from services.referrals.actions import disclosures as actions
from services.referrals.actions.house import House
from services.referrals.apart import Apart
from services.referrals.model.actors import Actor
from services.referrals.rules.content import Parcel
from shared.access import partner_receiver
from shared.contracts.referrals import Collected
from shared.contracts.words import ReferralId
from shared.errors import Refusal


@get("/referrals/{id:uuid}/content", guards=[partner_receiver], tags=["referrals"], summary="Collect what was agreed")
async def content(
    *,
    id: FromPath[UUID],
    apart: NamedDependency[Apart],
    house: NamedDependency[House],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> Collected:
    """The chosen fields and nothing else. A refusal is logged too, so both are committed before the answer."""
    async with apart.begin(actor) as tx:
        outcome = await actions.collect(tx, house, actor, ReferralId(id), now)
    return _given(outcome)


def _given(outcome: Parcel | Refusal) -> Collected:
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome.content
