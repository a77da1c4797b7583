"""Opening times as written in the demo listings, as schedules of the standard."""

import re
from uuid import UUID

from services.local.listings.terms import demo_id
from shared.contracts.open_referral import Schedule

LINE = re.compile(r"(?P<days>[\dA-Z,-]+) (?P<opens>\d\d:\d\d)-(?P<closes>\d\d:\d\d)")
FIRST_DAY = "2026-11-02"  # a Monday after the clocks went back, so that local time and UTC are one


class NotOpeningTimes(ValueError):
    """Opening times are written such as "MO,TH 10:00-16:00", or "2TH 10:00-16:00" for the second Thursday."""


def schedule(service: UUID, line: str) -> Schedule:
    """The times of one line. Days with a number before them come once a month. Raises NotOpeningTimes."""
    read = LINE.fullmatch(line)
    if read is None:
        raise NotOpeningTimes(line)
    return Schedule(
        id=demo_id("schedule", service, line),
        service_id=service,
        dtstart=FIRST_DAY,
        timezone=0,
        freq="MONTHLY" if re.search(r"\d", read["days"]) else "WEEKLY",
        interval=1,
        byday=read["days"],
        opens_at=f"{read['opens']}Z",
        closes_at=f"{read['closes']}Z",
    )
