"""Conversations: offered, never required. A declined one leaves a count and no row about anybody (R1, R3)."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from shared.contracts.matches import MatchRequest
from shared.contracts.people import Text
from shared.contracts.words import Access, Channel, ConversationId, PersonId, SearchId, Topic, TopicState, Venue


class ConversationNew(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The answer to an offer. `accepted` needs the person; for `declined` nobody is named and no reason is asked."""

    answer: Literal["accepted", "declined", "undecided"]
    person: PersonId | None = None
    framing: Annotated[str, Meta(max_length=1000)] | None = None  # how it was offered (R7)
    channel: Channel | None = None
    venue: Venue | None = None


class Reassurance(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That benefits are not affected was shown and read out, before any topic (R4)."""

    shown: Literal[True]
    read_out: bool


class TopicRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How far a topic went (R13). With any other state than `discussed` there is no note."""

    state: TopicState
    depth: Literal["briefly", "in-depth"] | None = None
    note: Text | None = None


class NeedRecorded(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A barrier, goal or adjustment by its code (R15); `words` are the person's own."""

    code: Annotated[str, Meta(min_length=1, max_length=80)]
    when: Literal["current", "previous"] = "current"
    towards: Literal["work", "training", "both", "neither"] = "neither"
    weight: Annotated[float, Meta(gt=0, le=1)] = 1.0
    words: Annotated[str, Meta(max_length=1000)] | None = None


class Needs(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a conversation found, and where the person wants help."""

    needs: Annotated[tuple[NeedRecorded, ...], Meta(max_length=40)]
    postcode: Annotated[str, Meta(max_length=12)] | None = None
    max_km: Annotated[float, Meta(gt=0, le=1000)] | None = None
    access: tuple[Access, ...] = ()


class Conversation(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A conversation that a person accepted."""

    id: ConversationId
    person: PersonId
    started_at: datetime
    topics: dict[Topic, TopicRecord]
    needs: tuple[NeedRecorded, ...] = ()
    reassured_at: datetime | None = None
    framing: str | None = None
    channel: Channel | None = None
    venue: Venue | None = None
    postcode: str | None = None
    max_km: float | None = None
    access: tuple[Access, ...] = ()


class Offered(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to an offer was counted. There is a conversation only if the person accepted."""

    answer: Literal["accepted", "declined", "undecided"]
    conversation: ConversationId | None = None


class SearchNew(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A search to be kept, so that needs and place never stand in a URL."""

    request: MatchRequest
    person: PersonId | None = None
    conversation: ConversationId | None = None


class Search(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A search, kept for 20 hours after it was last changed."""

    id: SearchId
    request: MatchRequest
    expires_at: datetime
    person: PersonId | None = None
    conversation: ConversationId | None = None
