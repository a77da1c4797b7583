"""The referrals service in process: real PostgreSQL, the bus in memory, tokens of a test issuer."""

import base64
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from uuid import UUID

import httpx
import msgspec
import psycopg
from litestar import Litestar
from litestar.testing import AsyncTestClient
from msgspec import Struct
from psycopg import sql
from psycopg.rows import TupleRow

from conftest import Databases, Urls
from fakes import MemoryBus, MovableClock, Tokens
from services.referrals.app import create_app
from services.referrals.settings import Settings
from shared.contracts.words import Role
from shared.db import Database

OFFICE, ELSEWHERE = "yardley", "wolverhampton"
MASTER_KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
Client = AsyncTestClient[Litestar]
Headers = dict[str, str]


class House(Struct, frozen=True, kw_only=True):
    """A running service, and everything around it."""

    client: Client
    app: Litestar
    urls: Urls
    database: Database
    tokens: Tokens
    clock: MovableClock
    bus: MemoryBus
    settings: Settings

    def staff(self, sub: str, role: Role = Role.CASE_WORKER, office: str = OFFICE) -> Headers:
        """The bearer header of a member of staff."""
        return self.tokens.bearer(role, sub=sub, office=office, name=sub)

    @property
    def admin(self) -> Headers:
        """The admin's header."""
        return self.tokens.bearer(Role.ADMIN, sub="admin")

    async def employ(self, sub: str, role: Role = Role.CASE_WORKER, office: str = OFFICE) -> Headers:
        """Put somebody on the staff list; their header."""
        body = {"sub": sub, "name": f"{sub} (name)", "role": role, "office": office, "employer": "A charity"}
        added = await self.client.post("/staff", json=body, headers=self.admin)
        assert added.status_code == 201, added.text
        return self.staff(sub, role, office)

    async def partner(self, name: str = "Open Door", *, approved: bool = True, **fields: object) -> UUID:
        """Let a partner in; its id."""
        body: dict[str, object] = {"legal_name": name, "organizations": [], "email": "hello@open-door.example"}
        asked = await self.client.post("/partners", json={**body, **fields}, headers=self.admin)
        assert asked.status_code == 201, asked.text
        partner = UUID(asked.json()["id"])
        if approved:
            await self.client.post(f"/partners/{partner}/approval", headers=self.admin)
        return partner

    def receiver(self, partner: UUID, sub: str = "receiver") -> Headers:
        """The header of somebody who answers for a partner."""
        return self.tokens.bearer(Role.PARTNER_RECEIVER, sub=sub, partner=partner)

    async def consumer(self, id: str = "yardley-diary") -> str:
        """Register a Jobcentre system; its id."""
        added = await self.client.post("/consumers", json={"id": id, "name": "Diary"}, headers=self.admin)
        assert added.status_code == 201, added.text
        return id

    async def person(self, by: Headers, name: str = "Jo Bloggs", about: Mapping[str, object] | None = None) -> UUID:
        """Write down a person on the caseload of `by`; their id."""
        made = await self.client.post("/people", json={"name": name, **(about or {})}, headers=by)
        assert made.status_code == 201, made.text
        return UUID(made.json()["id"])

    async def conversation(self, by: Headers, person: UUID, *, reassured: bool = True) -> str:
        """A conversation that the person accepted; its path."""
        made = await self.client.post("/conversations", json={"answer": "accepted", "person": str(person)}, headers=by)
        assert made.status_code == 201, made.text
        path = f"/conversations/{made.json()['conversation']}"
        if reassured:
            body = {"shown": True, "read_out": True}
            assert (await self.client.put(f"{path}/reassurance", json=body, headers=by)).status_code == 200
        return path

    async def dump(self) -> dict[str, list[str]]:
        """Every row of every table as text, as the administrator of the database sees it."""
        async with await psycopg.AsyncConnection.connect(self.urls.admin) as connection:
            found = await connection.execute(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            )
            tables = [str(row[0]) for row in await found.fetchall()]
            return {table: await _rows(connection, table) for table in tables if "yoyo" not in table}


async def _rows(connection: psycopg.AsyncConnection[TupleRow], table: str) -> list[str]:
    query = sql.SQL("SELECT row_to_json(t)::text FROM {} AS t").format(sql.Identifier(table))
    return sorted(str(row[0]) for row in await (await connection.execute(query)).fetchall())


def wrong_fields(answer: httpx.Response) -> set[str]:
    """The fields that a 422 names."""
    assert answer.status_code == 422, answer.text
    return {fault["field"] for fault in answer.json()["errors"]}


@asynccontextmanager
async def running(
    databases: Databases, tokens: Tokens, clock: MovableClock, bus: MemoryBus, **settings: object
) -> AsyncGenerator[House]:
    """A service with a database of its own. The staff list has `cw` and `colleague` (case workers) in `OFFICE`,
    `far` (case worker) `ELSEWHERE`, and `boss` (manager) in `OFFICE`."""
    urls = await databases.fresh("referrals")
    given = msgspec.structs.replace(
        Settings(
            issuer="http://issuer.test",
            jwks_url="http://issuer.test/jwks",
            database_url=urls.service,
            nats_url="nats://unused",
            nats_seed="unused",
            master_key=MASTER_KEY,
            public_url="http://referrals.test",
            undo_window=0,
            jobcentre_batch="at-once",
        ),
        **settings,
    )
    database = Database(urls.service)
    app = create_app(given, verifier=tokens.verifier, bus=bus, database=database, clock=clock.now)
    async with AsyncTestClient(app) as client:
        house = House(
            client=client, app=app, urls=urls, database=database, tokens=tokens, clock=clock, bus=bus, settings=given
        )
        await house.employ("cw")
        await house.employ("colleague")
        await house.employ("far", office=ELSEWHERE)
        await house.employ("boss", Role.MANAGER)
        yield house
