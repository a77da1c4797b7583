"""Who lets others in is decided in the database too: asked directly, as the service's own role."""

from collections.abc import AsyncIterator, Callable, Coroutine

import psycopg
import pytest

from conftest import Databases
from fakes import MemoryBus, MovableClock, Tokens
from service.referrals_setup import House, running
from shared.contracts.words import Role
from shared.db import Transaction

Change = Callable[[Transaction], Coroutine[None, None, int]]


@pytest.fixture
async def house(databases: Databases, tokens: Tokens, clock: MovableClock, bus: MemoryBus) -> AsyncIterator[House]:
    async with running(databases, tokens, clock, bus) as house:
        await house.partner(approved=False)
        yield house


async def hire(tx: Transaction) -> int:
    return await tx.run(
        "INSERT INTO staff (sub, name, role, office, active) VALUES ('mole', 'M', 'case_worker', 'yardley', true)"
    )


async def promote(tx: Transaction) -> int:
    return await tx.run("UPDATE staff SET role = 'manager' WHERE sub = 'cw'")


async def approve(tx: Transaction) -> int:
    return await tx.run("UPDATE partners SET state = 'approved'")


async def slip_in(tx: Transaction) -> int:
    return await tx.run(
        """
        INSERT INTO partners (id, legal_name, organizations, state, email, asked_by)
        VALUES (gen_random_uuid(), 'Ghost', '{}', 'approved', 'ghost@ghost.example', app('sub'))
        """
    )


async def register(tx: Transaction) -> int:
    return await tx.run("INSERT INTO consumers (id, name) VALUES ('listener', 'L')")


async def cover(tx: Transaction) -> int:
    return await tx.run(
        """
        INSERT INTO covers (id, office, covering, covered, until, named_by)
        VALUES (gen_random_uuid(), 'yardley', 'far', 'cw', 'infinity', 'boss')
        """
    )


async def blame(tx: Transaction) -> int:
    return await tx.run(
        """
        INSERT INTO audit (at, by, role, action, subject_kind, subject_id, fields, request_id)
        VALUES (now(), 'somebody-else', app('role'), 'person.read', 'person', 'x', '{}', 'x')
        """
    )


ALLOWED: dict[Change, set[Role]] = {
    hire: {Role.ADMIN},
    promote: {Role.ADMIN},
    approve: {Role.ADMIN},
    slip_in: set(),
    register: {Role.ADMIN},
    cover: {Role.MANAGER},
    blame: set(),
}


@pytest.mark.parametrize("change", ALLOWED, ids=lambda change: change.__name__)
async def test_only_these_roles_can_let_others_in(house: House, change: Change) -> None:
    """R34: a fault in a handler cannot give anybody rights."""
    able: set[Role] = set()

    for role in Role:
        rights = {"role": role, "sub": "boss", "office": "yardley"}
        try:
            async with house.database.transaction(rights) as tx:
                if await change(tx):
                    able.add(role)
                await tx.run("DO $$ BEGIN RAISE division_by_zero; END $$")
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.DivisionByZero):
            continue

    assert able == ALLOWED[change]


async def test_a_manager_names_covers_in_their_own_office_alone(house: House) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        async with house.database.transaction({"role": "manager", "sub": "boss", "office": "wolverhampton"}) as tx:
            await cover(tx)
