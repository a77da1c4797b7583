"""Opening times by the day of the week, as schedules of the standard.

Times are local ones. They carry `Z`, with a first day in winter, when local time and UTC are one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from services.directory.feeds.naming import Names
from shared.contracts.open_referral import Schedule

DAYS = {
    "monday": "MO",
    "tuesday": "TU",
    "wednesday": "WE",
    "thursday": "TH",
    "friday": "FR",
    "saturday": "SA",
    "sunday": "SU",
}
WEEK = tuple(DAYS.values())
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
FIRST_DAY = "2026-01-05"  # a Monday in winter


class Hours(NamedTuple):
    """Open on a day, from and to as HH:MM. A `closes` before `opens` is on the next day."""

    day: str
    opens: str
    closes: str


def fault_of(day: str, opens: str, closes: str) -> str | None:
    """Why these are not opening times, if so."""
    if day.strip().lower() not in DAYS:
        return f"There is no day {day!r}"
    if not (CLOCK.fullmatch(opens) and CLOCK.fullmatch(closes)):
        return "Write times such as 09:30"
    return "It opens and closes at the same time" if opens == closes else None


def hours(day: str, opens: str, closes: str) -> Hours:
    """Opening times that `fault_of` has nothing against."""
    return Hours(DAYS[day.strip().lower()], opens, closes)


def schedules(
    given: Iterable[Hours], service: UUID, names: Names, service_at_location: UUID | None = None
) -> tuple[Schedule, ...]:
    """One weekly schedule for each pair of times, with all its days."""
    days: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for day, opens, closes in given:
        days[opens, closes].add(day)
    return tuple(
        Schedule(
            id=names.of("schedule", service_at_location or service, opens, closes),
            service_id=service,
            service_at_location_id=service_at_location,
            dtstart=FIRST_DAY,
            timezone=0,
            freq="WEEKLY",
            interval=1,
            byday=",".join(sorted(open_on, key=WEEK.index)),
            opens_at=f"{opens}Z",
            closes_at=f"{closes}Z",
        )
        for (opens, closes), open_on in sorted(days.items())
    )
