"""Settings of the room that knows people."""

from datetime import time, timedelta
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from shared.calendar import Nation


class Settings(Struct, frozen=True, kw_only=True):
    """Read from `WAYFARE_…` variables; `DATABASE_URL` and `NATS_URL` work too."""

    issuer: str
    jwks_url: str
    database_url: str
    nats_url: str
    nats_seed: str
    master_key: Annotated[str, Meta(pattern="^[A-Za-z0-9+/_-]{43}=$")]  # 32 bytes in base64
    audience: str = "wayfare"
    nats_replicas: Annotated[int, Meta(ge=1, le=5)] = 1  # nodes that keep each stream
    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65535)] = 8003
    public_url: str = "http://127.0.0.1:8003"  # where partners reach this service
    clock_file: Path | None = None  # local mode: a file that moves the time
    postcodes: Path | None = None  # an imported file of whole postcodes
    nation: Nation = Nation.ENGLAND_AND_WALES  # whose bank holidays count
    search_hours: Annotated[int, Meta(ge=1, le=168)] = 20
    undo_window: Annotated[int, Meta(ge=0, le=86400)] = 900  # seconds before what goes beyond the two parties leaves
    jobcentre_batch: Annotated[str, Meta(pattern=r"^(at-once|([01]\d|2[0-3]):[0-5]\d)$")] = "17:00"

    @property
    def searches_kept(self) -> timedelta:
        """How long a search is kept after it was last changed."""
        return timedelta(hours=self.search_hours)

    @property
    def undo(self) -> timedelta:
        """How long what goes beyond the two parties waits."""
        return timedelta(seconds=self.undo_window)

    @property
    def batch(self) -> time | None:
        """When the day's news for Jobcentre systems leaves; None: at once."""
        return None if self.jobcentre_batch == "at-once" else time.fromisoformat(self.jobcentre_batch)
