"""Settings of the desk: `WAYFARE_…` variables."""

from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

Colour = Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")]
Url = Annotated[str, Meta(pattern="^https?://[^/ ]+(/[^ ]*)?$")]


class Settings(Struct, frozen=True, kw_only=True):
    """`issuer`, `jwks_url` and `audience` are of bearer tokens; `oidc_…` are of the people's sign-in."""

    issuer: str
    jwks_url: Url
    oidc_issuer: Url
    oidc_client_id: Annotated[str, Meta(min_length=1)]
    oidc_client_secret: Annotated[str, Meta(min_length=1)]
    cookie_secret: Annotated[str, Meta(min_length=32)]
    audience: str = "wayfare"
    oidc_scope: str = "openid profile"
    public_url: Url = "http://127.0.0.1:8000"
    directory_url: Url = "http://127.0.0.1:8001"
    matcher_url: Url = "http://127.0.0.1:8002"
    referrals_url: Url = "http://127.0.0.1:8003"
    host: str = "127.0.0.1"
    port: int = 8000
    patience: Annotated[float, Meta(gt=0, le=60)] = 10.0  # seconds that a room may take
    clock_file: Path | None = None
    brand: Annotated[str, Meta(min_length=1, max_length=40)] = "Wayfare"
    brand_colour: Colour = "#14454b"
    brand_ink: Colour = "#ffffff"  # on the brand colour
    brand_link: Colour = "#0f5c66"
    brand_button: Colour = "#0d6b57"
    brand_surface: Colour = "#f5f3ee"
    help_line: Annotated[str, Meta(max_length=200)] | None = None  # whom to ask, at the foot of every page

    @property
    def secure(self) -> bool:
        """Are the pages reached by HTTPS? Then cookies travel by nothing else."""
        return self.public_url.startswith("https:")
