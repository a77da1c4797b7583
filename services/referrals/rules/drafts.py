"""What is wrong with a draft, beside its agreement."""

from collections.abc import Collection, Iterator

from services.referrals.model.referrals import ReferralRow
from shared.contracts.referrals import ReferralNew
from shared.contracts.words import Status
from shared.errors import Fault

REPLACEABLE = frozenset({Status.REJECTED, Status.FAILED, Status.CANCELLED})


def need_faults(needs: Collection[str], codes: Collection[str]) -> Iterator[Fault]:
    """Needs are codes of the published vocabulary."""
    for index, code in enumerate(needs):
        if code not in codes:
            yield Fault(field=f"needs[{index}]", message=f"There is no need {code!r} in the vocabulary.")


def replaced_faults(new: ReferralNew, old: ReferralRow | None) -> Iterator[Fault]:
    """A referral may take the place of one of the same person that came to nothing (row 15)."""
    if new.replaces is None:
        return
    if old is None or old.person != new.person:
        yield Fault(field="replaces", message="There is no such referral of this person.")
    elif old.status not in REPLACEABLE:
        yield Fault(field="replaces", message="Only one that was declined, withdrawn or did not work out is replaced.")
