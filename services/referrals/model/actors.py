"""Who takes a step."""

from typing import Literal

from msgspec import Struct

from services.referrals.model.referrals import Who
from shared.contracts.words import PartnerId


class Actor(Struct, frozen=True, kw_only=True):
    """Who takes a step, how it reached us, and the request that it came with."""

    by: str
    who: Who
    request_id: str
    channel: Literal["https", "nats", "clock"]
    partner: PartnerId | None = None
