"""Laws of working time that hold for every start and amount, and examples of the laws that do not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from needfire.working_time import Period, Unit, deadline, england_and_wales, next_occurrence, occurrence

CALENDAR = england_and_wales()
LONDON = ZoneInfo("Europe/London")
EVERY_UNIT: tuple[Unit, ...] = ("h", "d", "wd", "w", "mo")

# Typed from the published list, apart from the package that the code reads.
HOLIDAYS_BY_HAND = {
    date(year, month, day)
    for year, days in {
        2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
        2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
        2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
        2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    }.items()
    for month, day in (map(int, each.split("-")) for each in days.split())
}


def moments_of(first: str, last: str) -> st.SearchStrategy[datetime]:
    """Moments in UTC between two days."""
    return st.datetimes(datetime.fromisoformat(first), datetime.fromisoformat(last), timezones=st.just(UTC))


def around(change: str) -> st.SearchStrategy[datetime]:
    """Moments in UTC within hours of a change of the clocks."""
    changed = datetime.fromisoformat(change).replace(tzinfo=UTC)
    return st.timedeltas(timedelta(hours=-26), timedelta(hours=26)).map(lambda apart: changed + apart)


moments = (
    moments_of("2012-01-01", "2050-01-01")
    | around("2026-03-29T01:00")
    | around("2026-10-25T01:00")
    | around("2028-03-26T01:00")
)
moments_by_hand = moments_of("2024-01-01", "2027-09-30")
amounts = st.integers(1, 400)
units = st.sampled_from(EVERY_UNIT)


def due(start: datetime, amount: int, unit: Unit) -> datetime:
    return deadline(start, Period(amount, unit), CALENDAR).due


def wall(moment: datetime) -> datetime:
    return moment.astimezone(LONDON).replace(tzinfo=None)


def comes_twice(moment: datetime) -> bool:
    local = moment.astimezone(LONDON)
    first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    assert first is not None
    assert second is not None
    return first > second


@given(moments, amounts, units)
def test_nothing_is_due_before_it_starts(start: datetime, amount: int, unit: Unit) -> None:
    assert due(start, amount, unit) > start


@given(moments, amounts, amounts, units)
def test_more_time_is_never_less(start: datetime, amount: int, more: int, unit: Unit) -> None:
    assert due(start, amount, unit) < due(start, amount + more, unit)


@given(moments, st.timedeltas(timedelta(0), timedelta(days=40)), amounts, st.sampled_from(("h", "wd")))
def test_who_starts_later_is_not_due_earlier(start: datetime, later: timedelta, amount: int, unit: Unit) -> None:
    assert due(start, amount, unit) <= due(start + later, amount, unit)


@given(moments, st.timedeltas(timedelta(0), timedelta(days=40)), amounts, st.sampled_from(("d", "w")))
def test_who_starts_later_is_not_due_earlier_in_calendar_days_either(
    start: datetime, later: timedelta, amount: int, unit: Unit
) -> None:
    assume(not comes_twice(start))
    assert due(start, amount, unit) <= due(start + later, amount, unit)


@given(moments, st.integers(1, 40), amounts)
def test_a_month_from_a_later_day_ends_no_day_earlier(start: datetime, days: int, amount: int) -> None:
    later = due(start, days, "d")
    assert wall(due(start, amount, "mo")).date() <= wall(due(later, amount, "mo")).date()


def test_a_month_from_a_later_day_can_end_at_an_earlier_hour() -> None:
    evening_of_the_30th = datetime(2026, 1, 30, 20, tzinfo=UTC)
    morning_of_the_31st = datetime(2026, 1, 31, 8, tzinfo=UTC)
    assert due(evening_of_the_30th, 1, "mo") > due(morning_of_the_31st, 1, "mo")


def test_the_second_time_round_of_a_repeated_hour_can_be_due_before_the_first() -> None:
    first_0150 = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)
    second_0110 = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    assert due(first_0150, 1, "d") > due(second_0110, 1, "d")


@given(moments, amounts)
def test_hours_elapse_exactly_whatever_the_clocks_do(start: datetime, amount: int) -> None:
    assert due(start, amount, "h") - start == timedelta(hours=amount)


@given(moments, amounts, st.sampled_from(("d", "w", "mo")))
def test_days_weeks_and_months_keep_the_time_of_day(start: datetime, amount: int, unit: Unit) -> None:
    ends = due(start, amount, unit)
    skipped = datetime.combine(wall(ends).date(), datetime.min.time()).replace(hour=2)
    assert wall(ends).time() == wall(start).time() or (wall(start).hour == 1 and wall(ends) == skipped)


@given(moments, amounts)
def test_days_are_so_many_days_on_the_calendar(start: datetime, amount: int) -> None:
    assert wall(due(start, amount, "d")).date() - wall(start).date() == timedelta(days=amount)


@given(moments, amounts)
def test_a_week_is_seven_days(start: datetime, amount: int) -> None:
    assert due(start, amount, "w") == due(start, 7 * amount, "d")


@given(moments, amounts)
def test_months_keep_the_day_or_take_the_last(start: datetime, amount: int) -> None:
    began, ends = wall(start), wall(due(start, amount, "mo"))
    assert (ends.year - began.year) * 12 + ends.month - began.month == amount
    last_of_month = (ends + timedelta(days=1)).month != ends.month
    assert ends.day == began.day or (ends.day < began.day and last_of_month)


@given(moments, st.integers(1, 60))
def test_working_days_end_at_midnight_after_a_working_day(start: datetime, amount: int) -> None:
    ends = wall(due(start, amount, "wd"))
    last = (ends - timedelta(days=1)).date()
    assert (ends.hour, ends.minute, ends.second, ends.microsecond) == (0, 0, 0, 0)
    assert last.weekday() < 5
    assert CALENDAR.bank_holiday(last) is None


@given(moments_by_hand, st.integers(1, 60))
def test_working_days_agree_with_a_walk_over_a_list_typed_by_hand(start: datetime, amount: int) -> None:
    day, left = wall(start).date(), amount
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day not in HOLIDAYS_BY_HAND
    assert wall(due(start, amount, "wd")) == datetime.combine(day + timedelta(days=1), datetime.min.time())


@given(moments, amounts, amounts)
def test_hours_add_up(start: datetime, one: int, other: int) -> None:
    assert due(due(start, one, "h"), other, "h") == due(start, one + other, "h")


@given(moments, amounts, amounts)
def test_days_add_up_away_from_the_hour_that_the_clocks_change(start: datetime, one: int, other: int) -> None:
    assume(wall(start).hour != 1)
    assert due(due(start, one, "d"), other, "d") == due(start, one + other, "d")


@given(moments, amounts, amounts)
def test_months_add_up_before_the_29th(start: datetime, one: int, other: int) -> None:
    assume(wall(start).day < 29 and wall(start).hour != 1)
    assert due(due(start, one, "mo"), other, "mo") == due(start, one + other, "mo")


def test_months_do_not_add_up_from_the_31st() -> None:
    start = datetime(2026, 1, 31, 10, tzinfo=UTC)
    assert due(due(start, 1, "mo"), 1, "mo") == datetime(2026, 3, 28, 10, tzinfo=UTC)
    assert due(start, 2, "mo") == datetime(2026, 3, 31, 9, tzinfo=UTC)


def test_working_days_do_not_add_up_because_the_day_of_the_start_is_not_counted() -> None:
    monday = datetime(2026, 6, 15, 9, tzinfo=UTC)
    end_of_wednesday = datetime(2026, 6, 17, 23, tzinfo=UTC)
    end_of_thursday = datetime(2026, 6, 18, 23, tzinfo=UTC)
    assert due(due(monday, 1, "wd"), 1, "wd") == end_of_thursday
    assert due(monday, 2, "wd") == end_of_wednesday


@given(moments, amounts, amounts)
def test_working_days_add_up_from_within_the_last_day(start: datetime, one: int, other: int) -> None:
    within_the_last_day = due(start, one, "wd") - timedelta(minutes=1)
    assert due(within_the_last_day, other, "wd") == due(start, one + other, "wd")


@given(moments, st.integers(1, 12), units, st.integers(2, 12))
def test_a_repeating_clock_never_drifts(start: datetime, amount: int, unit: Unit, number: int) -> None:
    at = deadline(start, Period(amount, unit), CALENDAR)
    for _ in range(number - 1):
        at, before = next_occurrence(at, CALENDAR), at
        assert at.due > before.due
    assert at == occurrence(start, Period(amount, unit), number, CALENDAR)
    assert at.due == due(start, amount * number, unit)


@given(amounts, units)
def test_a_period_survives_being_written_down(amount: int, unit: Unit) -> None:
    assert Period.parse(str(Period(amount, unit))) == Period(amount, unit)


@given(moments, amounts, units)
def test_the_last_sentence_says_when_it_is_due(start: datetime, amount: int, unit: Unit) -> None:
    reached = deadline(start, Period(amount, unit), CALENDAR)
    day = wall(reached.due) - timedelta(days=1 if unit == "wd" else 0)
    assert reached.arithmetic[-1].startswith("Due ")
    assert f"{day:%A} {day.day} {day:%B %Y}" in reached.arithmetic[-1]
    assert all(each.endswith(".") for each in reached.arithmetic)
