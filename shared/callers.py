"""Who is calling, as their verified token says; and the roles that are staff."""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from shared.contracts.words import PartnerId, Role

STAFF = (Role.CASE_WORKER, Role.CAREERS_ADVISER, Role.BENEFITS_ADVISER, Role.SPECIALIST, Role.MANAGER)


class Caller(Struct, frozen=True, kw_only=True):
    """The claims of a token that was verified (REFERRALS section 9)."""

    sub: Annotated[str, Meta(min_length=1, max_length=200)]
    role: Role = msgspec.field(name="wayfare_role")
    office: str | None = None
    partner: PartnerId | None = None
    consumer: str | None = None
    name: str | None = None
