"""The shelf: takes listings as they come and keeps a snapshot of them all."""

from collections.abc import Iterable
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from services.matcher.index import layer, postings
from services.matcher.index.layer import Living
from services.matcher.index.postings import Terms
from services.matcher.index.snapshot import Snapshot
from services.matcher.model import Offer
from shared.contracts.words import ServiceId

BATCH = 500  # changes that are taken in together


class Shelf:
    """Changes wait until they are asked for or are many; then they become a layer, and layers of like size are joined.

    So each offer is moved about log(n) times, and one change never costs more than its own layer.
    """

    def __init__(self) -> None:
        self._versions: dict[ServiceId, int] = {}
        self._waiting: dict[ServiceId, Offer | None] = {}
        self._rows: dict[ServiceId, tuple[int, int]] = {}  # the place of its layer, its row there
        self._snapshot = Snapshot((), Terms(), np.zeros(0, np.int32), 0, 0, 0, None)
        self._as_of: datetime | None = None

    def knows(self, id: ServiceId, version: int) -> bool:
        """Whether this version, or a later one, is here already."""
        return self._versions.get(id, 0) >= version

    def put(self, id: ServiceId, version: int, offer: Offer | None, at: datetime) -> None:
        """Take in a version, None for a tombstone. A version that is not higher changes nothing."""
        if self.knows(id, version):
            return
        self._versions[id] = version
        self._waiting[id] = offer
        self._as_of = max(self._as_of or at, at)
        if len(self._waiting) >= BATCH:
            self.current()

    @property
    def waiting(self) -> int:
        """Changes that no snapshot holds yet."""
        return len(self._waiting)

    def current(self) -> Snapshot:
        """The directory with every change so far."""
        if self._waiting:
            waiting, self._waiting = self._waiting, {}
            self._snapshot = self._taken_in(waiting)
        return self._snapshot

    def _taken_in(self, changes: dict[ServiceId, Offer | None]) -> Snapshot:
        before = self._snapshot
        gone = self._gone(changes)
        new = [offer for offer in changes.values() if offer]
        layers = [
            layer.without(part, [row for of, row in gone if of == place])
            if any(of == place for of, _ in gone)
            else part
            for place, part in enumerate(before.layers)
        ]
        added = layer.build(new, before.numbers)
        layers += [added] if new else []
        old = [before.layers[of].layer.offers[row] for of, row in gone]
        settled = _settled(layers)
        self._place(before.layers, settled)
        return Snapshot(
            tuple(settled),
            before.numbers,
            _spread(before, old, added),
            before.services + len(new) - len(old),
            before.words + sum(offer.length for offer in new) - sum(offer.length for offer in old),
            before.places + sum(len(offer.spots) for offer in new) - sum(len(offer.spots) for offer in old),
            self._as_of,
        )

    def _gone(self, changes: Iterable[ServiceId]) -> list[tuple[int, int]]:
        return [found for one in changes if (found := self._rows.pop(one, None))]

    def _place(self, before: tuple[Living, ...], settled: list[Living]) -> None:
        """Note where offers stand now, in the layers that are new."""
        for place, part in enumerate(settled):
            if place < len(before) and part.layer is before[place].layer:
                continue
            self._rows.update(
                (offer.id, (place, row)) for row, offer in enumerate(part.layer.offers) if part.alive[row]
            )


def _settled(layers: list[Living]) -> list[Living]:
    """Join the newest layers while the older of two is less than twice the newer; forget what is half empty."""
    settled: list[Living] = []
    for part in layers:
        settled.append(part)
        while len(settled) > 1 and settled[-2].count < 2 * settled[-1].count:
            settled[-2:] = [layer.joined(settled[-2:])]
    return [layer.joined([part]) if 2 * part.count < len(part.alive) else part for part in settled if part.count]


def _spread(before: Snapshot, old: Iterable[Offer], added: Living) -> NDArray[np.int32]:
    """How many offers have each term now."""
    lost = np.array([before.numbers.number(term) for offer in old for term, _ in postings.terms(offer)], np.int64)
    size = len(before.numbers)
    gained = np.bincount(added.layer.postings.terms, minlength=size) - np.bincount(lost, minlength=size)
    gained[: len(before.spread)] += before.spread
    return gained.astype(np.int32)
