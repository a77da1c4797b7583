"""Finds candidates: by place first, so that the cost follows what is in reach and not the size of the country."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from services.matcher import sharing
from services.matcher.candidates import FAR, Candidates, Ints, Mask, any_row
from services.matcher.coverage import covers
from services.matcher.index import spots
from services.matcher.index.covering import EDGE, around
from services.matcher.index.earth import Floats
from services.matcher.index.layer import Layer, Living, build
from services.matcher.index.postings import LANGUAGE, NEED, Terms, common
from services.matcher.index.snapshot import Snapshot
from services.matcher.index.spots import WHOLE_EARTH, Near
from services.matcher.index.table import DRAWN, EVERYWHERE, NOT_STATED, Table
from services.matcher.model import Covers, Question
from services.matcher.sharing import Words
from services.matcher.weights import Weights
from shared.contracts.places import Precision

FEW_PLACES = 3000  # a directory as small as this is looked at whole
BEYOND = 1.5  # how much farther than asked we look for what to say is out of reach
EMPTY = build([], Terms())


def candidates(of: Snapshot, asked: Question, weights: Weights, *, beyond: bool) -> Candidates:
    """Offers that meet a need or share enough words. `beyond`: those out of reach as well, to say that they are."""
    words = sharing.words(of, asked, weights)
    search = _Search(of, asked, weights, words, _radius(of, asked, beyond=beyond))
    return _joined([search.layer(part) for part in of.layers or (EMPTY,)])


def _radius(of: Snapshot, asked: Question, *, beyond: bool) -> float:
    if asked.max_km is None or (beyond and of.places <= FEW_PLACES):
        return WHOLE_EARTH
    return asked.max_km * BEYOND if beyond else asked.max_km


class _Search(Struct, frozen=True):
    """One question on its way through the layers."""

    of: Snapshot
    asked: Question
    weights: Weights
    words: Words
    radius: float

    def layer(self, part: Living) -> Candidates:
        """The candidates of one layer, with everything that the rules ask about them."""
        layer, point = part.layer, self.asked.point
        near = spots.near(layer.spots, point, self.radius) if point else spots.NOWHERE
        rows = self._rows(part, near)
        sure = self._amounts(layer, [NEED + need.code for need in self.asked.needs], rows) / 100
        held = list(self._amounts(layer, list(self.words.tells), rows))
        shares = sharing.shared(held, layer.table[rows], self.words, self.weights, self.of.usual_length)
        meant = any_row(sure > 0) | sharing.enough(shares, self.words)
        return self._columns(layer, near, rows[meant], (sure[:, meant], shares[:, meant]))

    def _rows(self, part: Living, near: Near) -> Ints:
        """Living rows with a term of the question that are near, or need not be."""
        terms = [NEED + need.code for need in self.asked.needs] + list(self.words.needed)
        having = [part.layer.postings.of(self.of.numbers.find(term))[0] for term in terms]
        if point := self.asked.point:
            far = [part.layer.postings.of(self.of.numbers.find(term))[0] for term in around(point)]
            having = [common(rows, reached) for rows in having for reached in (near.rows, *far)]
        rows = np.unique(np.concatenate(having)) if having else np.zeros(0, np.int32)
        return rows[part.alive[rows]]

    def _amounts(self, layer: Layer, terms: Sequence[str], rows: Ints) -> Ints:
        """A row for each term."""
        found = [layer.postings.amounts_at(self.of.numbers.find(term), rows) for term in terms]
        return np.array(found, np.int32).reshape(len(terms), len(rows))

    def _columns(self, layer: Layer, near: Near, rows: Ints, found: tuple[Floats, Floats]) -> Candidates:
        here = layer.table[rows]
        seen, at = spots.nearest(near, rows)
        km, number, has, lacks = (np.append(column, 0)[at] for column in (near.km, near.numbers, near.has, near.lacks))
        spoken = self._amounts(layer, [LANGUAGE + code for code in self.asked.languages], rows)
        return Candidates(
            layers=(layer,),
            layer=np.zeros(len(rows), np.int32),
            rows=rows,
            table=here,
            km=np.where(seen, km, FAR),
            spot=np.where(seen, number, -1).astype(np.int32),
            has=np.where(seen, here["has"] | has, here["has_somewhere"]).astype(np.int32),
            lacks=np.where(seen, here["lacks"] | lacks, here["lacks"]).astype(np.int32),
            sure=found[0],
            shares=found[1],
            speaks=any_row(spoken > 0),
            covers=_covers(layer, here, rows, self.asked),
        )


def _covers(layer: Layer, here: Table, rows: Ints, asked: Question) -> NDArray[np.int8]:
    """What each offer's areas say about the place. Only where the box round them is near is the drawing looked at."""
    found = np.full(len(rows), Covers.UNSURE, np.int8)
    if asked.point is None:
        return found
    found[here["area"] == EVERYWHERE] = Covers.YES
    boxed = _in_box(here, asked.point.latitude, asked.point.longitude)
    found[(here["area"] == DRAWN) & ~boxed] = Covers.NO
    looked_at = boxed & (here["area"] != EVERYWHERE) & (here["area"] != NOT_STATED)
    precision = asked.precision or Precision.POINT
    for at in np.flatnonzero(looked_at):
        found[at] = covers(layer.offers[int(rows[at])].areas, asked.point, precision)
    return found


def _in_box(here: Table, latitude: float, longitude: float) -> Mask:
    across = (here["west"] - EDGE <= longitude) & (longitude <= here["east"] + EDGE)
    return across & (here["south"] - EDGE <= latitude) & (latitude <= here["north"] + EDGE)


def _joined(parts: Sequence[Candidates]) -> Candidates:
    """The candidates of all layers, one after another."""
    if len(parts) == 1:
        return parts[0]
    return Candidates(
        layers=tuple(layer for part in parts for layer in part.layers),
        layer=np.concatenate([part.layer + place for place, part in enumerate(parts)]).astype(np.int32),
        rows=np.concatenate([part.rows for part in parts]),
        table=np.concatenate([part.table for part in parts]),
        km=np.concatenate([part.km for part in parts]),
        spot=np.concatenate([part.spot for part in parts]),
        has=np.concatenate([part.has for part in parts]),
        lacks=np.concatenate([part.lacks for part in parts]),
        sure=np.concatenate([part.sure for part in parts], axis=1),
        shares=np.concatenate([part.shares for part in parts], axis=1),
        speaks=np.concatenate([part.speaks for part in parts]),
        covers=np.concatenate([part.covers for part in parts]),
    )
