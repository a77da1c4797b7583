"""Settings of the demo issuer."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct

from shared.settings import WrongSettings, load


class Settings(Struct, frozen=True, kw_only=True):
    """`keyring` is the file that holds the signing key and the desk's secret."""

    mode: Literal["local"]
    issuer: str
    keyring: Path
    client_id: str
    redirect_uris: str  # separated by spaces; one of them, letter by letter
    host: str = "127.0.0.1"
    port: int = 8004
    audience: str = "wayfare"


def local_settings(environ: Mapping[str, str]) -> Settings:
    """The settings. Raises `WrongSettings` outside local mode: whoever can open this page is whoever they choose."""
    if environ.get("WAYFARE_MODE") != "local":
        raise WrongSettings("The demo issuer asks for no password, so it runs in local mode only (WAYFARE_MODE=local).")
    return load(Settings, environ)
