"""A partner asks, is approved, and may be suspended."""

from typing import Literal

from shared.contracts.staff import Partner
from shared.errors import NotAllowedNow

State = Literal["asked", "approved", "suspended"]

NEXT: dict[State, frozenset[State]] = {
    "asked": frozenset({"approved"}),
    "approved": frozenset({"suspended"}),
    "suspended": frozenset({"approved"}),
}


def move(partner: Partner, to: State) -> State:
    """The state it changes to. Raises `NotAllowedNow`."""
    if to not in NEXT[partner.state]:
        raise NotAllowedNow(f"This partner is {partner.state}, so it cannot be {to} now.")
    return to
