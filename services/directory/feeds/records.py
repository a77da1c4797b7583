"""What a reader hands on: listings, refusals and remarks, each with the place it stands at."""

from collections.abc import Iterator, Mapping
from mmap import mmap

from msgspec import Struct

from shared.contracts.imports import FeedRemark
from shared.contracts.open_referral import Service
from shared.errors import Refusal

Content = bytes | mmap
Files = Mapping[str, Content]  # by name


class Read(Struct, frozen=True, kw_only=True):
    """A listing. `joined` further records repeat it and became part of it."""

    service: Service
    line: int
    file: str
    remarks: tuple[FeedRemark, ...] = ()
    left_out: tuple[str, ...] = ()
    joined: int = 0


class Refused(Struct, frozen=True, kw_only=True):
    """A record that is not imported, with everything that is wrong with it."""

    faults: tuple[FeedRemark, ...]


Found = Read | Refused
Feed = Iterator[Found]


class UnreadableFeed(Refusal):
    """This cannot be read as a feed. Nothing was imported."""

    status = 422
