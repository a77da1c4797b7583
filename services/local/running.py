"""What the running house wrote down, so that other commands find it."""

import msgspec
from msgspec import Struct

from services.local.folder import Folder, is_held, write_secret
from services.local.ports import Ports
from shared.errors import Refusal


class NotRunning(Refusal):
    """No house is running on this data folder. Start one with `wayfare up`, or name its folder with --data."""


class Running(Struct, frozen=True, kw_only=True):
    """Addresses and process ids of a house. The database addresses are those of the administrator and the owners."""

    pid: int
    ports: Ports
    nats_url: str
    database_url: str
    owners: dict[str, str]
    pids: dict[str, int] = {}
    embedded_nats: bool = True

    def url(self, name: str) -> str:
        """Where a service answers."""
        ports: dict[str, int] = msgspec.structs.asdict(self.ports)
        return f"http://127.0.0.1:{ports[name]}"


def write(folder: Folder, running: Running) -> None:
    """Tell the other commands."""
    write_secret(folder.running, msgspec.json.format(msgspec.json.encode(running)))


def find(folder: Folder) -> Running:
    """The house that runs on this folder. Raises `NotRunning`."""
    if not is_held(folder) or not folder.running.exists():
        raise NotRunning
    return msgspec.json.decode(folder.running.read_bytes(), type=Running)


def forget(folder: Folder) -> None:
    """The house has ended."""
    folder.running.unlink(missing_ok=True)
