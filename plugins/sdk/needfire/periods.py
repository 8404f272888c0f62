"""Periods as procedures write them: 24h, 20d, 5wd, 1w, 6mo, immediate, end_of_day, end_of_working_day@17:00."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

Unit = Literal["h", "d", "wd", "w", "mo", "immediate", "end_of_day", "end_of_working_day"]

_WORDS: dict[str, str] = {"h": "hour", "d": "day", "wd": "working day", "w": "week", "mo": "month"}
_WRITTEN = re.compile(r"([1-9][0-9]{0,3})(h|d|wd|w|mo)")
_ENDS = re.compile(r"(end_of_day|end_of_working_day)(?:@([01][0-9]|2[0-3]):([0-5][0-9]))?")
_END_WORDS = {"end_of_day": "the end of the day", "end_of_working_day": "the end of the working day"}
MIDNIGHT = 24 * 60
_MEND = (
    "write a whole number from 1 to 9999 and one of h (hours), d (days), wd (working days), w (weeks), mo (months), "
    "such as 24h or 5wd; or immediate, end_of_day, end_of_working_day or end_of_working_day@17:00"
)


class PeriodUnreadable(ValueError):
    """A period that cannot be read; the sentence names the mend."""

    code = "period_unreadable"

    def __init__(self, written: object) -> None:
        self.sentence = f"{repr(written)[:40]} is not a period: {_MEND}."
        super().__init__(self.sentence)


@dataclass(frozen=True)
class Period:
    """A length of time in one unit: hours, calendar days, working days, weeks, months, at once (amount 0), or to a day's end.

    The amount of a day's end is the minute of the day at which it ends, 1440 at midnight. Raises PeriodUnreadable for an
    amount below 1, an unknown unit, an immediate period with an amount, a day that ends after midnight.
    """

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit == "immediate":
            sound = self.amount == 0
        elif self.unit in _END_WORDS:
            sound = type(self.amount) is int and 1 <= self.amount <= MIDNIGHT
        else:
            sound = self.unit in _WORDS and type(self.amount) is int and self.amount >= 1
        if not sound:
            raise PeriodUnreadable(f"{self.amount}{self.unit}")

    @classmethod
    def parse(cls, written: str) -> Period:
        """The period that is written so, such as "5wd" or "immediate". Raises PeriodUnreadable."""
        if written == "immediate":
            return cls(0, "immediate")
        if isinstance(written, str) and (ends := _ENDS.fullmatch(written)):
            return cls(int(ends[2]) * 60 + int(ends[3]) if ends[2] else MIDNIGHT, cast(Unit, ends[1]))
        read = _WRITTEN.fullmatch(written) if isinstance(written, str) else None
        if read is None:
            raise PeriodUnreadable(written)
        return cls(int(read[1]), cast(Unit, read[2]))

    def __str__(self) -> str:
        """The short form, which `parse` reads back."""
        if self.unit in _END_WORDS:
            return self.unit + ("" if self.amount == MIDNIGHT else f"@{self._ends}")
        return "immediate" if self.unit == "immediate" else f"{self.amount}{self.unit}"

    @property
    def repeatable(self) -> bool:
        """Whether a clock of this period can come round again: one that is due at once, or by a day's end, cannot."""
        return self.unit in _WORDS

    @property
    def _ends(self) -> str:
        return f"{self.amount // 60:02}:{self.amount % 60:02}"

    def in_words(self) -> str:
        """In plain English: "24 hours", "1 working day", "immediately"."""
        if self.unit == "immediate":
            return "immediately"
        if self.unit in _END_WORDS:
            return f"by {_END_WORDS[self.unit]}" + ("" if self.amount == MIDNIGHT else f" ({self._ends})")
        return f"{self.amount} {_WORDS[self.unit]}{'' if self.amount == 1 else 's'}"

    def times(self, number: int) -> Period:
        """This period `number` times over. One that is immediate, or ends with a day, stays so."""
        if not self.repeatable:
            return self
        return Period(self.amount * number, self.unit)
