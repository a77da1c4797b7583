"""Numbered plain SQL files, applied once each and in order by yoyo."""

from pathlib import Path
from typing import Any

import yoyo


def migrate(url: str, folder: Path) -> list[str]:
    """Apply the files of `folder` that this database has not seen; their names. Needs the owner's role.

    A lock makes a second process wait, so that two replicas may start together.
    """
    backend = _backend(url)
    try:
        with backend.lock():
            steps = backend.to_apply(_read(folder))
            backend.apply_migrations(steps)
            return [step.id for step in steps]
    finally:
        backend.connection.close()


def _backend(url: str) -> Any:
    return yoyo.get_backend(url.replace("postgresql://", "postgresql+psycopg://", 1))


def _read(folder: Path) -> Any:
    return yoyo.read_migrations(str(folder))
