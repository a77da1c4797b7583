"""The five processes of the house that answer by HTTP: how each is started, and with which settings."""

import sys
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from services.local.databases import Urls
from services.local.folder import Folder
from services.local.keyring import Keyring
from services.local.ports import Ports
from shared.settings import variable

ROOMS = {
    "issuer": "services.local.issuer",
    "directory": "services.directory",
    "matcher": "services.matcher",
    "referrals": "services.referrals",
    "desk": "services.desk",
}
AUDIENCE = "wayfare"
DESK_CLIENT = "desk"
CALLBACK = "/sign-in/callback"  # of the desk
Environ = dict[str, str]


class Plan(Struct, frozen=True, kw_only=True):
    """What the settings of every room follow from."""

    folder: Folder
    keyring: Keyring
    ports: Ports
    databases: Mapping[str, Urls]
    nats_url: str

    def url(self, name: str) -> str:
        """Where a room answers."""
        return f"http://127.0.0.1:{getattr(self.ports, name)}"


def command(name: str) -> list[str]:
    """How a room is started."""
    return [sys.executable, "-m", ROOMS[name]]


def environment(name: str, plan: Plan, around: Mapping[str, str]) -> Environ:
    """The environment of a room: the settings below, then what is set `around`, then what the house decides."""
    decided = {**_common(name, plan), **SETTINGS[name](plan)}
    passed = {key: value for key, value in around.items() if key not in ("DATABASE_URL", "NATS_URL")}
    return {**passed, **{variable(key): value for key, value in decided.items()}}


def _common(name: str, plan: Plan) -> Environ:
    return {
        "mode": "local",
        "host": "127.0.0.1",
        "port": str(getattr(plan.ports, name)),
        "public_url": plan.url(name),
        "issuer": plan.url("issuer"),
        "jwks_url": f"{plan.url('issuer')}/jwks",
        "audience": AUDIENCE,
        "clock_file": str(plan.folder.clock.absolute()),
        "postcodes": str(plan.folder.postcodes.absolute()),
        **{f"{other}_url": plan.url(other) for other in ("directory", "matcher", "referrals", "desk")},
    }


def _issuer(plan: Plan) -> Environ:
    return {
        "keyring": str(plan.folder.keyring.absolute()),
        "client_id": DESK_CLIENT,
        "redirect_uris": " ".join(f"http://{host}:{plan.ports.desk}{CALLBACK}" for host in ("127.0.0.1", "localhost")),
    }


def _bus(name: str, plan: Plan) -> Environ:
    return {"nats_url": plan.nats_url, "nats_seed": plan.keyring.nats[name].seed}


def _directory(plan: Plan) -> Environ:
    return {**_bus("directory", plan), "database_url": plan.databases["directory"].service}


def _matcher(plan: Plan) -> Environ:
    return _bus("matcher", plan)


def _referrals(plan: Plan) -> Environ:
    return {
        **_bus("referrals", plan),
        "database_url": plan.databases["referrals"].service,
        "master_key": plan.keyring.master_key,
    }


def _desk(plan: Plan) -> Environ:
    return {
        "oidc_issuer": plan.url("issuer"),
        "oidc_client_id": DESK_CLIENT,
        "oidc_client_secret": plan.keyring.desk_secret,
        "cookie_secret": plan.keyring.cookie_secret,
    }


SETTINGS = {"issuer": _issuer, "directory": _directory, "matcher": _matcher, "referrals": _referrals, "desk": _desk}


def log_of(name: str, folder: Folder) -> Path:
    """The log of a room."""
    return folder.log(name)
