"""Working days of the nations of the United Kingdom, at local time."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from holidays import HolidayBase, country_holidays

LONDON = ZoneInfo("Europe/London")
SATURDAY = 5


class Nation(StrEnum):
    """Whose bank holidays count, named as on GOV.UK."""

    ENGLAND_AND_WALES = "england-and-wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


SUBDIVISIONS = {Nation.ENGLAND_AND_WALES: "ENG", Nation.SCOTLAND: "SCT", Nation.NORTHERN_IRELAND: "NIR"}


def is_working_day(day: date, nation: Nation) -> bool:
    """Monday to Friday, and no bank holiday there."""
    return day.weekday() < SATURDAY and day not in _bank_holidays(nation)


def add_working_days(start: datetime, days: int, nation: Nation) -> datetime:
    """The same time of day in the United Kingdom, so many working days after the day of `start`.

    Counting begins on the next day, so two working days after a Friday or a Saturday is a Tuesday.
    Raises ValueError for a time without a zone or for fewer than no days.
    """
    if days < 0:
        raise ValueError("working days are counted forwards")
    local = _local(start)
    if days == 0:
        return local
    day = local.date()
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day, nation)
    return datetime.combine(day, local.time().replace(fold=0), LONDON)


def working_days_between(start: datetime, end: datetime, nation: Nation) -> int:
    """How many working days come after the day of `start`, up to and with the day of `end`; below zero backwards."""
    first, last = _local(start).date(), _local(end).date()
    if last < first:
        return -working_days_between(end, start, nation)
    days = (first + timedelta(days=ahead) for ahead in range(1, (last - first).days + 1))
    return sum(is_working_day(day, nation) for day in days)


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time needs its zone")
    return moment.astimezone(LONDON)


@cache
def _bank_holidays(nation: Nation) -> HolidayBase:
    return country_holidays("GB", subdiv=SUBDIVISIONS[nation])
