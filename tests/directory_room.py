"""The directory in one process for tests: its app, and listings to put in it."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import msgspec
from litestar import Litestar
from litestar.testing import AsyncTestClient

from fakes import MemoryBus, MovableClock, Tokens
from services.directory.actions.crawling import Outside, outside
from services.directory.app import create_app
from services.directory.settings import Settings
from shared.bus import Bus
from shared.contracts.events import Event, ListingPublished
from shared.contracts.imports import ImportReport
from shared.contracts.words import Role
from shared.db import Database

Json = dict[str, object]


class Directory:
    """The directory, asked as anybody or as somebody."""

    def __init__(self, client: AsyncTestClient[Litestar], app: Litestar, tokens: Tokens, url: str) -> None:
        self._app = app
        self.client, self.tokens, self.url = client, tokens, url

    def transport(self) -> httpx.ASGITransport:
        """For a client that calls it as if over the network."""
        return httpx.ASGITransport(self._app)  # pyright: ignore[reportArgumentType] -- both write the same scope differently

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(path, headers=headers)

    async def contents(self, path: str) -> list[Json]:
        return (await self.get(path)).json()["contents"]

    async def manage(
        self, method: str, path: str, body: object = None, *, role: Role = Role.ADMIN, sub: str | None = None
    ) -> httpx.Response:
        return await self.client.request(method, path, json=body, headers=self.tokens.bearer(role, sub=sub))

    async def send(self, content: bytes, *, source: str = "test", **query: str) -> httpx.Response:
        """A feed as a body."""
        return await self.client.post(
            "/manage/imports", content=content, params={"source": source, **query}, headers=self._admin()
        )

    async def send_files(self, files: Mapping[str, bytes], *, source: str = "test", **query: str) -> httpx.Response:
        """A feed of several files."""
        return await self.client.post(
            "/manage/imports",
            files=[("files", (name, content)) for name, content in files.items()],
            params={"source": source, **query},
            headers=self._admin(),
        )

    async def take_in(self, *documents: Json, source: str = "test") -> ImportReport:
        """These documents as a JSON list."""
        return report(await self.send(msgspec.json.encode(documents), source=source))

    def _admin(self) -> dict[str, str]:
        return self.tokens.bearer(Role.ADMIN)


@asynccontextmanager
async def running(
    url: str, bus: Bus, tokens: Tokens, clock: MovableClock, others: Outside = outside
) -> AsyncGenerator[Directory]:
    """The directory on this database. Its outbox is relayed to the bus. `others` reaches other directories."""
    settings = Settings(
        database_url=url, nats_url="", nats_seed="", issuer="", jwks_url="", public_url="http://directory.test"
    )
    app = create_app(
        settings, verifier=tokens.verifier, bus=bus, database=Database(url), clock=clock.now, outside=others
    )
    async with AsyncTestClient(app) as client:
        yield Directory(client, app, tokens, url)


def report(answer: httpx.Response) -> ImportReport:
    """The report of an import that was not refused."""
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=ImportReport)


def counts(found: ImportReport) -> dict[str, int]:
    """The counts that are not zero."""
    names = ("read", "new", "changed", "same", "joined", "refused")
    return {name: count for name in names if (count := getattr(found, name))}


def announced(bus: MemoryBus, room: str = "services") -> dict[str, ListingPublished]:
    """What the stream says of each listing, by id."""
    return {
        message.subject.rpartition(".")[2]: msgspec.json.decode(message.body, type=Event[ListingPublished]).data
        for message in bus.messages["DIRECTORY"]
        if message.subject.startswith(f"directory.{room}.")
    }


def listing(name: str = "Debt advice", **fields: object) -> Json:
    """A document that is right."""
    organization = str(uuid4())
    return {
        "id": str(uuid4()),
        "name": name,
        "status": "active",
        "description": f"{name}, free and in private.",
        "last_modified": "2026-10-01T09:00:00Z",
        "organization_id": organization,
        "organization": {"id": organization, "name": f"{name} Trust", "description": "Invented."},
        **fields,
    }


def at(address: str, postcode: str, latitude: float, longitude: float, **fields: object) -> Json:
    """A place of a listing."""
    location = str(uuid4())
    return {
        "id": str(uuid4()),
        "location_id": location,
        "location": {
            "id": location,
            "location_type": "physical",
            "latitude": latitude,
            "longitude": longitude,
            "addresses": [
                {
                    "id": str(uuid4()),
                    "address_1": address,
                    "city": "Birmingham",
                    "state_province": "West Midlands",
                    "postal_code": postcode,
                    "country": "GB",
                    "address_type": "physical",
                }
            ],
            **fields,
        },
    }


def marked(visibility: str) -> Json:
    """The attribute that says who may see a listing."""
    term: Json = {"id": str(uuid4()), "name": visibility, "description": visibility, "code": visibility}
    return {"id": str(uuid4()), "link_type": "visibility", "taxonomy_term_id": term["id"], "taxonomy_term": term}


def files_of(folder: Path, ending: str) -> dict[str, bytes]:
    """The files of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob(f"*{ending}"))}
