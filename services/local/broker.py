"""The house's NATS: who has an account on it, and letting somebody in while it runs."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import psutil

from services.local import accounts, nats
from services.local.accounts import Outsider
from services.local.folder import Folder, write_secret
from services.local.keyring import Keyring
from services.local.programs import WouldNotStart


def outsiders(folder: Folder) -> list[Outsider]:
    """Who outside the house has an account."""
    if not folder.outsiders.exists():
        return []
    return msgspec.json.decode(folder.outsiders.read_bytes(), type=list[Outsider])


def house_accounts(folder: Folder, keyring: Keyring) -> accounts.Json:
    """The `accounts` of the server's configuration. It holds public keys only."""
    public = {name: pair.public for name, pair in keyring.nats.items()}
    return accounts.accounts(public, outsiders(folder))


def configuration(folder: Folder, keyring: Keyring, port: int, store: Path) -> accounts.Json:
    """The whole configuration of the embedded server."""
    return accounts.configuration(port, store, house_accounts(folder, keyring))


def add(folder: Folder, *newcomers: Outsider) -> bool:
    """Note that these have an account, instead of any that they had before; False if nothing changed."""
    names = {newcomer.account for newcomer in newcomers}
    return replace(folder, [*(one for one in outsiders(folder) if one.account not in names), *newcomers])


def replace(folder: Folder, wanted: Sequence[Outsider]) -> bool:
    """Note that these and nobody else have an account; False if nothing changed."""
    if {one.account: one for one in wanted} == {one.account: one for one in outsiders(folder)}:
        return False
    write_secret(folder.outsiders, msgspec.json.format(msgspec.json.encode(wanted)))
    return True


def reload(folder: Folder, keyring: Keyring, pid: int) -> None:
    """Have the running embedded server take the accounts over; connections stay."""
    if not _is_nats(pid):
        raise WouldNotStart("The embedded NATS is not there to take over the new account. Start the house again.")
    current = msgspec.json.decode(folder.nats.read_bytes(), type=dict[str, object])
    changed = {**current, "accounts": house_accounts(folder, keyring)}
    nats.take_over(pid, folder.nats, folder.log("nats"), changed)


def _is_nats(pid: int) -> bool:
    """A process id may belong to somebody else by now."""
    try:
        return psutil.Process(pid).exe() == str(nats.binary())
    except psutil.Error:
        return False
