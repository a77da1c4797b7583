"""A whole house in one file: a dump of each database, the keyring, and who has an account on NATS.

The streams are not in it: PostgreSQL is the truth, and the relays publish again what the broker does not have.
"""

import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec
import psycopg
from psycopg import sql

from services.local import databases, postgres
from services.local.databases import SERVICES
from services.local.folder import Folder, write_secret
from services.local.keyring import Keyring, keep, load
from services.local.programs import WouldNotStart
from shared.errors import Refusal

KEYRING, OUTSIDERS = "keyring.json", "outsiders.json"


class NotABackup(Refusal):
    """This file is not a whole backup of Wayfare. Nothing was changed."""


def write(admin: str, folder: Folder, target: Path) -> None:
    """Write the backup in one step, readable by its owner alone."""
    with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=f".{target.name}-") as name:
        work = Path(name)
        for service in SERVICES:
            _run("pg_dump", "-Fc", f"--file={work / service}.dump", *_to(admin, f"wayfare_{service}"), of=admin)
        shutil.copyfile(folder.keyring, work / KEYRING)
        if folder.outsiders.exists():
            shutil.copyfile(folder.outsiders, work / OUTSIDERS)
        whole = work / "whole.tar"
        whole.touch(mode=0o600)
        with tarfile.open(whole, "w") as tar:
            for part in sorted(work.iterdir()):
                if part != whole:
                    tar.add(part, arcname=part.name)
        whole.replace(target)


@contextmanager
def opened(source: Path) -> Generator[Path]:
    """A folder with the parts of a backup. Raises `NotABackup`."""
    with tempfile.TemporaryDirectory(prefix="wayfare-") as name:
        try:
            with tarfile.open(source) as tar:
                tar.extractall(name, filter="data")
        except (tarfile.TarError, OSError) as error:
            raise NotABackup from error
        parts = Path(name)
        if not all((parts / part).is_file() for part in (KEYRING, *(f"{service}.dump" for service in SERVICES))):
            raise NotABackup
        yield parts


def keys(parts: Path, folder: Folder) -> Keyring:
    """The keyring of the backup; a PostgreSQL that is there already keeps its administrator's password."""
    try:
        found = msgspec.json.decode((parts / KEYRING).read_bytes(), type=Keyring)
    except msgspec.DecodeError as error:
        raise NotABackup from error
    if folder.keyring.exists():
        return msgspec.structs.replace(found, administrator=load(folder).administrator)
    return found


def fill(admin: str, parts: Path, keyring: Keyring) -> None:
    """Put the dumps in place of whatever the databases hold, once all of them could be read."""
    for role, password in keyring.passwords.items():
        postgres.create_role(admin, role, password)
    for service in SERVICES:
        name = f"wayfare_{service}"
        _drop(admin, f"{name}_restored")
        postgres.create_database(admin, f"{name}_restored", f"{name}_owner")
        _run("pg_restore", "--exit-on-error", *_to(admin, f"{name}_restored"), str(parts / f"{service}.dump"), of=admin)
    for service in SERVICES:
        name = f"wayfare_{service}"
        _drop(admin, name)
        _administer(admin, sql.SQL("ALTER DATABASE {} RENAME TO {}"), f"{name}_restored", name)
    databases.prepare(admin, keyring.passwords)


def take_over(parts: Path, folder: Folder, keyring: Keyring) -> None:
    """The keys and the accounts, and no stream: the relays publish again what there is."""
    keep(folder, keyring)
    folder.outsiders.unlink(missing_ok=True)
    if (parts / OUTSIDERS).exists():
        write_secret(folder.outsiders, (parts / OUTSIDERS).read_bytes())
    shutil.rmtree(folder.streams, ignore_errors=True)


def _drop(admin: str, name: str) -> None:
    _administer(admin, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), name)


def _administer(admin: str, statement: sql.SQL, *names: str) -> None:
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(statement.format(*(sql.Identifier(name) for name in names)))


def _to(admin: str, database: str) -> list[str]:
    """Where a program connects, without the password: everybody can read a command line."""
    parts = urlsplit(admin)
    where = parts.netloc.rpartition("@")[2]
    return ["--dbname", parts._replace(netloc=f"{parts.username}@{where}", path=f"/{database}").geturl()]


def _run(program: str, *arguments: str, of: str) -> None:
    environ = {**os.environ, "PGPASSWORD": unquote(urlsplit(of).password or "")}
    command = [str(postgres.binaries() / program), *arguments]
    done = subprocess.run(command, capture_output=True, check=False, env=environ)
    if done.returncode:
        raise WouldNotStart(f"{program} did not succeed: {done.stderr.decode(errors='replace').strip()}")
