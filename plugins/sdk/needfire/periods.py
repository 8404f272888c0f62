"""Periods as procedures write them: 24h, 20d, 5wd, 1w, 6mo, immediate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

Unit = Literal["h", "d", "wd", "w", "mo", "immediate"]

_WORDS: dict[str, str] = {"h": "hour", "d": "day", "wd": "working day", "w": "week", "mo": "month"}
_WRITTEN = re.compile(r"([1-9][0-9]{0,3})(h|d|wd|w|mo)")
_MEND = (
    "write a whole number from 1 to 9999 and one of h (hours), d (calendar days), wd (working days), "
    "w (weeks), mo (months), such as 24h or 5wd; or the word immediate"
)


class PeriodUnreadable(ValueError):
    """A period that cannot be read; the sentence names the mend."""

    code = "period_unreadable"

    def __init__(self, written: object) -> None:
        self.sentence = f"{repr(written)[:40]} is not a period: {_MEND}."
        super().__init__(self.sentence)


@dataclass(frozen=True)
class Period:
    """A length of time in one unit: hours, calendar days, working days, weeks, months, or at once (amount 0).

    Raises PeriodUnreadable for an amount below 1, an unknown unit, or an immediate period with an amount.
    """

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit == "immediate":
            sound = self.amount == 0
        else:
            sound = self.unit in _WORDS and type(self.amount) is int and self.amount >= 1
        if not sound:
            raise PeriodUnreadable(f"{self.amount}{self.unit}")

    @classmethod
    def parse(cls, written: str) -> Period:
        """The period that is written so, such as "5wd" or "immediate". Raises PeriodUnreadable."""
        if written == "immediate":
            return cls(0, "immediate")
        read = _WRITTEN.fullmatch(written) if isinstance(written, str) else None
        if read is None:
            raise PeriodUnreadable(written)
        return cls(int(read[1]), cast(Unit, read[2]))

    def __str__(self) -> str:
        """The short form, which `parse` reads back."""
        return "immediate" if self.unit == "immediate" else f"{self.amount}{self.unit}"

    def in_words(self) -> str:
        """In plain English: "24 hours", "1 working day", "immediately"."""
        if self.unit == "immediate":
            return "immediately"
        return f"{self.amount} {_WORDS[self.unit]}{'' if self.amount == 1 else 's'}"

    def times(self, number: int) -> Period:
        """This period `number` times over. An immediate period stays immediate."""
        return Period(self.amount * number, self.unit)
