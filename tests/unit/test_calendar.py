"""Working days against the bank holidays that the nations really had."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar import LONDON, Nation, add_working_days, is_working_day, working_days_between

ENGLAND, SCOTLAND, ULSTER = Nation.ENGLAND_AND_WALES, Nation.SCOTLAND, Nation.NORTHERN_IRELAND
EVERYWHERE = frozenset(Nation)

FIFTEEN_YEARS = 15 * 365 * 24 * 60
MOMENTS = st.integers(0, FIFTEEN_YEARS).map(
    lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
NATIONS = st.sampled_from(Nation)


def london(day: str, at: time = time(10)) -> datetime:
    return datetime.combine(date.fromisoformat(day), at, LONDON)


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        ("2024-01-01", EVERYWHERE),  # New Year's Day
        ("2024-01-02", {SCOTLAND}),
        ("2024-03-18", {ULSTER}),  # St Patrick's Day, which fell on a Sunday
        ("2024-03-29", EVERYWHERE),  # Good Friday
        ("2024-04-01", {ENGLAND, ULSTER}),  # Easter Monday
        ("2024-05-06", EVERYWHERE),
        ("2024-07-12", {ULSTER}),  # Battle of the Boyne
        ("2024-08-05", {SCOTLAND}),  # Summer bank holiday
        ("2024-08-26", {ENGLAND, ULSTER}),
        ("2024-12-02", {SCOTLAND}),  # St Andrew's Day, which fell on a Saturday
        ("2024-12-25", EVERYWHERE),
        ("2024-12-26", EVERYWHERE),
        ("2024-12-27", frozenset[Nation]()),
        ("2023-11-30", {SCOTLAND}),  # St Andrew's Day
        ("2020-05-08", EVERYWHERE),  # VE Day, moved from Monday
        ("2020-05-04", frozenset[Nation]()),
        ("2022-06-03", EVERYWHERE),  # Platinum Jubilee
        ("2022-09-19", EVERYWHERE),  # State funeral
        ("2023-05-08", EVERYWHERE),  # Coronation
    ],
)
def test_bank_holidays_are_those_of_each_nation(day: str, closed: set[Nation]) -> None:
    found = {nation for nation in Nation if not is_working_day(date.fromisoformat(day), nation)}

    assert found == set(closed)


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        ("2021-12-27", EVERYWHERE),  # for Christmas Day, a Saturday
        ("2021-12-28", EVERYWHERE),  # for Boxing Day, a Sunday
        ("2022-01-03", EVERYWHERE),  # for New Year's Day, a Saturday
        ("2022-01-04", {SCOTLAND}),  # for 2 January, a Sunday
        ("2022-12-27", EVERYWHERE),  # for Christmas Day, a Sunday
        ("2020-12-28", EVERYWHERE),  # for Boxing Day, a Saturday
        ("2026-07-13", {ULSTER}),  # for 12 July, a Sunday
    ],
)
def test_a_bank_holiday_on_a_weekend_is_made_up_for(day: str, closed: set[Nation]) -> None:
    found = {nation for nation in Nation if not is_working_day(date.fromisoformat(day), nation)}

    assert found == set(closed)


@pytest.mark.parametrize("day", ["2024-06-15", "2024-06-16"])
def test_weekends_are_no_working_days(day: str) -> None:
    working = [is_working_day(date.fromisoformat(day), nation) for nation in Nation]

    assert working == [False, False, False]


@pytest.mark.parametrize(
    ("start", "days", "nation", "end"),
    [
        ("2024-06-11", 2, ENGLAND, "2024-06-13"),
        ("2024-06-14", 2, ENGLAND, "2024-06-18"),  # over a weekend
        ("2024-06-15", 2, ENGLAND, "2024-06-18"),  # from a Saturday
        ("2024-12-24", 2, ENGLAND, "2024-12-30"),
        ("2024-12-24", 4, ENGLAND, "2025-01-02"),
        ("2024-12-24", 4, SCOTLAND, "2025-01-03"),
        ("2024-03-28", 1, ENGLAND, "2024-04-02"),  # over Easter
        ("2024-03-28", 1, SCOTLAND, "2024-04-01"),
        ("2024-07-11", 1, ULSTER, "2024-07-15"),
        ("2024-07-11", 10, ULSTER, "2024-07-26"),
        ("2024-06-11", 0, ENGLAND, "2024-06-11"),
    ],
)
def test_working_days_are_counted_from_the_next_day(start: str, days: int, nation: Nation, end: str) -> None:
    found = add_working_days(london(start), days, nation)

    assert found == london(end)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2024-03-28T17:30:00+00:00", "2024-04-02T17:30:00+01:00"),  # the clocks go forward on 31 March
        ("2024-10-25T17:30:00+01:00", "2024-10-28T17:30:00+00:00"),  # the clocks go back on 27 October
        ("2024-10-27T01:30:00+00:00", "2024-10-28T01:30:00+00:00"),  # the second half past one of that night
    ],
)
def test_the_time_of_day_stays_when_the_clocks_change(start: str, end: str) -> None:
    found = add_working_days(datetime.fromisoformat(start), 1, ENGLAND)

    assert found.isoformat() == end


def test_the_day_is_the_local_one() -> None:
    late_on_monday_in_utc = datetime(2024, 6, 10, 23, 30, tzinfo=UTC)

    found = add_working_days(late_on_monday_in_utc, 1, ENGLAND)

    assert found.isoformat() == "2024-06-12T00:30:00+01:00"


@pytest.mark.parametrize(
    ("start", "end", "nation", "days"),
    [
        ("2024-12-24", "2024-12-30", ENGLAND, 2),
        ("2024-12-30", "2024-12-24", ENGLAND, -2),
        ("2024-03-28", "2024-04-02", ENGLAND, 1),
        ("2024-03-28", "2024-04-02", SCOTLAND, 2),
        ("2024-06-14", "2024-06-16", ENGLAND, 0),
        ("2024-06-14", "2024-06-14", ENGLAND, 0),
    ],
)
def test_working_days_between_leave_out_the_first_day(start: str, end: str, nation: Nation, days: int) -> None:
    found = working_days_between(london(start), london(end, time(9)), nation)

    assert found == days


@given(MOMENTS, st.integers(1, 60), NATIONS)
def test_adding_and_counting_agree(start: datetime, days: int, nation: Nation) -> None:
    end = add_working_days(start, days, nation)

    assert working_days_between(start, end, nation) == days
    assert is_working_day(end.date(), nation)
    assert end.time() == start.astimezone(LONDON).time()


@given(MOMENTS, st.integers(1, 30), st.integers(1, 30), NATIONS)
def test_adding_twice_is_adding_the_sum(start: datetime, first: int, second: int, nation: Nation) -> None:
    twice = add_working_days(add_working_days(start, first, nation), second, nation)

    assert twice == add_working_days(start, first + second, nation)


def test_a_time_without_a_zone_is_a_mistake() -> None:
    naive = london("2024-06-11").replace(tzinfo=None)

    with pytest.raises(ValueError, match="zone"):
        add_working_days(naive, 1, ENGLAND)


def test_working_days_are_counted_forwards_only() -> None:
    start = london("2024-06-11")

    with pytest.raises(ValueError, match="forwards"):
        add_working_days(start, -1, ENGLAND)
