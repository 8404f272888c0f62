"""The port WorkingCalendar: one suite, run on a list typed in a test and on the data that ships."""

from __future__ import annotations

import socket
from abc import ABC, abstractmethod
from datetime import date

import pytest

from needfire.bank_holidays import BankHolidayCalendar, WorkingCalendar, england_and_wales


class WorkingCalendarSuite(ABC):
    """What every calendar of England keeps."""

    @abstractmethod
    def calendar(self) -> WorkingCalendar:
        """A calendar that knows 2026."""

    def test_a_bank_holiday_has_its_name_and_is_not_worked(self) -> None:
        assert self.calendar().bank_holiday(date(2026, 12, 28)) == "Boxing Day (substitute day)"
        assert not self.calendar().works(date(2026, 12, 28))

    def test_a_weekend_is_not_worked(self) -> None:
        assert not self.calendar().works(date(2026, 12, 26))
        assert not self.calendar().works(date(2026, 12, 27))

    def test_another_day_is_worked(self) -> None:
        assert self.calendar().bank_holiday(date(2026, 12, 29)) is None
        assert self.calendar().works(date(2026, 12, 29))

    def test_it_knows_which_years_it_covers(self) -> None:
        assert self.calendar().covers(2026)
        assert self.calendar().covers(self.calendar().last_year)
        assert not self.calendar().covers(self.calendar().last_year + 1)


class TestTypedByHand(WorkingCalendarSuite):
    def calendar(self) -> WorkingCalendar:
        names = {
            (1, 1): "New Year's Day",
            (4, 3): "Good Friday",
            (4, 6): "Easter Monday",
            (5, 4): "Early May bank holiday",
            (5, 25): "Spring bank holiday",
            (8, 31): "Summer bank holiday",
            (12, 25): "Christmas Day",
            (12, 28): "Boxing Day (substitute day)",
        }
        return BankHolidayCalendar.of({date(2026, month, day): name for (month, day), name in names.items()})


class TestEnglandAndWales(WorkingCalendarSuite):
    def calendar(self) -> WorkingCalendar:
        return england_and_wales()

    def test_no_network_is_asked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refused(*_args: object, **_named: object) -> None:
            raise AssertionError("the network was asked")

        monkeypatch.setattr(socket, "getaddrinfo", refused)
        monkeypatch.setattr(socket.socket, "connect", refused)
        england_and_wales.cache_clear()
        assert england_and_wales().covers(2026)

    def test_the_days_that_differ_between_the_nations_are_those_of_england(self) -> None:
        assert england_and_wales().works(date(2026, 1, 2))  # a holiday in Scotland only
        assert england_and_wales().works(date(2026, 3, 17))  # a holiday in Northern Ireland only
        assert not england_and_wales().works(date(2026, 4, 6))  # not a holiday in Scotland


def test_a_year_published_in_part_does_not_count_as_known() -> None:
    whole = {date(2026, 1, day): "a holiday" for day in range(1, 9)}
    calendar = BankHolidayCalendar.of({**whole, date(2027, 1, 1): "New Year's Day"})
    assert calendar.last_year == 2026
    assert not calendar.covers(2027)
    assert not calendar.works(date(2027, 1, 1))


def test_a_list_without_one_whole_year_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one whole year"):
        BankHolidayCalendar.of({date(2026, 1, 1): "New Year's Day"})
