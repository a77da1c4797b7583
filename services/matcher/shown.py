"""What is shown of one candidate: the facts that its sentences speak of."""

from math import inf

import numpy as np
from msgspec import Struct

from services.matcher.candidates import Candidates, at_home, by_going, places_known, remotely
from services.matcher.index.table import NO, YES
from services.matcher.model import Covers, Offer, Places, Question, Spot, Wanted
from shared.contracts.words import Access
from shared.places.distance import distance_km


class Shown(Struct, frozen=True, kw_only=True):
    """An offer as it looks from one question."""

    offer: Offer
    spot: Spot | None  # the nearest place, where one is in sight
    km: float | None  # to it, over the ellipsoid
    going: bool  # whether the person would go there
    visited: bool  # whether somebody would come
    remotely: bool
    covers: Covers
    meets: tuple[Wanted, ...]
    words: tuple[str, ...]  # of the question, as they were said, the most telling first
    speaks: bool
    places: Places | None  # only if they were counted lately
    accepting: bool | None

    def in_reach(self, asked: Question) -> bool:
        """Whether the person could go there, or somebody could come from there."""
        return self.going and self.km is not None and self.km <= (asked.max_km or inf)

    @property
    def lacks(self) -> frozenset[Access]:
        """Access that is known not to be met."""
        return self.offer.lacks | self.spot.lacks if self.spot else self.offer.lacks

    @property
    def has(self) -> frozenset[Access]:
        """Access that is known to be met, there or wherever it is given."""
        if self.spot:
            return self.offer.has | self.spot.has
        return self.offer.has.union(*(spot.has for spot in self.offer.spots))


def shown(of: Candidates, at: int, asked: Question) -> Shown:
    """Read one candidate off the columns."""
    one = _one(of, at)
    offer, spot = of.offer(at), of.place(at)
    known = bool(places_known(one, asked)[0])
    return Shown(
        offer=offer,
        spot=spot,
        km=distance_km(asked.point, spot.point) if spot and asked.point else None,
        going=bool(by_going(one, asked)[0]),
        visited=bool(at_home(one, asked)[0]),
        remotely=bool(remotely(one, asked)[0]),
        covers=Covers(int(of.covers[at])),
        meets=tuple(need for need, sure in zip(asked.needs, of.sure[:, at], strict=True) if sure > 0),
        words=_words(of, at, asked),
        speaks=bool(of.speaks[at]),
        places=offer.places if known else None,
        accepting=_accepting(one, known=known),
    )


def _accepting(one: Candidates, *, known: bool) -> bool | None:
    """Yes with places free or a waiting list; None where nobody has said lately."""
    stated, available = one.table["accepting"][0], one.table["available"][0]
    if stated == NO:
        return False
    if stated == YES:
        return True
    return bool(available > 0 or not np.isnan(one.table["waiting_weeks"][0])) if known else None


def _words(of: Candidates, at: int, asked: Question) -> tuple[str, ...]:
    """Those it shares, the most telling first."""
    told = [(-float(share), said) for said, share in zip(asked.words.values(), of.shares[:, at], strict=True) if share]
    return tuple(said for _, said in sorted(told))


def _one(of: Candidates, at: int) -> Candidates:
    """The columns of one candidate."""
    return Candidates(
        layers=of.layers,
        layer=of.layer[at : at + 1],
        rows=of.rows[at : at + 1],
        table=of.table[at : at + 1],
        km=of.km[at : at + 1],
        spot=of.spot[at : at + 1],
        has=of.has[at : at + 1],
        lacks=of.lacks[at : at + 1],
        sure=of.sure[:, at : at + 1],
        shares=of.shares[:, at : at + 1],
        speaks=of.speaks[at : at + 1],
        covers=of.covers[at : at + 1],
    )
