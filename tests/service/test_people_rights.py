"""Row-level security, asked directly: what the service's own role sees with different settings."""

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import product
from uuid import UUID

import psycopg
import pytest

from conftest import Databases
from fakes import MemoryBus, MovableClock, Tokens
from service.referrals_setup import House, running
from shared.contracts.words import Role
from shared.db import Transaction

PERSONAL = {
    "people",
    "person_keys",
    "conversations",
    "conversation_topics",
    "searches",
    "consents",
    "consent_events",
    "referrals",
    "referral_events",
    "disclosures",
    "audit",
}
CASE_WORKER = {"sub": "cw", "role": "case_worker", "office": "yardley", "now": "2026-11-25T09:30:00+00:00"}
STRANGERS = [
    {},
    {"role": "case_worker"},
    {"sub": "cw"},
    CASE_WORKER | {"sub": "colleague"},
    CASE_WORKER | {"sub": "far", "office": "wolverhampton"},
    CASE_WORKER | {"role": "manager", "sub": "boss"},
    CASE_WORKER | {"role": "manager", "sub": "boss", "purpose": "other"},
    CASE_WORKER | {"role": "partner_receiver", "partner": "7b0fdc7e-6c0c-4d7c-9f9e-1f9f7f5f3b11"},
    CASE_WORKER | {"role": "jobcentre", "consumer": "yardley-diary"},
    CASE_WORKER | {"role": "admin"},
    CASE_WORKER | {"role": "auditor"},
    CASE_WORKER | {"role": "commissioner"},
]
OFFICES = ["yardley", "wolverhampton", ""]
MANAGING = ("manager", "yardley", "caseload")


@pytest.fixture
async def house(databases: Databases, tokens: Tokens, clock: MovableClock, bus: MemoryBus) -> AsyncIterator[House]:
    async with running(databases, tokens, clock, bus) as house:
        yield house


async def seen(tx: Transaction) -> list[int]:
    """How many rows of each personal table show."""
    return [
        await tx.one(int, "SELECT count(*) FROM people"),
        await tx.one(int, "SELECT count(*) FROM person_keys"),
        await tx.one(int, "SELECT count(*) FROM conversations"),
        await tx.one(int, "SELECT count(*) FROM conversation_topics"),
        await tx.one(int, "SELECT count(*) FROM searches"),
    ]


async def told(house: House) -> UUID:
    """A person with a conversation and a search."""
    cw = house.staff("cw")
    person = await house.person(cw)
    await house.conversation(cw, person)
    body = {"request": {"text": "company"}, "person": str(person)}
    assert (await house.client.post("/searches", json=body, headers=cw)).status_code == 201
    return person


async def test_every_table_about_people_is_under_forced_row_level_security(house: House) -> None:
    """R110."""
    async with house.database.transaction() as tx:
        forced = await tx.all(
            str, "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relkind = 'r'"
        )

    assert set(forced) >= PERSONAL


async def test_the_service_is_neither_owner_nor_superuser(house: House) -> None:
    async with house.database.transaction() as tx:
        mighty = await tx.one(
            bool, "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        owned = await tx.one(int, "SELECT count(*) FROM pg_tables WHERE tableowner = current_user")

    assert (mighty, owned) == (False, 0)


async def test_the_case_worker_sees_their_person(house: House) -> None:
    await told(house)

    async with house.database.transaction(CASE_WORKER) as tx:
        assert await seen(tx) == [1, 1, 1, 7, 1]


async def test_nobody_else_sees_a_row(house: House) -> None:
    """R37, R110: a colleague, another office, a manager, a partner, a Jobcentre system, nobody at all."""
    await told(house)

    rows: dict[str, list[int]] = {}
    for settings in STRANGERS:
        async with house.database.transaction(settings) as tx:
            rows[str(settings)] = await seen(tx)

    assert [who for who, counts in rows.items() if any(counts)] == []
    assert len(rows) == len(STRANGERS)


def may_see(role: str, sub: str, office: str, purpose: str) -> bool:
    """The decision in a line: assignment, cover in its own office, a manager handing out work, or the house."""
    case_work = role in {"case_worker", "careers_adviser", "benefits_adviser", "specialist"}
    assigned = sub == "cw" or (sub, office) == ("stand-in", "yardley")
    return (case_work and assigned) or role == "system" or (role, office, purpose) == MANAGING


async def test_the_policies_are_the_decision_table(house: House, clock: MovableClock) -> None:
    """R37: every role with every sign-in, office and purpose."""
    await house.employ("stand-in")
    until = (clock.now() + timedelta(days=1)).isoformat()
    cover = {"covering": "stand-in", "covered": "cw", "until": until}
    assert (await house.client.post("/covers", json=cover, headers=house.staff("boss", Role.MANAGER))).is_success
    await house.person(house.staff("cw"))
    callers = list(product([*Role, "system", ""], ["cw", "stand-in", "colleague", ""], OFFICES, ["", "caseload"]))

    seen_by: dict[tuple[str, str, str, str], bool] = {}
    for role, sub, office, why in callers:
        settings = {"role": role, "sub": sub, "office": office, "purpose": why, "now": clock.now().isoformat()}
        async with house.database.transaction(settings) as tx:
            seen_by[str(role), sub, office, why] = await tx.one(int, "SELECT count(*) FROM people") == 1

    assert {who for who, sees in seen_by.items() if sees} == {who for who in seen_by if may_see(*who)}


async def test_a_cover_ends_for_whoever_moves_to_another_office(house: House, clock: MovableClock) -> None:
    """R37: whoever works elsewhere now reaches nobody of the old office, however long the cover was to last."""
    until = (clock.now() + timedelta(days=30)).isoformat()
    cover = {"covering": "stand-in", "covered": "cw", "until": until}
    near = await house.employ("stand-in")
    person = await house.person(house.staff("cw"))
    await house.client.post("/covers", json=cover, headers=house.staff("boss", Role.MANAGER))
    before = await house.client.get(f"/people/{person}", headers=near)
    moved = {"sub": "stand-in", "name": "S", "role": "case_worker", "office": "wolverhampton", "active": True}
    await house.client.put("/staff", json=moved, headers=house.admin)

    after = await house.client.get(f"/people/{person}", headers=house.staff("stand-in", office="wolverhampton"))

    assert (before.status_code, after.status_code) == (200, 404)


async def test_nobody_else_changes_or_erases_a_row(house: House) -> None:
    person = await told(house)

    async with house.database.transaction(CASE_WORKER | {"sub": "colleague"}) as tx:
        changed = await tx.run("UPDATE people SET case_worker = 'colleague' WHERE id = %(id)s", id=person)
        erased = await tx.run("DELETE FROM person_keys WHERE person = %(id)s", id=person)

    assert (changed, erased) == (0, 0)


async def test_nobody_puts_a_person_on_another_caseload(house: House) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        async with house.database.transaction(CASE_WORKER) as tx:
            await tx.run(
                """
                INSERT INTO people (id, reference, office, case_worker, created_at, name, details)
                VALUES (gen_random_uuid(), 'X', 'yardley', 'colleague', now(), '', '')
                """
            )


async def test_a_manager_sees_that_people_exist_for_the_purpose_of_handing_out_work_and_no_key(house: House) -> None:
    await told(house)
    manager = CASE_WORKER | {"role": "manager", "sub": "boss", "purpose": "caseload"}

    async with house.database.transaction(manager) as tx:
        near = await seen(tx)
    async with house.database.transaction(manager | {"office": "wolverhampton"}) as tx:
        far = await seen(tx)

    assert near == [1, 0, 0, 0, 0]
    assert far == [0, 0, 0, 0, 0]


async def test_a_purpose_does_not_outlive_its_transaction(house: House) -> None:
    boss = house.staff("boss", Role.MANAGER)
    await told(house)
    await house.client.get("/caseloads", headers=boss)

    async with house.database.transaction() as tx:
        left = await tx.all(str, "SELECT coalesce(current_setting('app.purpose', true), '') AS left")

    assert left == [""]


async def test_a_search_ends_in_the_database_too(house: House, clock: MovableClock) -> None:
    await told(house)
    later = (clock.now() + timedelta(hours=21)).isoformat()

    async with house.database.transaction(CASE_WORKER | {"now": later}) as tx:
        assert (await seen(tx))[-1] == 0


async def test_audit_lines_cannot_be_read_changed_or_deleted_by_the_service(house: House) -> None:
    await told(house)

    async with house.database.transaction(CASE_WORKER) as tx:
        assert await tx.one(int, "SELECT count(*) FROM audit") == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        async with house.database.transaction(CASE_WORKER | {"role": "auditor"}) as tx:
            await tx.run("UPDATE audit SET by = 'nobody'")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        async with house.database.transaction(CASE_WORKER | {"role": "auditor"}) as tx:
            await tx.run("DELETE FROM audit")


async def test_row_level_security_stands_where_a_handler_forgot_it(house: House) -> None:
    """The same query gives each caller their own: there is no WHERE to forget."""
    await house.person(house.staff("cw"), "One")
    await house.person(house.staff("colleague"), "Two")

    async with house.database.transaction(CASE_WORKER) as tx:
        mine = await tx.all(str, "SELECT case_worker FROM people")

    assert mine == ["cw"]
