"""Settings of the directory."""

from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct


class Settings(Struct, frozen=True, kw_only=True):
    """`postcodes` is a file made by `python -m shared.places`; `clock_file` shifts the time in local mode."""

    database_url: str
    nats_url: str
    nats_seed: str
    issuer: str
    jwks_url: str
    public_url: str = "http://127.0.0.1:8001"
    directory_name: str = "Wayfare directory"
    host: str = "127.0.0.1"
    port: int = 8001
    audience: str = "wayfare"
    nats_replicas: Annotated[int, Meta(ge=1, le=5)] = 1  # nodes that keep each stream
    clock_file: Path | None = None
    postcodes: Path | None = None
