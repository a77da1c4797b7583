"""Settings of the matcher."""

from pathlib import Path

from msgspec import Struct


class Settings(Struct, frozen=True, kw_only=True):
    """`postcodes` is an imported official file; without it postcodes are known to their sector."""

    issuer: str
    jwks_url: str
    nats_url: str
    nats_seed: str | None = None
    host: str = "127.0.0.1"
    port: int = 8002
    audience: str = "wayfare"
    clock_file: Path | None = None
    postcodes: Path | None = None
