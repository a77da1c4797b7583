"""The first page: what came back, what is still waiting, and who there is."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

from shared.contracts.referrals import PartnerReferral, Referral
from shared.contracts.words import Status

RECENT = timedelta(days=14)
WAITING = frozenset({Status.REQUESTED, Status.RECEIVED})
TURNED_DOWN = frozenset({Status.REJECTED, Status.FAILED})
ANSWERED = frozenset({Status.ACCEPTED, Status.ON_HOLD, Status.IN_PROGRESS, Status.COMPLETED})
OPEN = WAITING | {Status.ACCEPTED, Status.ON_HOLD, Status.IN_PROGRESS}
CHANGEABLE = {Status.CANCELLED, Status.ENTERED_IN_ERROR}


class Today(Struct, frozen=True, kw_only=True):
    """Referrals by what they ask of the case worker."""

    to_do: tuple[Referral, ...]  # declined, did not work out, or a question
    answered: tuple[Referral, ...]  # lately
    waiting: tuple[Referral, ...]  # longest first


def today(referrals: Iterable[Referral], now: datetime) -> Today:
    """Sort them. What was turned down stays for a fortnight, as news does."""
    found = sorted(referrals, key=last_change, reverse=True)
    recent = [referral for referral in found if now - last_change(referral) <= RECENT]
    asked = [referral for referral in found if _asks(referral)]
    return Today(
        to_do=(*asked, *(referral for referral in recent if referral.status in TURNED_DOWN)),
        answered=tuple(referral for referral in recent if referral.status in ANSWERED),
        waiting=tuple(referral for referral in reversed(found) if referral.status in WAITING and not _asks(referral)),
    )


def last_change(referral: Referral) -> datetime:
    """When something last happened to it."""
    return max((event.at for event in referral.events), default=referral.created_at)


class Inbox(Struct, frozen=True, kw_only=True):
    """A partner's referrals: overdue first, then by when an answer is due."""

    overdue: tuple[PartnerReferral, ...]
    to_answer: tuple[PartnerReferral, ...]
    under_way: tuple[PartnerReferral, ...]
    to_delete: tuple[PartnerReferral, ...]
    ended: tuple[PartnerReferral, ...]


def inbox(referrals: Iterable[PartnerReferral], now: datetime) -> Inbox:
    """Sort them."""
    found = sorted(referrals, key=lambda referral: (referral.respond_by or now + RECENT, referral.sent_at))
    late = [referral for referral in found if is_overdue(referral, now)]
    to_delete = [referral for referral in found if referral.sub_status == "stop_unconfirmed"]
    return Inbox(
        overdue=tuple(late),
        to_answer=tuple(one for one in found if one.status in WAITING and one not in late),
        under_way=tuple(one for one in found if one.status in OPEN - WAITING and one not in late),
        to_delete=tuple(to_delete),
        ended=tuple(one for one in found if one.status not in OPEN and one not in to_delete),
    )


def is_overdue(referral: PartnerReferral, now: datetime) -> bool:
    """Was an answer, or first contact, due before now?"""
    return referral.status in OPEN and referral.respond_by is not None and referral.respond_by < now


def _asks(referral: Referral) -> bool:
    return referral.status is Status.RECEIVED and referral.sub_status == "more_info_needed"
