"""compose.yaml names only settings that exist, and every one that a service needs."""

import re
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from msgspec import NODEFAULT, Struct

from services.desk.settings import Settings as Desk
from services.directory.settings import Settings as Directory
from services.local import accounts, nats
from services.local.commands.secrets import environment
from services.local.keyring import Keyring, new_keyring
from services.local.rooms import CALLBACK
from services.matcher.settings import Settings as Matcher
from services.referrals.settings import Settings as Referrals
from shared.settings import load, variable

ROOT = Path(__file__).parent.parent.parent
SETTINGS: dict[str, type[Struct]] = {"desk": Desk, "directory": Directory, "matcher": Matcher, "referrals": Referrals}
ADDRESSES = {name: f"https://{name.lower()}.example" for name in ("DESK", "DIRECTORY", "REFERRALS", "SIGN_IN")}
NEEDED = re.compile(r"\$\{(\w+)(?::[?-]([^}]*))?\}")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]


@pytest.fixture(scope="module")
def keyring() -> Keyring:
    return new_keyring()


def filled(services: dict[str, Any], name: str, keyring: Keyring) -> dict[str, str]:
    """The environment of a service as compose would fill it in."""
    known = {**environment(keyring), **{f"{key}_URL": url for key, url in ADDRESSES.items()}}
    given: dict[str, object] = services[name]["environment"]
    return {key: NEEDED.sub(lambda found: known[found[1]], str(value)) for key, value in given.items()}


@pytest.mark.parametrize("name", SETTINGS)
def test_every_variable_of_a_service_is_a_setting(services: dict[str, Any], name: str) -> None:
    known = {variable(field.name) for field in msgspec.structs.fields(SETTINGS[name])}
    tokens = {"WAYFARE_HOST", "WAYFARE_ISSUER", "WAYFARE_JWKS_URL", "WAYFARE_AUDIENCE"}

    assert set(services[name]["environment"]) - tokens <= known


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_that_a_service_needs_is_given(services: dict[str, Any], name: str) -> None:
    needed = {variable(field.name) for field in msgspec.structs.fields(SETTINGS[name]) if field.default is NODEFAULT}

    assert needed <= set(services[name]["environment"])


@pytest.mark.parametrize("name", SETTINGS)
def test_a_service_accepts_what_it_is_given(services: dict[str, Any], name: str, keyring: Keyring) -> None:
    settings = load(SETTINGS[name], filled(services, name, keyring))

    assert isinstance(settings, SETTINGS[name])


def test_the_secrets_are_those_that_compose_asks_for(keyring: Keyring) -> None:
    asked = {found[0] for found in NEEDED.findall((ROOT / "compose.yaml").read_text())}
    optional = {"WAYFARE_VERSION", "WAYFARE_SECRETS", "SECRETS_OWNER"}

    assert asked - optional == {*environment(keyring), *(f"{name}_URL" for name in ADDRESSES)}


def test_the_nodes_read_their_configuration_with_the_accounts(tmp_path: Path, keyring: Keyring) -> None:
    public = {name: pair.public for name, pair in keyring.nats.items()}
    outsider = accounts.partner("2b6f0f4e-0000-4000-8000-000000000000", nats.new_keys().public)
    found = {"accounts": accounts.accounts(public, [outsider])}
    (tmp_path / "accounts.json").write_bytes(msgspec.json.format(msgspec.json.encode(found)))
    (tmp_path / "node.conf").write_text((ROOT / "deploy/nats/node.conf").read_text())

    done = subprocess.run(
        [str(nats.binary()), "-t", "-c", str(tmp_path / "node.conf")],
        env={"NODE": "nats-1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_the_sign_in_of_compose_knows_the_desk_and_gives_every_claim() -> None:
    realm = msgspec.json.decode((ROOT / "deploy/sign-in/wayfare-realm.json").read_bytes())
    desk = realm["clients"][0]

    claims = {mapper["config"].get("claim.name") for mapper in desk["protocolMappers"]} - {None}

    assert desk["redirectUris"] == ["${DESK_URL}" + CALLBACK]
    assert claims == {"wayfare_role", "office", "partner", "consumer"}


def test_nobody_gives_themselves_a_role_an_office_or_a_partner_at_the_sign_in() -> None:
    realm = msgspec.json.decode((ROOT / "deploy/sign-in/wayfare-realm.json").read_bytes())
    [profile] = realm["components"]["org.keycloak.userprofile.UserProfileProvider"]
    kept = msgspec.json.decode(profile["config"]["kc.user.profile.config"][0])

    editors = {one["name"]: one["permissions"]["edit"] for one in kept["attributes"]}

    assert {editors[name] == ["admin"] for name in ("wayfare_role", "office", "partner", "consumer")} == {True}
    assert "unmanagedAttributePolicy" not in kept
    assert realm["registrationAllowed"] is False
