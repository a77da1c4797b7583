"""The data folder: where a house on one machine keeps everything."""

import fcntl
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from shared.errors import Refusal


class AlreadyRunning(Refusal):
    """A house is already running on this data folder. Stop it first, or name another folder with --data."""


class Folder(Struct, frozen=True):
    """Paths below the data folder. What is secret is readable by its owner alone."""

    root: Path

    @property
    def keyring(self) -> Path:
        """Passwords, keys and seeds."""
        return self.root / "keyring.json"

    @property
    def running(self) -> Path:
        """What runs now, and where."""
        return self.root / "house.json"

    @property
    def lock(self) -> Path:
        """Held by the house that runs here."""
        return self.root / "lock"

    @property
    def logs(self) -> Path:
        """A file for each program."""
        return self.root / "logs"

    @property
    def clock(self) -> Path:
        """By how many seconds the clock is moved."""
        return self.root / "clock"

    @property
    def postcodes(self) -> Path:
        """The official postcodes that an operator imported."""
        return self.root / "postcodes.sqlite"

    @property
    def outsiders(self) -> Path:
        """Who outside the house has an account on NATS."""
        return self.root / "outsiders.json"

    @property
    def nats(self) -> Path:
        """The configuration of the embedded NATS."""
        return self.root / "nats.json"

    @property
    def streams(self) -> Path:
        """The streams of the embedded NATS."""
        return self.root / "nats"

    def log(self, name: str) -> Path:
        """The log of a program."""
        return self.logs / f"{name}.log"

    def make(self) -> None:
        """Create what is not there."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.logs.mkdir(exist_ok=True, mode=0o700)


@contextmanager
def held(folder: Folder) -> Generator[None]:
    """Be the only house on this folder. Raises `AlreadyRunning`."""
    with folder.lock.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning from None
        yield


def is_held(folder: Folder) -> bool:
    """Does a house run on this folder?"""
    try:
        with held(folder):
            return False
    except AlreadyRunning:
        return True
    except FileNotFoundError:
        return False


def write_secret(file: Path, body: bytes) -> None:
    """Write a file that only its owner may read, in one step."""
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_bytes(body)
    fresh.replace(file)
