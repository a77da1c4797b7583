"""The database server of a house, whether the house runs or not."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager

from services.local import postgres
from services.local.folder import Folder, held, is_held
from services.local.keyring import Keyring, load
from services.local.ports import free_ports
from services.local.running import find


@contextmanager
def database_server(folder: Folder, around: Mapping[str, str]) -> Generator[tuple[str, Keyring]]:
    """The administrator's address: of `DATABASE_URL`, of the running house, or of PostgreSQL started for this alone."""
    folder.make()
    if given := around.get("DATABASE_URL"):
        yield given, load(folder)
    elif is_held(folder):
        yield find(folder).database_url, load(folder)
    else:
        keyring = load(folder)
        with held(folder), alone(folder, keyring) as admin:
            yield admin, keyring


@contextmanager
def alone(folder: Folder, keyring: Keyring) -> Generator[str]:
    """PostgreSQL without the rest of the house. Hold the folder meanwhile."""
    with postgres.cluster(folder.root) as place:
        server = postgres.start(place, free_ports(1)[0], keyring.administrator, folder.log("postgres"))
        try:
            yield server.url
        finally:
            server.program.stop()
