"""Real parts for a session of tests: one PostgreSQL, one NATS, a database cloned for each test that asks."""

import os
import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from msgspec import Struct

from fakes import MemoryBus, MovableClock, Tokens
from services.local import accounts, nats, postgres
from services.local.programs import free_port
from shared.jetstream import JetStream
from shared.migrations import migrate

ROOT = Path(__file__).parent.parent
HOUSE = ("directory", "matcher", "referrals")


class Urls(Struct, frozen=True, kw_only=True):
    """A database as its owner and as its service sees it."""

    owner: str
    service: str
    admin: str


class Databases:
    """Databases cloned from a template that was migrated once."""

    def __init__(self, admin: str) -> None:
        self._admin = admin
        self._password = secrets.token_urlsafe(12)
        self._templates: dict[str, str] = {}

    async def fresh(self, service: str) -> Urls:
        """A new database of a service with its migrations applied, and nothing in it."""
        template = self._templates.get(service) or self._make_template(service)
        name = f"test_{service}_{uuid4().hex}"
        postgres.create_database(self._admin, name, f"wayfare_{service}_owner", template=template)
        postgres.let_in(self._admin, name, f"wayfare_{service}")
        return self._urls(service, name)

    def _make_template(self, service: str) -> str:
        name = f"template_{service}_{uuid4().hex}"
        for role in (f"wayfare_{service}_owner", f"wayfare_{service}"):
            postgres.create_role(self._admin, role, self._password)
        postgres.create_database(self._admin, name, f"wayfare_{service}_owner")
        migrate(self._urls(service, name).owner, ROOT / "services" / service / "migrations")
        self._templates[service] = name
        return name

    def _urls(self, service: str, name: str) -> Urls:
        where = self._admin.rpartition("@")[2].rpartition("/")[0]

        def url(role: str) -> str:
            return f"postgresql://{role}:{self._password}@{where}/{name}"

        admin = self._admin.rpartition("/")[0] + "/" + name
        return Urls(owner=url(f"wayfare_{service}_owner"), service=url(f"wayfare_{service}"), admin=admin)


class Broker(Struct, frozen=True, kw_only=True):
    """A running NATS server with the accounts of the house and of those given to `let_in`."""

    server: nats.Server
    port: int
    store: Path
    house: dict[str, nats.KeyPair]
    outsiders: list[accounts.Outsider]

    @property
    def url(self) -> str:
        return self.server.url

    def user(self, name: str) -> JetStream:
        """The bus as one service of the house sees it."""
        return JetStream(self.url, user=name, seed=self.house[name].seed)

    def let_in(self, outsider: accounts.Outsider) -> None:
        """Give somebody an account, while the server runs."""
        self.outsiders.append(outsider)
        nats.reload(self.server, self.configuration())

    def configuration(self) -> dict[str, object]:
        public = {name: pair.public for name, pair in self.house.items()}
        return accounts.configuration(self.port, self.store, accounts.accounts(public, self.outsiders))


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The administrator's address: WAYFARE_TEST_DATABASE_URL, else an embedded server that ends with the session."""
    if given := os.environ.get("WAYFARE_TEST_DATABASE_URL"):
        yield given
        return
    folder = tmp_path_factory.mktemp("postgres")
    with postgres.cluster(folder / "data") as place:
        server = postgres.start(
            place, free_port(), secrets.token_urlsafe(24), folder / "postgres.log", also=["fsync=off"]
        )
        yield server.url
        server.program.stop()


@pytest.fixture(scope="session")
def databases(postgres_url: str) -> Databases:
    return Databases(postgres_url)


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """One NATS for the session."""
    folder = tmp_path_factory.mktemp("nats")
    house = {name: nats.new_keys() for name in HOUSE}
    port = free_port()
    public = {name: pair.public for name, pair in house.items()}
    first = accounts.configuration(port, folder / "store", accounts.accounts(public, []))
    server = nats.start(first, folder / "nats.json", folder / "nats.log")
    yield Broker(server=server, port=port, store=folder / "store", house=house, outsiders=[])
    server.program.stop()


@pytest.fixture
def bus() -> MemoryBus:
    return MemoryBus()


@pytest.fixture(scope="session")
def tokens() -> Tokens:
    return Tokens()


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data, which the project does not carry. Tests that need it skip without it."""
    folder = Path(os.environ.get("WAYFARE_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}: set WAYFARE_REAL_DATA")
    return folder


@pytest.fixture(scope="session")
def standards() -> Path:
    """The folder of published schemas. Tests that need it skip without it."""
    folder = Path(os.environ.get("WAYFARE_STANDARDS", ROOT.parent / "shared" / "standards"))
    if not folder.is_dir():
        pytest.skip(f"no schemas at {folder}: set WAYFARE_STANDARDS")
    return folder


@pytest.fixture
async def admin_connection(postgres_url: str) -> AsyncIterator[psycopg.AsyncConnection[tuple[object, ...]]]:
    """The administrator's own connection, for what no service may do."""
    async with await psycopg.AsyncConnection.connect(postgres_url, autocommit=True) as connection:
        yield connection
