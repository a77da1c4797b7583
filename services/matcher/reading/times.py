"""When an offer is open, as parts of a week such as `TU-evening`."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from shared.contracts.open_referral import Schedule

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PARTS = (("morning", 0, 12 * 60), ("afternoon", 12 * 60, 17 * 60), ("evening", 17 * 60, 24 * 60))
ENOUGH = 45  # minutes in a part of the day, or the whole session if it is shorter
_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_DAY = re.compile(r"(?<![A-Z])[+-]?\d*(MO|TU|WE|TH|FR|SA|SU)(?![A-Z])")


def windows(schedules: Iterable[Schedule]) -> frozenset[str]:
    """The parts of a week in which it is open, weekly or on some weeks; times are taken as they are written."""
    return frozenset(
        f"{day}-{part}" for schedule in schedules for day in _days(schedule) for part in _parts_of_day(schedule)
    )


def _days(schedule: Schedule) -> Iterator[str]:
    """Of `2TH` only the day; without days, the weekday on which it starts."""
    if schedule.byday:
        yield from _DAY.findall(schedule.byday.upper())
    elif schedule.dtstart and schedule.freq == "WEEKLY" and (start := day_of(schedule.dtstart)):
        yield DAYS[start.weekday()]


def _parts_of_day(schedule: Schedule) -> Iterator[str]:
    opens, closes = _minutes(schedule.opens_at), _minutes(schedule.closes_at)
    if opens is None or closes is None:
        return
    closes = closes if closes > opens else 24 * 60
    least = min(ENOUGH, closes - opens)
    yield from (part for part, start, end in PARTS if min(closes, end) - max(opens, start) >= least)


def _minutes(written: str | None) -> int | None:
    found = _TIME.match(written or "")
    return int(found[1]) * 60 + int(found[2]) if found else None


def day_of(written: str | None) -> date | None:
    """The day of an ISO date, or of an ISO date and time; None for anything else."""
    try:
        return date.fromisoformat((written or "")[:10])
    except ValueError:
        return None
