"""A layer: offers indexed together, never changed. What is newer lies in another layer."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from services.matcher.index import postings, spots, table
from services.matcher.index.postings import Postings, Terms
from services.matcher.index.spots import Spots
from services.matcher.index.table import Table
from services.matcher.model import Offer

Alive = NDArray[np.bool_]


class Layer(Struct, frozen=True):
    """Rows of the arrays are places in `offers`."""

    offers: list[Offer]
    table: Table
    spots: Spots
    postings: Postings


class Living(Struct, frozen=True):
    """A layer with the offers of it that have not been replaced since."""

    layer: Layer
    alive: Alive
    count: int


def build(offers: Sequence[Offer], numbers: Terms) -> Living:
    """A new layer."""
    layer = Layer(
        list(offers),
        table.table(offers),
        spots.spots(offers),
        postings.postings(offers, numbers),
    )
    return Living(layer, np.ones(len(offers), np.bool_), len(offers))


def joined(parts: Sequence[Living]) -> Living:
    """One layer of several, without what has been replaced. Arrays are put together; nothing is read anew."""
    rows: list[NDArray[np.int32]] = []
    start = 0
    for part in parts:
        rows.append(np.where(part.alive, start + np.cumsum(part.alive) - 1, -1).astype(np.int32))
        start += part.count
    layers = [part.layer for part in parts]
    layer = Layer(
        [offer for part in parts for offer, lives in zip(part.layer.offers, part.alive, strict=True) if lives],
        np.concatenate([part.layer.table[part.alive] for part in parts]),
        spots.joined([layer.spots for layer in layers], rows),
        postings.joined([layer.postings for layer in layers], rows),
    )
    return Living(layer, np.ones(start, np.bool_), start)


def without(part: Living, rows: Sequence[int]) -> Living:
    """The same layer, less these rows."""
    alive = part.alive.copy()
    alive[list(rows)] = False
    return Living(part.layer, alive, int(alive.sum()))
