"""Whoever referrals lets in has an account on NATS, and whoever it suspends has none, while the house runs."""

import contextlib
import time

from services.local import accounts, broker
from services.local.accounts import Outsider
from services.local.callers import Callers, ask_for
from services.local.folder import Folder
from services.local.keyring import load
from shared.contracts.staff import Consumer, Partner
from shared.errors import Unavailable

PAUSE = 2.0  # seconds between two looks at the lists


class Admission:
    """Called at each glance at the house; looks at the lists of referrals now and then."""

    def __init__(self, folder: Folder, house: Callers) -> None:
        self._folder, self._house = folder, house
        self._looked = time.monotonic()

    def __call__(self) -> None:
        """Make the accounts what the lists say. With somebody else's NATS its operator does that."""
        if not self._house.running.embedded_nats or time.monotonic() - self._looked < PAUSE:
            return
        with contextlib.suppress(Unavailable):  # referrals is starting again
            admit(self._folder, self._house)
        self._looked = time.monotonic()


def admit(folder: Folder, house: Callers) -> None:
    """Approved partners and registered Jobcentre systems that gave a key, and nobody else."""
    with house.admin("referrals") as client:
        partners = ask_for(list[Partner], client, "GET", "/partners")
        consumers = ask_for(list[Consumer], client, "GET", "/consumers")
    wanted = [*_partners(partners), *_consumers(consumers)]
    if broker.replace(folder, wanted):
        broker.reload(folder, load(folder), house.running.pids["nats"])


def _partners(known: list[Partner]) -> list[Outsider]:
    return [accounts.partner(one.id, one.nats_key) for one in known if one.state == "approved" and one.nats_key]


def _consumers(known: list[Consumer]) -> list[Outsider]:
    return [accounts.jobcentre(one.id, one.nats_key) for one in known if one.nats_key]
