"""The weights of ranking: data in weights.toml, read once and shown at `GET /weights`."""

from importlib.resources import files

import msgspec
from msgspec import Struct


class Points(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The most that each factor can add to a score."""

    needs: int
    reach: int
    places: int
    waiting: int
    freshness: int
    words: int
    language: int
    access: int
    times: int
    referral: int
    employer_support: int


class Reach(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much of the points for reach there is, 0 to 1. Distances in kilometres."""

    half_km: float
    remote: float
    remote_unsure: float
    home_visit: float
    no_place: float


class FreePlaces(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How free places and waiting time count."""

    unknown: float
    waiting_list: float
    half_weeks: float


class Freshness(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days since somebody said that the listing is right."""

    fresh_days: int
    stale_days: int


class NeedsMet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much a need counts that nobody has confirmed."""

    guessed: float


class WordsShared(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parameters of BM25, and the least share of words for a match by words alone."""

    saturation: float
    by_length: float
    least: float
    least_alone: float


class Weights(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that ranking weighs."""

    version: str
    points: Points
    reach: Reach
    places: FreePlaces
    freshness: Freshness
    needs: NeedsMet
    words: WordsShared


def load() -> Weights:
    """Read weights.toml of this package."""
    return msgspec.toml.decode(files("services.matcher").joinpath("weights.toml").read_bytes(), type=Weights)
