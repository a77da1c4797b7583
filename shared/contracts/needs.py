"""Needs: the published vocabulary's entries, and what was understood of a person's words."""

from enum import StrEnum

from msgspec import Struct


class NeedKind(StrEnum):
    """What sort of need it is."""

    BARRIER = "barrier"
    GOAL = "goal"
    ADJUSTMENT = "adjustment"


class Closeness(StrEnum):
    """How a term of another vocabulary relates to a need: it is the same, near, wider or narrower (SKOS)."""

    EXACT = "exact"
    CLOSE = "close"
    BROAD = "broad"
    NARROW = "narrow"


class LinkType(StrEnum):
    """The Open Referral UK attribute `link_type` under which a listing carries the related term."""

    SERVICE_TYPE = "service_type"
    ELIGIBILITY = "eligibility"


class RelatedTerm(Struct, frozen=True, kw_only=True):
    """A term of Open Eligibility 2.0, by name, that a need relates to."""

    relation: Closeness
    link_type: LinkType
    term: str


class Need(Struct, frozen=True, kw_only=True):
    """A barrier, goal or adjustment of the published vocabulary."""

    code: str
    name: str
    group: str
    kind: NeedKind
    sentence: str
    phrases: tuple[str, ...]  # what people say
    words: tuple[str, ...]  # what service listings say
    questions: tuple[str, ...]  # what a case worker may ask; never must
    related: tuple[RelatedTerm, ...] = ()


class Term(Struct, frozen=True, kw_only=True):
    """An entry of somebody else's list of needs."""

    id: str
    name: str
    description: str = ""


class Understood(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A need heard in somebody's words: `code` of the vocabulary, or `id` of the caller's own list."""

    text: str  # the piece of the input that was understood
    code: str | None = None
    id: str | None = None
    confidence: float  # above 0, at most 1
