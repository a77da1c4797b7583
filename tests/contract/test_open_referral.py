"""Every answer of the directory under the published schemas: Open Referral UK 3.0, formats included, and HSDS 3.1."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import httpx
import msgspec
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012, Schema, SchemaRegistry

from conftest import Broker, Databases
from directory_room import Directory, Json, counts, files_of, report, running
from fakes import MemoryBus, MovableClock, Tokens, eventually
from services.local.listings import documents
from services.local.programs import Program, free_port
from shared.contracts.imports import ImportReport

ORUK = "https://openreferraluk.org/specifications/3.0/schema/"
LISTS = ("/services", "/organizations", "/service_at_locations", "/taxonomies", "/taxonomy_terms")


@pytest.fixture(scope="module")
async def directory(databases: Databases, tokens: Tokens) -> AsyncIterator[Directory]:
    """A directory with the demo listings."""
    urls = await databases.fresh("directory")
    async with running(urls.service, MemoryBus(), tokens, MovableClock()) as directory:
        await directory.take_in(*documents(), source="demo")
        yield directory


@pytest.fixture
async def empty(databases: Databases, bus: MemoryBus, tokens: Tokens, clock: MovableClock) -> AsyncIterator[Directory]:
    urls = await databases.fresh("directory")
    async with running(urls.service, bus, tokens, clock) as directory:
        yield directory


@pytest.fixture(scope="module")
def validators(standards: Path) -> dict[str, Draft202012Validator]:
    """The schema of the 200 answer of each path."""
    folder = standards / "oruk-3.0"
    described = json.loads((folder / "openapi.json").read_text())
    schemas = {path.name: json.loads(path.read_text()) for path in folder.glob("schema/*.json") if path.stat().st_size}
    registry: SchemaRegistry = Registry[Schema]().with_resources(
        (ORUK + name, Resource[Schema].from_contents(schema, default_specification=DRAFT202012))
        for name, schema in schemas.items()
    )
    return {
        path: Draft202012Validator(
            operations["get"]["responses"]["200"]["content"]["application/json"]["schema"],
            registry=registry,
            format_checker=FormatChecker(),
        )
        for path, operations in described["paths"].items()
    }


async def every_page(directory: Directory, path: str, query: str = "") -> list[Json]:
    """The answers of all pages of a list."""
    first = (await directory.get(f"{path}?page=1{query}")).json()
    return [first] + [
        (await directory.get(f"{path}?page={number}{query}")).json() for number in range(2, first["total_pages"] + 1)
    ]


def faults(validator: Draft202012Validator, answer: Json) -> list[str]:
    plain = json.loads(json.dumps(answer))
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(plain)]


async def imported(directory: Directory, folder: Path, name: str) -> ImportReport:
    return report(await directory.send((folder / name).read_bytes(), source=str(folder)))


def test_the_standard_has_the_paths_that_are_tested(validators: dict[str, Draft202012Validator]) -> None:
    assert validators.keys() == {"/", *LISTS, *(f"{path}/{{id}}" for path in LISTS)}


@pytest.mark.parametrize("query", ["", "&full=true", "&minimal=true"])
@pytest.mark.parametrize("path", LISTS)
async def test_every_page_of_every_list_is_valid(
    directory: Directory, validators: dict[str, Draft202012Validator], path: str, query: str
) -> None:
    pages = await every_page(directory, path, query)

    assert pages[0]["total_items"]
    assert [fault for page in pages for fault in faults(validators[path], page)] == []


@pytest.mark.parametrize("path", LISTS)
async def test_every_single_record_is_valid(
    directory: Directory, validators: dict[str, Draft202012Validator], path: str
) -> None:
    found = [one for page in await every_page(directory, path, "&per_page=500") for one in _contents(page)]

    answers = [(await directory.get(f"{path}/{one['id']}")).json() for one in found]

    assert [fault for answer in answers for fault in faults(validators[f"{path}/{{id}}"], answer)] == []


async def test_the_root_is_valid(directory: Directory, validators: dict[str, Draft202012Validator]) -> None:
    assert faults(validators["/"], (await directory.get("/")).json()) == []


async def test_every_service_is_valid_under_hsds_too(directory: Directory, standards: Path) -> None:
    schema = json.loads((standards / "hsds-3.1/schema/compiled/service.json").read_text())
    validator = Draft202012Validator(schema, format_checker=FormatChecker())

    pages = await every_page(directory, "/services", "&full=true&per_page=500")

    assert [fault for page in pages for one in _contents(page) for fault in faults(validator, one)] == []


@pytest.mark.parametrize(("folder", "ending"), [("street_support", ".json"), ("hounslow_connect", ".csv")])
async def test_all_of_a_real_import_is_valid(
    empty: Directory, validators: dict[str, Draft202012Validator], real_data: Path, folder: str, ending: str
) -> None:
    await empty.send_files(files_of(real_data / folder, ending), source=folder)

    for path in LISTS:
        pages = await every_page(empty, path, "&full=true&per_page=500")
        assert [fault for page in pages for fault in faults(validators[path], page)] == []


@pytest.mark.parametrize("mock", ["V3.0-UK-Default", "V3.0-UK-Warn"])
async def test_the_mock_feeds_of_the_official_validator_go_in_and_come_out(
    empty: Directory, standards: Path, validators: dict[str, Draft202012Validator], mock: str
) -> None:
    folder = standards / "oruk-validator-mocks" / mock

    found = await imported(empty, folder, "service_full.json")

    assert counts(found) == {"read": 1, "new": 1}
    sent = json.loads((folder / "service_full.json").read_text())
    shown = (await empty.get(f"/services/{sent['id']}")).json()
    assert datetime.fromisoformat(shown["last_modified"]) == datetime.fromisoformat(sent["last_modified"])
    sent["last_modified"] = shown["last_modified"]
    del sent["assurer_email"]  # never public
    assert shown == {**sent, "organization_id": sent["organization"]["id"]}
    assert faults(validators["/services/{id}"], shown) == []


async def test_the_long_mock_feed_is_one_service_many_times(empty: Directory, standards: Path) -> None:
    found = await imported(empty, standards / "oruk-validator-mocks" / "V3.0-UK-Test", "service_list.json")

    assert found.read == 128
    assert (found.new + found.same + found.refused, found.changed) == (128, 0)
    assert (await empty.get("/services")).json()["total_items"] == found.new


async def test_what_the_official_validator_fails_is_refused_for_the_same_fields(
    empty: Directory, standards: Path
) -> None:
    found = await imported(empty, standards / "oruk-validator-mocks" / "V3.0-UK-Fail", "service_list.json")

    assert (found.new, found.refused) == (0, found.read)
    assert {one.field for one in found.refusals} >= {"name", "url", "email"}
    assert all(one.line for one in found.refusals)


async def test_a_running_directory_passes_the_flow_of_the_official_validator(
    databases: Databases, broker: Broker, tokens: Tokens, standards: Path, tmp_path: Path
) -> None:
    """The whole process, on PostgreSQL and NATS, asked from outside as the validator asks."""
    tool = standards.parent / "tools" / "oruk_check.py"
    if not tool.is_file():
        pytest.skip(f"no check at {tool}")
    urls = await databases.fresh("directory")
    async with running(urls.service, MemoryBus(), tokens, MovableClock()) as directory:
        await directory.take_in(*documents(), source="demo")

    with running_process(urls.service, broker, tmp_path / "directory.log") as base:
        await answering(base)
        await eventually(lambda: everything_is_on(broker))
        checked = await asyncio.to_thread(
            subprocess.run, [sys.executable, str(tool), base], capture_output=True, text=True, check=False
        )

    assert checked.stdout.rstrip().endswith("RESULT PASS"), checked.stdout + checked.stderr
    assert "WARN" not in checked.stdout, checked.stdout


@contextmanager
def running_process(url: str, broker: Broker, log: Path) -> Generator[str]:
    """The process of the directory, and its address."""
    port = free_port()
    settings = {
        "WAYFARE_DATABASE_URL": url,
        "WAYFARE_NATS_URL": broker.url,
        "WAYFARE_NATS_SEED": broker.house["directory"].seed,
        "WAYFARE_ISSUER": "http://issuer.test",
        "WAYFARE_JWKS_URL": "http://issuer.test/jwks",
        "WAYFARE_PORT": str(port),
        "WAYFARE_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    command = [sys.executable, "-m", "services.directory"]
    program = Program.start("directory", command, log, environ={**os.environ, **settings})
    yield f"http://127.0.0.1:{port}"
    program.stop()


async def everything_is_on(broker: Broker) -> bool:
    """Whether the stream of a real broker has a message for each listing."""
    bus = broker.user("directory")
    await bus.open()
    try:
        return await bus.last_sequence("DIRECTORY") >= len(documents())
    finally:
        await bus.close()


async def answering(base: str) -> None:
    """Wait until it is ready."""
    async with httpx.AsyncClient() as client:

        async def ready() -> bool:
            try:
                return (await client.get(f"{base}/health/ready")).is_success
            except httpx.TransportError:
                return False

        await eventually(ready, tries=1500)


def _contents(page: Json) -> list[Json]:
    return msgspec.convert(page["contents"], list[Json])
