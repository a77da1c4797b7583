"""The two databases of the house: roles, databases and migrations."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from services.local import postgres
from shared.migrations import migrate

SERVICES = ("directory", "referrals")


class Urls(Struct, frozen=True, kw_only=True):
    """A database as its owner and as its service sees it."""

    owner: str
    service: str


def urls(admin: str, passwords: Mapping[str, str]) -> dict[str, Urls]:
    """The addresses of both databases on the server of `admin`."""
    return {
        name: Urls(
            owner=_url(admin, f"wayfare_{name}_owner", passwords[f"wayfare_{name}_owner"], f"wayfare_{name}"),
            service=_url(admin, f"wayfare_{name}", passwords[f"wayfare_{name}"], f"wayfare_{name}"),
        )
        for name in SERVICES
    }


def prepare(admin: str, passwords: Mapping[str, str]) -> dict[str, Urls]:
    """Make roles and databases that are not there. A service is neither owner nor administrator."""
    for role, password in passwords.items():
        postgres.create_role(admin, role, password)
    for name in SERVICES:
        postgres.create_database(admin, f"wayfare_{name}", f"wayfare_{name}_owner")
        postgres.let_in(admin, f"wayfare_{name}", f"wayfare_{name}")
    return urls(admin, passwords)


def apply_migrations(owners: Mapping[str, str]) -> dict[str, list[str]]:
    """Bring every database up to date; the steps that were new, by service."""
    return {name: migrate(url, migrations_of(name)) for name, url in owners.items()}


def migrations_of(name: str) -> Path:
    """The folder of a service's migrations."""
    return Path(str(files(f"services.{name}") / "migrations"))


def _url(admin: str, role: str, password: str, database: str) -> str:
    """The administrator's address with another role and database; its options (`sslmode`) stay."""
    parts = urlsplit(admin)
    where = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{role}:{password}@{where}", path=f"/{database}").geturl()
