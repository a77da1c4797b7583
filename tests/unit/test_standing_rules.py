"""Is a caller still let in? As a table."""

from uuid import UUID

import pytest

from services.referrals.model.consents import PartnerKnown
from services.referrals.rules.partners import NEXT, State, move
from services.referrals.rules.standing import partner_objection, staff_objection
from shared.access import STAFF
from shared.contracts.staff import Partner, Staff
from shared.contracts.words import PartnerId, Role
from shared.errors import NotAllowedNow
from shared.tokens import Caller

SOMEBODY = PartnerId(UUID("7b0fdc7e-6c0c-4d7c-9f9e-1f9f7f5f3b11"))


def caller(role: Role, office: str | None = "yardley") -> Caller:
    return Caller(sub="a", role=role, office=office)


def member(role: Role, office: str = "yardley", *, active: bool = True) -> Staff:
    return Staff(sub="a", name="A", role=role, office=office, active=active)


@pytest.mark.parametrize("role", list(Role))
def test_staff_must_be_listed_and_others_need_not(role: Role) -> None:
    """R34."""
    assert (staff_objection(caller(role), None) is not None) is (role in STAFF)


@pytest.mark.parametrize("role", list(Role))
def test_whoever_was_let_go_is_refused_in_every_role(role: Role) -> None:
    assert staff_objection(caller(role), member(role, active=False)) is not None
    assert staff_objection(caller(role), member(role)) is None


@pytest.mark.parametrize("role", STAFF)
def test_role_and_office_are_those_of_the_list(role: Role) -> None:
    other = next(known for known in STAFF if known is not role)

    assert staff_objection(caller(role), member(other)) is not None
    assert staff_objection(caller(role), member(role, "elsewhere")) is not None
    assert staff_objection(caller(role, None), member(role)) is not None


@pytest.mark.parametrize("state", NEXT)
def test_only_an_approved_partner_receives(state: State) -> None:
    known = PartnerKnown(id=SOMEBODY, legal_name="X", state=state)

    assert (partner_objection(known) is None) is (state == "approved")
    assert partner_objection(None) is not None


@pytest.mark.parametrize("state", NEXT)
@pytest.mark.parametrize("to", NEXT)
def test_a_partner_moves_by_the_table_alone(state: State, to: State) -> None:
    partner = Partner(id=SOMEBODY, legal_name="X", organizations=(), state=state)

    if to in NEXT[state]:
        assert move(partner, to) == to
    else:
        with pytest.raises(NotAllowedNow, match=state):
            move(partner, to)
