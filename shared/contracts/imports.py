"""What came of reading a feed into the directory."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct


class FeedRemark(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One wrong field of one record: where it stands and what would make it right.

    `line` counts from 1 in `file` (a row of a sheet, a line of text); `record` is the record's own id, or its number.
    """

    field: str
    reason: str
    line: int | None = None
    record: str | None = None
    file: str | None = None


class ImportReport(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Every record read is new, changed, same, joined or refused: the five add up to `read`.

    `joined` counts records that repeat a service under another category and became part of it. `refusals` names every
    wrong field of every refused record, `remarks` what was odd in records that went in; of each the first thousand.
    `left_out` counts fields that the standard does not have.
    """

    id: UUID
    source: str
    read: int
    new: int
    changed: int
    same: int
    refused: int
    joined: int = 0
    refusals: tuple[FeedRemark, ...] = ()
    remarks: tuple[FeedRemark, ...] = ()
    left_out: dict[str, int] = {}
    started_at: datetime | None = None
    finished_at: datetime | None = None
    by: str | None = None


class ImportProgress(Struct, frozen=True, kw_only=True):
    """A line while a long import goes on: the records read so far."""

    read: int


class FeedAddress(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A live Open Referral UK API to read, by its base address."""

    url: str
