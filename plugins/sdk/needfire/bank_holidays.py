"""Which days are worked: the calendar's port, and the bank holidays of England and Wales."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

SATURDAY, SUNDAY = 5, 6
BANK_HOLIDAYS_IN_A_YEAR = 8


class WorkingCalendar(ABC):
    """Port: what is known of weekends and bank holidays."""

    @abstractmethod
    def bank_holiday(self, day: date) -> str | None:
        """The name of the bank holiday on this day, such as "Boxing Day (substitute day)", if it is one."""

    @abstractmethod
    def covers(self, year: int) -> bool:
        """Whether the bank holidays of this year are known; where not, only weekends can be left out."""

    @property
    @abstractmethod
    def last_year(self) -> int:
        """The last year whose bank holidays are known."""

    def works(self, day: date) -> bool:
        """Whether this is a working day: neither weekend nor a known bank holiday."""
        return day.weekday() not in (SATURDAY, SUNDAY) and self.bank_holiday(day) is None


@dataclass(frozen=True)
class BankHolidayCalendar(WorkingCalendar):
    """A calendar from a list of bank holidays by day.

    A year counts as known from the eighth bank holiday on: fewer means that the list was published in part.
    """

    holidays: Mapping[date, str]
    years: frozenset[int]

    @classmethod
    def of(cls, holidays: Mapping[date, str]) -> BankHolidayCalendar:
        """A calendar of these bank holidays. Raises ValueError where not one year is complete."""
        in_year = Counter(day.year for day in holidays)
        years = frozenset(year for year, number in in_year.items() if number >= BANK_HOLIDAYS_IN_A_YEAR)
        if not years:
            raise ValueError(f"Give at least one whole year: {BANK_HOLIDAYS_IN_A_YEAR} bank holidays or more.")
        return cls(dict(holidays), years)

    def bank_holiday(self, day: date) -> str | None:
        """The name of the bank holiday on this day, if there is one."""
        return self.holidays.get(day)

    def covers(self, year: int) -> bool:
        """Whether the bank holidays of this year are known."""
        return year in self.years

    @property
    def last_year(self) -> int:
        """The last year whose bank holidays are known."""
        return max(self.years)


@cache
def england_and_wales() -> WorkingCalendar:
    """England and Wales, from the list that govuk-bank-holidays carries: the network is never asked.

    Read without the package's own reader, which loads an HTTP client into every process.
    """
    published = json.loads((files("govuk_bank_holidays") / "bank-holidays.json").read_text("utf-8"))
    events = published["england-and-wales"]["events"]
    return BankHolidayCalendar.of(
        {date.fromisoformat(each["date"]): _name(each["title"], each.get("notes", "")) for each in events}
    )


def _name(title: str, notes: str) -> str:
    return f"{title} ({notes.lower()})" if notes else title
