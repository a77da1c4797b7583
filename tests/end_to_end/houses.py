"""A whole house that a test started itself, and what the outside world can do with it: HTTP, NATS and the command."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psutil
from nats.aio.client import Client

from services.local.programs import bound_to_parent

ROOT = Path(__file__).parent.parent.parent
WAYFARE = Path(sys.executable).parent / "wayfare"
START = 120  # seconds on a busy machine
PATIENCE = 20.0
AT_ONCE = {"WAYFARE_UNDO_WINDOW": "0", "WAYFARE_JOBCENTRE_BATCH": "at-once"}
Json = dict[str, Any]


class House:
    """A running house, known by its data folder and its process alone."""

    def __init__(self, data: Path, process: "subprocess.Popen[bytes]", output: Path) -> None:
        self.data, self.process, self.output = data, process, output
        self._tokens: dict[tuple[str, ...], str] = {}

    @property
    def written(self) -> Json:
        """What the house wrote down about itself."""
        return json.loads((self.data / "house.json").read_text())

    def url(self, room: str) -> str:
        return f"http://127.0.0.1:{self.written['ports'][room]}"

    @property
    def nats_url(self) -> str:
        return self.written["nats_url"]

    def run(self, *arguments: str, stdin: str | None = None) -> "subprocess.CompletedProcess[str]":
        """A command about this house."""
        return run(*arguments, "--data", str(self.data), stdin=stdin)

    def token(self, role: str, **claims: str) -> str:
        """A bearer token, as the command prints it."""
        options = ("--role", role, *(part for name, value in claims.items() for part in (f"--{name}", value)))
        if options not in self._tokens:
            done = self.run("token", *options)
            assert done.returncode == 0, done.stderr
            self._tokens[options] = done.stdout.strip()
        return self._tokens[options]

    def calling(self, room: str, role: str, **claims: str) -> httpx.AsyncClient:
        """A client of a room."""
        headers = {"authorization": f"Bearer {self.token(role, **claims)}"}
        return httpx.AsyncClient(base_url=self.url(room), headers=headers, timeout=30)

    def seed(self, account: str) -> str:
        """The NKey seed of one of the demo's outside systems."""
        return json.loads((self.data / "keyring.json").read_text())["outsiders"][account]["seed"]

    def family(self) -> list[psutil.Process]:
        """The house and every process that it started."""
        house = psutil.Process(self.process.pid)
        return [house, *house.children(recursive=True)]

    def kill(self, part: str) -> None:
        """kill -9 of one program."""
        os.kill(self.written["pids"][part], signal.SIGKILL)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask the house to end and wait for it; its status."""
        self.process.send_signal(number)
        return self.process.wait(30)


def run(
    *arguments: str, stdin: str | None = None, environ: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """The command, to its end."""
    return subprocess.run(
        [str(WAYFARE), *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=START,
        cwd=ROOT,
        env=environ or surroundings(),
    )


def surroundings(**more: str) -> dict[str, str]:
    """The environment without anything about Wayfare that whoever runs the tests has set."""
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith(("WAYFARE_", "DATABASE_", "NATS_"))
    }
    return {**plain, **more}


@contextmanager
def started(data: Path, *options: str, **around: str) -> Generator[House]:
    """`wayfare up` as a process of its own, ready; gone at the end."""
    output = data.parent / f"{data.name}.out"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [str(WAYFARE), "up", "--data", str(data), "--free-ports", *options],
            stdout=file,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env=surroundings(**AT_ONCE, **around),
            start_new_session=True,
            preexec_fn=bound_to_parent(signal.SIGTERM),  # noqa: PLW1509 -- one system call, no locks
        )
    house = House(data, process, output)
    try:
        wait_until_said(house, "Wayfare is ready")
        yield house
    finally:
        if process.poll() is None:
            house.stop()


def wait_until_said(house: House, words: str) -> None:
    """Until the house has printed these words."""
    deadline = time.monotonic() + START
    while words not in house.output.read_text():
        assert house.process.poll() is None, house.output.read_text()
        assert time.monotonic() < deadline, house.output.read_text()
        time.sleep(0.05)


class Reader:
    """An outside system on NATS, in its own account, with its own durable consumer."""

    def __init__(self, client: Client, stream: str, consumer: str) -> None:
        self.client, self._stream, self._consumer = client, stream, consumer

    @classmethod
    async def partner(cls, house: House, partner: str, seed: str) -> "Reader":
        return await cls._connected(house, seed, "HANDOFFS", f"partner-{partner}")

    @classmethod
    async def jobcentre(cls, house: House, consumer: str) -> "Reader":
        account = f"JOBCENTRE_{consumer}"
        return await cls._connected(house, house.seed(account), account, "reader")

    @classmethod
    async def _connected(cls, house: House, seed: str, stream: str, consumer: str) -> "Reader":
        client = Client()
        await client.connect(house.nats_url, nkeys_seed_str=seed, max_reconnect_attempts=-1, reconnect_time_wait=1)
        return cls(client, stream, consumer)

    async def raw(self, seconds: float = 1.0) -> list[bytes]:
        """What is new, byte by byte."""
        js = self.client.jetstream(prefix="wayfare")
        subscription = await js.pull_subscribe_bind(self._consumer, stream=self._stream)
        try:
            messages = await subscription.fetch(50, timeout=seconds)
        except TimeoutError:
            messages = []
        for message in messages:
            await message.ack()
        await subscription.unsubscribe()
        return [message.data for message in messages]

    async def news(self, count: int, quiet: float = 1.0) -> list[Json]:
        """`count` events, and whatever else comes right after them."""
        found: list[Json] = []
        deadline = time.monotonic() + PATIENCE
        while len(found) < count and time.monotonic() < deadline:
            found += [json.loads(message) for message in await self.raw()]
        return found + [json.loads(message) for message in await self.raw(quiet)]

    async def ask(self, subject: str, **fields: object) -> Json:
        """Request and reply with a request id of its own."""
        body = json.dumps({"request_id": str(uuid4()), **fields}).encode()
        return json.loads((await self.client.request(subject, body, timeout=10)).data)

    async def close(self) -> None:
        await self.client.close()


async def until(look: Any) -> Any:
    """The first thing that is something, within twenty seconds."""
    deadline = time.monotonic() + PATIENCE
    while True:
        if found := await look():
            return found
        assert time.monotonic() < deadline, "nothing came"
        await asyncio.sleep(0.1)
