"""Settings come from the environment, and every wrong one is named."""

from pathlib import Path

import pytest
from msgspec import Struct

from shared.settings import WrongSettings, load, masked


class Settings(Struct, frozen=True, kw_only=True):
    """Some settings."""

    port: int
    database_url: str
    master_key: str = ""
    clock_file: Path | None = None


def test_settings_are_read_with_their_types() -> None:
    environ = {"WAYFARE_PORT": "8001", "DATABASE_URL": "postgresql://x", "WAYFARE_CLOCK_FILE": "data/clock"}

    found = load(Settings, environ)

    assert found == Settings(port=8001, database_url="postgresql://x", clock_file=Path("data/clock"))


def test_every_wrong_variable_is_named() -> None:
    with pytest.raises(WrongSettings) as refused:
        load(Settings, {"WAYFARE_PORT": "many"})

    assert "WAYFARE_PORT" in str(refused.value)
    assert "WAYFARE_DATABASE_URL" in str(refused.value)


def test_secrets_are_masked_when_settings_are_printed() -> None:
    shown = masked(Settings(port=1, database_url="postgresql://user:word@host/db", master_key="k"))

    assert shown["WAYFARE_DATABASE_URL"] == shown["WAYFARE_MASTER_KEY"] == "…"
    assert shown["WAYFARE_PORT"] == "1"
