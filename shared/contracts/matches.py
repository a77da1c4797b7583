"""What is asked of the matcher and what it answers (DESIGN: `POST /matches`, `POST /interpret`)."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from shared.contracts.needs import Term, Understood
from shared.contracts.places import Precision
from shared.contracts.words import Access, Attendance, Hours, Kind, Route, ServiceId


class NeedAsked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A need of the vocabulary and how much it matters, 0 to 1."""

    code: Annotated[str, Meta(min_length=1, max_length=80)]
    weight: Annotated[float, Meta(gt=0, le=1)] = 1.0


class PlaceAsked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A postcode, or a point in degrees WGS 84. One or the other."""

    postcode: Annotated[str, Meta(max_length=12)] | None = None
    latitude: Annotated[float, Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Meta(ge=-180, le=180)] | None = None


class Earlier(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A service that declined before, and the reason code it gave."""

    service_id: ServiceId
    reason: Annotated[str, Meta(max_length=80)]


class MatchRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What to find help for: at least one of needs and text. Codes and a place, never a person."""

    needs: Annotated[tuple[NeedAsked, ...], Meta(max_length=40)] = ()
    text: Annotated[str, Meta(max_length=2000)] | None = None
    place: PlaceAsked | None = None
    max_km: Annotated[float, Meta(gt=0, le=1000)] | None = None
    age: Annotated[int, Meta(ge=0, le=120)] | None = None
    languages: Annotated[tuple[Annotated[str, Meta(pattern="^[a-z]{2,3}$")], ...], Meta(max_length=10)] = ()
    access: tuple[Access, ...] = ()
    attend: tuple[Attendance, ...] = ()
    when: Annotated[
        tuple[Annotated[str, Meta(pattern="^(MO|TU|WE|TH|FR|SA|SU)-(morning|afternoon|evening)$")], ...],
        Meta(max_length=21),
    ] = ()
    kinds: tuple[Kind, ...] = ()
    sex: Annotated[str, Meta(pattern="^(female|male)$")] | None = None
    cost: Annotated[str, Meta(pattern="^free$")] | None = None
    hours: Hours | None = None
    routes: tuple[Route, ...] = ()
    office: Annotated[str, Meta(max_length=80)] | None = None
    earlier: Annotated[tuple[Earlier, ...], Meta(max_length=100)] = ()
    exclude: Annotated[tuple[ServiceId, ...], Meta(max_length=200)] = ()
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1)] = 0
    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    explain: bool = True


class Reason(Struct, frozen=True, kw_only=True):
    """One factor of a score: its effects add up to the score; the text is for people."""

    factor: str
    effect: float
    text: str


class Caution(Struct, frozen=True, kw_only=True):
    """Something to ask before sending. Unknown is never treated as no."""

    code: str
    text: str


class Match(Struct, frozen=True, kw_only=True):
    """A service that may help, and why. Distance in kilometres, straight line. None: not known, or it plays no part."""

    service_id: ServiceId
    name: str
    organisation: str
    score: float
    meets: tuple[str, ...]
    kind: str | None = None
    location_id: UUID | None = None
    distance_km: float | None = None
    waiting_days: int | None = None
    accepting: bool | None = None
    assured_date: str | None = None
    internal: bool = False
    reasons: tuple[Reason, ...] = ()
    cautions: tuple[Caution, ...] = ()


class RuledOut(Struct, frozen=True, kw_only=True):
    """A service that would have met the needs, with every reason why it is not offered."""

    service_id: ServiceId
    name: str
    reasons: tuple[Caution, ...]


class PlaceUsed(Struct, frozen=True, kw_only=True):
    """How precisely the place was known, and how far was looked, in kilometres."""

    precision: Precision
    max_km: float | None = None


class IndexUsed(Struct, frozen=True, kw_only=True):
    """Which directory was searched: how many services, and when it last changed (RFC 3339)."""

    services: int
    as_of: str | None


class MatchAnswer(Struct, frozen=True, kw_only=True):
    """Ranked help with its reasons. Equal input, seed included, gives equal output."""

    matches: tuple[Match, ...]
    together: tuple[ServiceId, ...]
    unmet: tuple[str, ...]
    ruled_out: tuple[RuledOut, ...]
    understood: tuple[Understood, ...]
    place: PlaceUsed | None
    index: IndexUsed
    seed: int


class InterpretRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Words to understand, as needs of the vocabulary or as the terms given."""

    text: Annotated[str, Meta(min_length=1, max_length=2000)]
    terms: Annotated[tuple[Term, ...], Meta(max_length=2000)] | None = None
    limit: Annotated[int, Meta(ge=1, le=50)] = 5


class InterpretAnswer(Struct, frozen=True, kw_only=True):
    """What was understood, best first."""

    understood: tuple[Understood, ...]
