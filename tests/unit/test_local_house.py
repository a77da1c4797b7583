"""The small decisions of the house on one machine."""

import os
import socket
from pathlib import Path

import msgspec
import pytest
from click.exceptions import BadParameter

from services.local import broker, databases, rooms
from services.local.accounts import jobcentre, partner
from services.local.commands.clock import describe, seconds
from services.local.commands.imports import status
from services.local.folder import AlreadyRunning, Folder, held, is_held, write_secret
from services.local.keyring import load, with_outsiders
from services.local.nats import NotASeed, key_pair, new_keys
from services.local.parts import Part
from services.local.personas import CONSUMERS, PARTNERS, PERSONAS, STAFF, persona
from services.local.ports import Ports, free_ports, insist, taken
from services.local.programs import Program, WouldNotStart
from services.local.rooms import Plan
from services.local.running import NotRunning, find
from shared.access import STAFF as STAFF_ROLES
from shared.contracts.imports import ImportReport
from shared.contracts.words import Role
from shared.ids import new_id


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path / "data")
    made.make()
    return made


@pytest.mark.parametrize(
    ("step", "moved"), [("+10d", 864_000), ("-1d", -86_400), ("+36h", 129_600), ("+15m", 900), ("+30s", 30)]
)
def test_a_step_of_the_clock_is_read(step: str, moved: int) -> None:
    assert seconds(step) == moved


@pytest.mark.parametrize("step", ["10d", "+d", "+1w", "+1.5h", ""])
def test_a_step_that_is_none_is_refused_with_examples(step: str) -> None:
    with pytest.raises(BadParameter, match=r"\+10d"):
        seconds(step)


def test_a_moved_clock_is_described_in_words() -> None:
    assert [describe(moved) for moved in (0, 864_000, -3600)] == [
        "as everywhere",
        "10 days, 0:00:00 ahead of the real time",
        "1:00:00 behind the real time",
    ]


def test_free_ports_are_different_ones() -> None:
    found = free_ports(20)

    assert len(set(found)) == 20


def test_every_program_whose_port_is_taken_is_named() -> None:
    with socket.socket() as one, socket.socket() as two:
        for probe in (one, two):
            probe.bind(("127.0.0.1", 0))
        ports = msgspec.structs.replace(Ports.free(), desk=one.getsockname()[1], nats=two.getsockname()[1])

        with pytest.raises(WouldNotStart, match=r"desk \(\d+\), nats \(\d+\)"):
            insist(ports)

        assert set(taken(ports)) == {"desk", "nats"}


def test_a_row_of_ports_starts_where_it_is_told() -> None:
    assert Ports.row(9000) == Ports(desk=9000, directory=9001, matcher=9002, referrals=9003, issuer=9004, nats=9005)


def test_only_one_house_runs_on_a_folder(folder: Folder) -> None:
    with held(folder):
        assert is_held(folder)
        with pytest.raises(AlreadyRunning), held(folder):
            pass

    assert not is_held(folder)


def test_what_a_killed_house_wrote_is_not_taken_for_a_running_one(folder: Folder) -> None:
    write_secret(folder.running, b"{}")

    with pytest.raises(NotRunning):
        find(folder)


def test_the_keyring_is_made_once_and_readable_by_its_owner_alone(folder: Folder) -> None:
    first = load(folder)

    assert load(folder) == first
    assert folder.keyring.stat().st_mode & 0o777 == 0o600


def test_an_outside_system_keeps_its_keys(folder: Folder) -> None:
    first = with_outsiders(folder, ["PARTNER_one"]).outsiders["PARTNER_one"]
    again = with_outsiders(folder, ["PARTNER_one", "PARTNER_two"]).outsiders

    assert again["PARTNER_one"] == first
    assert set(again) == {"PARTNER_one", "PARTNER_two"}


def test_a_seed_gives_its_key_pair_again_and_nonsense_is_refused() -> None:
    keys = new_keys()

    assert key_pair(keys.seed) == keys
    with pytest.raises(NotASeed):
        key_pair("SUNONSENSE")


def test_an_account_that_is_added_again_takes_the_place_of_the_old_one(folder: Folder) -> None:
    old, new = partner("a", "UOLD"), partner("a", "UNEW")

    changes = [broker.add(folder, old, jobcentre("c", "UC")), broker.add(folder, new), broker.add(folder, new)]

    assert changes == [True, True, False]
    assert {one.account: one.nkey for one in broker.outsiders(folder)} == {"PARTNER_a": "UNEW", "JOBCENTRE_c": "UC"}


def test_a_database_address_keeps_its_server_and_options() -> None:
    passwords = {f"wayfare_{name}{end}": f"{name}{end}" for name in databases.SERVICES for end in ("", "_owner")}

    found = databases.urls("postgresql://boss:secret@db.example:5433/postgres?sslmode=require", passwords)

    assert found["directory"].owner == (
        "postgresql://wayfare_directory_owner:directory_owner@db.example:5433/wayfare_directory?sslmode=require"
    )
    assert found["referrals"].service.startswith("postgresql://wayfare_referrals:referrals@db.example:5433/")


@pytest.fixture
def plan(folder: Folder) -> Plan:
    keyring = load(folder)
    urls = databases.urls("postgresql://boss@127.0.0.1:1/postgres", keyring.passwords)
    return Plan(folder=folder, keyring=keyring, ports=Ports(), databases=urls, nats_url="nats://127.0.0.1:4222")


def test_what_the_house_decides_cannot_be_set_from_outside_and_all_else_can(plan: Plan) -> None:
    around = {"WAYFARE_PORT": "1", "WAYFARE_UNDO_WINDOW": "0", "DATABASE_URL": "postgresql://boss@db/postgres"}

    given = rooms.environment("referrals", plan, around)

    assert (given["WAYFARE_PORT"], given["WAYFARE_UNDO_WINDOW"]) == ("8003", "0")
    assert "DATABASE_URL" not in given


def test_only_referrals_is_given_the_key_of_peoples_words_and_only_it_its_database(plan: Plan) -> None:
    given = {name: rooms.environment(name, plan, {}) for name in rooms.ROOMS}

    holders = [name for name, environ in given.items() if plan.keyring.master_key in environ.values()]
    databases_of = {name: environ.get("WAYFARE_DATABASE_URL", "") for name, environ in given.items()}

    assert holders == ["referrals"]
    assert [name for name, url in databases_of.items() if url.endswith("/wayfare_referrals")] == ["referrals"]
    assert databases_of["matcher"] == databases_of["desk"] == databases_of["issuer"] == ""


def test_every_member_of_staff_has_an_office_and_every_receiver_a_partner() -> None:
    assert all(one.office and one.employer and one.role in STAFF_ROLES for one in STAFF)
    assert {one.partner for one in PERSONAS if one.role is Role.PARTNER_RECEIVER} == {one.id for one in PARTNERS}
    assert len({one.sub for one in PERSONAS}) == len(PERSONAS)
    assert len(CONSUMERS) == 2


def test_a_person_of_the_demo_is_found_by_role_and_office() -> None:
    found = persona(Role.CASE_WORKER, office="wolverhampton")

    assert found
    assert found.sub == "tom-reid"
    assert persona(Role.CASE_WORKER, office="leeds") is None


@pytest.mark.parametrize(("read", "refused", "expected"), [(3, 0, 0), (3, 1, 2), (3, 3, 1), (0, 0, 1)])
def test_the_status_of_an_import_says_how_it_went(read: int, refused: int, expected: int) -> None:
    report = ImportReport(id=new_id(), source="x", read=read, new=read - refused, changed=0, same=0, refused=refused)

    assert status(report) == expected


def test_a_program_that_ends_is_started_again_and_its_last_words_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "log"
    part = Part("clerk", lambda: Program.start("clerk", ["/bin/sh", "-c", "echo goodbye; exit 3"], log))
    part.program.process.wait()
    first = part.program.process.pid

    revived = part.revive()

    part.stop()
    assert revived
    assert part.program.process.pid != first
    told = capsys.readouterr().err
    assert "clerk ended with status 3 and is started again" in told
    assert "goodbye" in told


def test_a_program_gets_the_environment_that_it_is_given_and_no_other(tmp_path: Path) -> None:
    log = tmp_path / "log"
    program = Program.start("clerk", ["/usr/bin/env"], log, environ={"ONLY": "this"})

    program.process.wait()

    assert log.read_text().splitlines() == ["ONLY=this"]
    assert "ONLY" not in os.environ
