"""Free places, waiting, whether new people are taken on, and what it costs."""

import re
from collections.abc import Sequence

from services.matcher.model import Places
from services.matcher.reading.marks import NO, of_type, said_no, said_yes, slug
from shared.contracts.open_referral import Attribute, CostOption, Service

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_REFUSING = frozenset({"not-accepting", "closed-to-referrals", "no", "closed"})
_LONGEST_WAIT = 520  # weeks; more is a slip of the pen


def places(service: Service) -> Places | None:
    """The newest count of free places. Zones are left aside: some feeds give none, and days are what counts."""
    newest = max(service.capacities, key=lambda capacity: capacity.updated.replace(tzinfo=None), default=None)
    if newest is None:
        return None
    return Places(available=newest.available, counted=newest.updated.date(), maximum=newest.maximum)


def waiting_weeks(attributes: Sequence[Attribute]) -> float | None:
    """Weeks until a first appointment, from the attribute's value."""
    for attribute in of_type(attributes, "waiting-weeks"):
        found = _NUMBER.search(attribute.value or attribute.label or "")
        if found and float(found[0]) <= _LONGEST_WAIT:
            return float(found[0])
    return None


def accepting(attributes: Sequence[Attribute]) -> bool | None:
    """What the listing itself says about taking people on; free places are judged apart."""
    marks = of_type(attributes, "accepting", "accepting-referrals")
    if any(True for _ in said_no(marks)) or not _REFUSING.isdisjoint(said_yes(marks)):
        return False
    return True if marks else None


def free(service: Service) -> bool | None:
    """True if all of it is free, False if none of it is, None where the listing does not say or it depends."""
    amounts = [_amount(cost) for cost in service.cost_options]
    if not amounts:
        return True if slug(service.fees_description or "") in {"free", "free-of-charge", "no-charge", *NO} else None
    if all(amount == 0 for amount in amounts):
        return True
    return False if all(amount is not None and amount > 0 for amount in amounts) else None


def _amount(cost: CostOption) -> float | None:
    if cost.amount is None and slug(cost.option or "") == "free":
        return 0
    return cost.amount
