"""A snapshot: the whole directory at one moment, as questions see it."""

from datetime import datetime
from math import log

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from services.matcher.index.layer import Living
from services.matcher.index.postings import Terms


class Snapshot(Struct, frozen=True):
    """Layers and counts. `spread` has for each term the number of offers with it, whatever their layer."""

    layers: tuple[Living, ...]
    numbers: Terms
    spread: NDArray[np.int32]
    services: int
    words: int  # of all offers together
    places: int
    as_of: datetime | None

    def rarity(self, term: str) -> float:
        """How much a word tells: inverse document frequency, as BM25 has it. Depends on offers, not on layers."""
        number = self.numbers.find(term)
        having = int(self.spread[number]) if number is not None and number < len(self.spread) else 0
        return log(1 + (self.services - having + 0.5) / (having + 0.5))

    @property
    def usual_length(self) -> float:
        """Words of an offer on average."""
        return max(1.0, self.words / max(1, self.services))
