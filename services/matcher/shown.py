"""What is shown of one candidate: the facts that its sentences speak of."""

from math import inf

from msgspec import Struct
from msgspec.structs import replace

from services.matcher.candidates import Candidates, at_home, by_going, places_known, remotely
from services.matcher.model import Covers, Offer, Places, Question, Spot, Wanted
from shared.contracts.words import Access
from shared.places.distance import distance_km


class Shown(Struct, frozen=True, kw_only=True):
    """An offer as it looks from one question."""

    offer: Offer
    spot: Spot | None  # the nearest place, where one is in sight
    km: float | None  # to it, in a straight line
    going: bool  # whether the person would go there
    visited: bool  # whether somebody would come
    remotely: bool
    covers: Covers
    meets: tuple[Wanted, ...]
    words: tuple[str, ...]  # of the question, as they were said, the most telling first
    speaks: bool
    places: Places | None  # only if they were counted lately

    @property
    def accepting(self) -> bool | None:
        """Yes with places free or a waiting list; None where nobody has said lately."""
        if self.offer.accepting is not None or self.places is None:
            return self.offer.accepting
        return self.places.available > 0 or self.offer.waiting_weeks is not None

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


class Showing:
    """Reads what is shown off the columns."""

    def __init__(self, of: Candidates, asked: Question) -> None:
        self._of, self._asked = of, asked
        self._going, self._visited = by_going(of, asked), at_home(of, asked)
        self._remotely, self._known = remotely(of, asked), places_known(of, asked)

    def of(self, at: int) -> Shown:
        """One candidate."""
        of, asked = self._of, self._asked
        offer, spot = of.offer(at), of.place(at)
        return Shown(
            offer=offer,
            spot=spot,
            km=float(of.km[at]) if spot else None,
            going=bool(self._going[at]),
            visited=bool(self._visited[at]),
            remotely=bool(self._remotely[at]),
            covers=Covers(int(of.covers[at])),
            meets=tuple(need for need, sure in zip(asked.needs, of.sure[:, at], strict=True) if sure > 0),
            words=_words(of, at, asked),
            speaks=bool(of.speaks[at]),
            places=offer.places if self._known[at] else None,
        )


def exact(of: Shown, asked: Question) -> Shown:
    """The same with the distance measured over the ellipsoid, as people are shown it."""
    if of.spot is None or asked.point is None:
        return of
    return replace(of, km=distance_km(asked.point, of.spot.point))


def _words(of: Candidates, at: int, asked: Question) -> tuple[str, ...]:
    """Those it shares, the most telling first."""
    told = [(-float(share), said) for said, share in zip(asked.words.values(), of.shares[:, at], strict=True) if share]
    return tuple(said for _, said in sorted(told))
