"""What the recipient gets: the fields that were agreed, and nothing else."""

from datetime import datetime
from hashlib import sha256

import msgspec
from msgspec import Struct

from services.referrals.model.consents import ConsentRow, PartnerKnown
from services.referrals.model.referrals import ReferralRow
from services.referrals.rules.consent import holds, recipient_obstacles
from services.referrals.rules.transitions import SENT
from shared.contracts.referrals import Collected, Content
from shared.contracts.words import Status
from shared.errors import Gone, NotFound, Refusal

COLLECTABLE = SENT | {Status.COMPLETED}


class NoLongerShared(Gone):
    """This is no longer shared. If you collected it before, please delete it and confirm the deletion."""


class Parcel(Struct, frozen=True, kw_only=True):
    """The answer to a collection, its bytes, and what the log says of it."""

    content: Collected
    body: bytes

    @property
    def sha256(self) -> str:
        """The hash of exactly what leaves."""
        return sha256(self.body).hexdigest()


def sorted_content(content: dict[str, str]) -> Content:
    """By field name, so that the same content is always the same bytes."""
    return dict(sorted(content.items()))


def parcel(referral: ReferralRow, consent: ConsentRow, content: dict[str, str]) -> Parcel:
    """Exactly what the recipient gets: preview, collection and log are made of this alone."""
    names = sorted((content.keys() & set(consent.fields)) - set(consent.excluded))
    collected = Collected(
        referral_id=referral.id,
        reference=referral.reference,
        service_id=referral.service_id,
        content={name: content[name] for name in names},
    )
    return Parcel(content=collected, body=msgspec.json.encode(collected))


def refusal(referral: ReferralRow, consent: ConsentRow, partner: PartnerKnown | None, now: datetime) -> Refusal | None:
    """Why this partner may not have the content at this moment, if it may not (REFERRALS section 6)."""
    if partner is None or partner.id != referral.partner or partner.state != "approved" or referral.sent_at is None:
        return NotFound()
    if referral.status not in COLLECTABLE or not holds(consent, now) or any(recipient_obstacles(consent, partner)):
        return NoLongerShared()
    return None
