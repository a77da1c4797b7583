"""`/`: what this is, and where its description stands (ORUK 3.0)."""

from litestar import get
from litestar.di import NamedDependency
from msgspec import Struct

from services.directory.settings import Settings
from shared.access import public

VERSION = "HSDS-UK-3.0"  # letter by letter what the official validator reads
PROFILE = "https://docs.openreferraluk.org/en/latest/"
DESCRIPTION = "Local help and who gives it, as an Open Referral UK feed. Everything here is public."


class ApiDetails(Struct, frozen=True, kw_only=True):
    """What an Open Referral API says of itself."""

    version: str
    profile: str
    openapi_url: str
    description: str
    name: str


@get("/", guards=[public], sync_to_thread=False, summary="What this is")
def root(settings: NamedDependency[Settings]) -> ApiDetails:
    """The version of the standard, its profile, and where the OpenAPI document of this directory stands."""
    return ApiDetails(
        version=VERSION,
        profile=PROFILE,
        openapi_url=f"{settings.public_url.rstrip('/')}/schema/openapi.json",
        description=DESCRIPTION,
        name=settings.directory_name,
    )
