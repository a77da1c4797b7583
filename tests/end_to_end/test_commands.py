"""The command `wayfare`, run as people and scripts run it: its status, its words, and what it leaves behind."""

import json
import re
import signal
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import nats.errors
import psutil
import pytest

from end_to_end.houses import House, Json, Reader, run, started, surroundings, until
from end_to_end.story import SERVICE, in_days
from services.local.listings import documents

PATIENCE = 20.0


def feed(folder: Path, *records: object) -> str:
    """A file of Open Referral documents, one a line."""
    file = folder / "feed.ndjson"
    file.write_text("\n".join(json.dumps(record, default=str) for record in records))
    return str(file)


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


GOOD = documents()[:3]
BAD: dict[str, object] = {"id": "not an id", "name": ""}


@pytest.mark.parametrize(
    ("records", "status"),
    [(GOOD, 0), ([*GOOD, BAD], 2), ([BAD], 1), ([], 1)],
    ids=["all went in", "some were refused", "none went in", "nothing was there"],
)
def test_import_ends_with_a_status_that_says_how_it_went(
    house: House, tmp_path: Path, records: list[object], status: int
) -> None:
    done = house.run("import", feed(tmp_path, *records), "--source", "demo")

    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_import_says_which_field_of_which_line_was_wrong(house: House, tmp_path: Path) -> None:
    done = house.run("import", feed(tmp_path, *GOOD, BAD), "--source", "demo")

    assert "line 4" in done.stderr
    assert "id" in done.stderr
    assert re.search(r"4\W+0\W+0\W+3\W+0\W+1", done.stdout), done.stdout


@pytest.mark.parametrize("body", [b"\x00\xff\xfe", b"{", b"PK\x03\x04broken"])
def test_import_of_a_broken_file_ends_with_1_and_a_sentence(house: House, tmp_path: Path, body: bytes) -> None:
    file = tmp_path / "broken.json"
    file.write_bytes(body)

    done = house.run("import", str(file))

    assert done.returncode == 1
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_token_prints_one_token_and_nothing_else(house: House) -> None:
    done = house.run("token", "--role", "manager", "--office", "wolverhampton")

    assert re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+\n", done.stdout)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_a_house_a_command_says_what_to_do(tmp_path: Path) -> None:
    done = run("token", "--role", "admin", "--data", str(tmp_path / "nowhere"))

    assert done.returncode == 1
    assert "wayfare up" in done.stderr


def test_doctor_finds_every_part_well(house: House) -> None:
    done = house.run("doctor")

    assert done.returncode == 0, done.stdout
    assert "TROUBLE" not in done.stdout
    assert all(name in done.stdout for name in ("Issuer", "Directory", "Matcher", "Referrals", "Desk", "Database"))


def test_a_second_house_on_the_same_folder_is_refused(house: House) -> None:
    done = house.run("up", "--free-ports")

    assert done.returncode == 1
    assert "already running" in done.stderr


def test_up_names_the_program_whose_port_is_taken(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        first = other.getsockname()[1]

        done = run("up", "--data", str(tmp_path / "data"), "--port-base", str(first))

    assert done.returncode == 1
    assert f"desk ({first})" in done.stderr
    assert not (tmp_path / "data" / "house.json").exists()


async def test_what_partner_add_prints_lets_a_system_in(house: House) -> None:
    done = house.run("partner", "add", "Harbour Nights", "--email", "hello@harbour-nights.example")
    printed = dict(line.split("=", 1) for line in done.stdout.splitlines())

    system = await Reader.partner(house, printed["WAYFARE_PARTNER"], printed["WAYFARE_PARTNER_SEED"])
    answer = await until(lambda: _nothing_to_collect(system, printed["WAYFARE_PARTNER_COLLECT"]))
    await system.close()

    assert done.returncode == 0, done.stderr
    assert answer["status"] == 404
    assert printed["WAYFARE_PARTNER_SEED"] not in (house.data / "nats.json").read_text()


def test_secrets_are_readable_by_their_owner_alone(house: House) -> None:
    modes = {name: (house.data / name).stat().st_mode & 0o777 for name in ("keyring.json", "house.json", "nats.json")}

    assert set(modes.values()) == {0o600}


def test_a_service_that_dies_is_named_and_started_again(house: House) -> None:
    before = house.written["pids"]["matcher"]

    house.kill("matcher")
    wait_until(lambda: house.written["pids"]["matcher"] != before and _ready(house.url("matcher")))

    assert "matcher ended with status -9 and is started again" in house.output.read_text()


@pytest.fixture
def own_house(tmp_path: Path) -> Iterator[House]:
    """An empty house for tests that end or move it."""
    with started(tmp_path / "data", "--empty") as running:
        yield running


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_house_that_is_told_to_stop_leaves_no_process(tmp_path: Path, number: signal.Signals) -> None:
    with started(tmp_path / "data", "--empty") as house:
        family = house.family()

        status = house.stop(number)

    assert status == 0, house.output.read_text()
    assert [process for process in family if process.is_running()] == []
    assert not (house.data / "house.json").exists()


def test_a_house_that_is_killed_takes_everything_with_it(own_house: House) -> None:
    family = own_house.family()

    own_house.process.kill()
    own_house.process.wait()

    assert len(family) > 7
    wait_until(lambda: not any(_alive(process) for process in family))


def test_time_moves_for_every_service_and_an_empty_house_has_staff_and_no_listings(own_house: House) -> None:
    headers = {"authorization": f"Bearer {own_house.token('case_worker')}"}
    moved = own_house.run("clock", "+10d")
    person = httpx.post(f"{own_house.url('referrals')}/people", json={"name": "Someone (invented)"}, headers=headers)
    listed = httpx.get(f"{own_house.url('directory')}/services").json()

    back = own_house.run("clock", "now")

    assert moved.returncode == back.returncode == 0
    assert person.json()["created_at"][:10] == in_days(10)
    assert listed["total_items"] == 0


def test_what_one_house_exports_another_takes_in_and_exports_alike(
    house: House, own_house: House, tmp_path: Path
) -> None:
    file = tmp_path / "all.ndjson"
    exported = house.run("export", "--output", str(file))

    first = own_house.run("import", str(file))
    second = own_house.run("import", str(file))

    lines = file.read_text().splitlines()
    assert [done.returncode for done in (exported, first, second)] == [0, 0, 0]
    assert re.search(rf"{len(lines)}\W+{len(lines)}\W+0\W+0\W+0\W+0", first.stdout), first.stdout
    assert re.search(rf"{len(lines)}\W+0\W+0\W+{len(lines)}\W+0\W+0", second.stdout), second.stdout
    assert SERVICE in {json.loads(line)["id"] for line in own_house.run("export").stdout.splitlines()}


def test_a_backup_brings_everything_back_in_another_folder(own_house: House, tmp_path: Path) -> None:
    headers = {"authorization": f"Bearer {own_house.token('case_worker')}"}
    person = httpx.post(f"{own_house.url('referrals')}/people", json={"name": "Someone (invented)"}, headers=headers)
    file = tmp_path / "all.backup"
    saved = own_house.run("backup", str(file))
    own_house.stop()

    restored = run("restore", str(file), "--data", str(tmp_path / "second"))
    again = run("restore", str(file), "--data", str(tmp_path / "second"))

    assert (saved.returncode, restored.returncode, again.returncode) == (0, 0, 1)
    assert "--replace" in again.stderr
    assert file.stat().st_mode & 0o777 == 0o600
    with started(tmp_path / "second", "--empty") as second:
        headers = {"authorization": f"Bearer {second.token('case_worker')}"}
        found = httpx.get(f"{second.url('referrals')}/people/{person.json()['id']}", headers=headers)
        assert found.json()["name"] == "Someone (invented)"


def test_the_demo_plays_to_its_end_and_leaves_nothing_outside_its_folder(tmp_path: Path) -> None:
    """R68 to R73, and the rest of the main job, in `make demo ARGS=--exit`."""
    with tempfile.TemporaryDirectory(prefix="temporary-") as outside:
        Path(outside).chmod(0o777)
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o700)

        done = run("demo", "--exit", "--data", str(closed / "data"), environ=surroundings(TMPDIR=outside))

        left = list(Path(outside).iterdir())
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Accepted. Nia Morgan gets in touch by" in done.stdout
    assert "refused at once (410)" in done.stdout
    assert left == []
    assert _processes_naming(tmp_path) == []


async def _nothing_to_collect(system: Reader, subject: str) -> Json | None:
    """The answer, once the service has noticed the new partner."""
    try:
        return await system.ask(subject, referral_id=str(uuid4()))
    except nats.errors.NoRespondersError:
        return None


def _processes_naming(folder: Path) -> list[list[str]]:
    found = [_command(process) for process in psutil.process_iter()]
    return [command for command in found if any(str(folder) in part for part in command)]


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health/ready", timeout=5).is_success
    except httpx.HTTPError:
        return False


def _alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
