"""The whole house on one machine: started in order, watched, and stopped in reverse."""

import os
import signal
import time
from collections.abc import Callable, Collection, Generator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import NoReturn

import msgspec
from msgspec import Struct

from services.local import broker, databases, nats, postgres, rooms, running
from services.local.console import say, step
from services.local.folder import Folder, held
from services.local.health import wait_until_ready
from services.local.keyring import Keyring, load
from services.local.parts import Begin, Part
from services.local.ports import Ports, free_ports, insist
from services.local.programs import Program
from services.local.rooms import Plan
from services.local.running import Running

GLANCE = 0.3  # seconds between two looks at the programs


class Wishes(Struct, frozen=True, kw_only=True):
    """How the house is wanted."""

    ports: Ports
    around: Mapping[str, str]  # the environment that it is started in

    @property
    def database_url(self) -> str | None:
        """The administrator's address of a PostgreSQL that is there already."""
        return self.around.get("DATABASE_URL")

    @property
    def nats_url(self) -> str | None:
        """The address of a NATS that is there already."""
        return self.around.get("NATS_URL")


class House:
    """What has been started so far. Everything ends with `ending`, the last first."""

    def __init__(self, folder: Folder, keyring: Keyring, wishes: Wishes, ending: ExitStack) -> None:
        self.folder, self.keyring, self.wishes = folder, keyring, wishes
        self.parts: list[Part] = []
        self._ending = ending

    def begin(self, name: str, begin: Begin) -> None:
        """Start a program that ends with the house."""
        part = Part(name, begin)
        self._ending.callback(part.stop)
        self.parts.append(part)

    def end_together(self, names: Collection[str]) -> None:
        """At the end ask these all at once, before each is waited for."""

        def ask() -> None:
            for part in self.parts:
                if part.name in names:
                    part.program.ask_to_end()

        self._ending.callback(ask)

    def program(self, name: str) -> Program:
        """A program by its name."""
        return next(part.program for part in self.parts if part.name == name)

    def settle(self, admin: str, plan: Plan) -> None:
        """Everything is known now that other commands need."""
        self.plan, self._admin = plan, admin
        self._ending.callback(running.forget, self.folder)
        self.note()

    def watch(self, also: Callable[[], None]) -> NoReturn:
        """Start again whatever ends, and do `also` at each glance, until we are told to stop."""
        while True:
            time.sleep(GLANCE)
            also()
            revived = [part for part in self.parts if part.revive()]
            if revived:
                self.note()

    def note(self) -> None:
        """Write down what runs, for the other commands."""
        plan = self.plan
        running.write(
            self.folder,
            Running(
                pid=os.getpid(),
                ports=plan.ports,
                nats_url=plan.nats_url,
                database_url=self._admin,
                owners={name: urls.owner for name, urls in plan.databases.items()},
                pids={part.name: part.program.process.pid for part in self.parts},
                embedded_nats=self.wishes.nats_url is None,
            ),
        )


@contextmanager
def house(folder: Folder, wishes: Wishes) -> Generator[House]:
    """Start everything and stop it at the end. Raises `WouldNotStart` and `AlreadyRunning`."""
    folder.make()
    with ExitStack() as ending:
        ending.enter_context(held(folder))
        insist(_ports_needed(wishes))
        here = House(folder, load(folder), wishes, ending)
        admin = wishes.database_url or _start_postgres(here, ending)
        with step("Databases"):
            urls = databases.prepare(admin, here.keyring.passwords)
            databases.apply_migrations({name: one.owner for name, one in urls.items()})
        nats_url = wishes.nats_url or _start_nats(here)
        plan = Plan(folder=folder, keyring=here.keyring, ports=wishes.ports, databases=urls, nats_url=nats_url)
        here.settle(admin, plan)
        _open_rooms(here, plan)
        here.note()
        yield here


def _ports_needed(wishes: Wishes) -> Ports:
    """With somebody else's NATS its port does not matter."""
    return msgspec.structs.replace(wishes.ports, nats=free_ports(1)[0]) if wishes.nats_url else wishes.ports


def _start_postgres(here: House, ending: ExitStack) -> str:
    place = ending.enter_context(postgres.cluster(here.folder.root))
    if place.binaries != postgres.binaries():
        say(f"  PostgreSQL does not run as root; a copy that another user may run is in {place.binaries} meanwhile.")
    port = free_ports(1)[0]
    password, log = here.keyring.administrator, here.folder.log("postgres")
    with step("PostgreSQL"):
        here.begin("postgres", lambda: postgres.start(place, port, password, log).program)
    return postgres.address(port, password)


def _start_nats(here: House) -> str:
    port, streams = here.wishes.ports.nats, here.folder.streams.absolute()

    def begin() -> Program:
        configuration = broker.configuration(here.folder, here.keyring, port, streams)
        return nats.start(configuration, here.folder.nats, here.folder.log("nats")).program

    with step("NATS"):
        here.begin("nats", begin)
    return f"nats://127.0.0.1:{port}"


def _open_rooms(here: House, plan: Plan) -> None:
    for name in rooms.ROOMS:
        here.begin(name, partial(_start_room, name, plan, here.wishes.around))
    here.end_together(rooms.ROOMS)
    for name in rooms.ROOMS:
        with step(name.capitalize()):
            wait_until_ready(here.program(name), plan.url(name))


def _start_room(name: str, plan: Plan, around: Mapping[str, str]) -> Program:
    return Program.start(
        name,
        rooms.command(name),
        plan.folder.log(name),
        environ=rooms.environment(name, plan, around),
        orphaned=signal.SIGKILL,
    )
