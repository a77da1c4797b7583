"""Counts what an import did."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from services.directory.feeds.records import Found, Read, Refused
from services.directory.rules import Verdict
from shared.contracts.imports import FeedRemark, ImportProgress, ImportReport

MOST_REMARKS = 1000


class Tally:
    """The counts of one import so far."""

    def __init__(self, id: UUID, source: str, by: str, started_at: datetime) -> None:
        self.id, self.source, self.by, self.started_at = id, source, by, started_at
        self._counts: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()
        self._refusals: list[FeedRemark] = []
        self._remarks: list[FeedRemark] = []

    def read(self, found: Iterable[Found]) -> None:
        """These records were read."""
        for one in found:
            match one:
                case Refused(faults=faults):
                    self.refuse(faults)
                case Read():
                    self._counts["read"] += 1 + one.joined
                    self._counts["joined"] += one.joined
                    self._left_out.update(one.left_out)
                    _add(self._remarks, one.remarks)

    def refuse(self, faults: Iterable[FeedRemark]) -> None:
        """A record that could not be read as a listing."""
        self._counts["read"] += 1
        self.object(faults)

    def object(self, faults: Iterable[FeedRemark]) -> None:
        """A record, counted already, that may not go in."""
        self._counts["refused"] += 1
        _add(self._refusals, faults)

    def settle(self, verdict: Verdict) -> None:
        """A record that went in, or was there."""
        self._counts[verdict] += 1

    @property
    def progress(self) -> ImportProgress:
        """How far it is."""
        return ImportProgress(read=self._counts["read"])

    def report(self, now: datetime) -> ImportReport:
        """The whole count."""
        counts = self._counts
        return ImportReport(
            id=self.id,
            source=self.source,
            by=self.by,
            started_at=self.started_at,
            finished_at=now,
            read=counts["read"],
            new=counts[Verdict.NEW],
            changed=counts[Verdict.CHANGED],
            same=counts[Verdict.SAME],
            joined=counts["joined"],
            refused=counts["refused"],
            refusals=tuple(self._refusals),
            remarks=tuple(self._remarks),
            left_out=dict(self._left_out.most_common(MOST_REMARKS)),
        )


def _add(kept: list[FeedRemark], remarks: Iterable[FeedRemark]) -> None:
    kept.extend(remark for remark, _ in zip(remarks, range(MOST_REMARKS - len(kept)), strict=False))
