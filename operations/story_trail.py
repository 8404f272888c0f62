"""A story as text: what each person did, what followed, by when and under which rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

LONDON = ZoneInfo("Europe/London")


class Trail:
    """Prints what is new in the case since it was last shown."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._shown: Counter[tuple[str, str, str]] = Counter()
        self._explained: set[str] = set()

    def title(self, number: int, of: int, title: str) -> None:
        """The story's heading."""
        self._console.print()
        self._console.rule(Text(f"Story {number} of {of}"), align="left", characters="─")
        self._console.print(Text(title, style="bold"))

    def scene(self, says: str) -> None:
        """What the story says of the scene."""
        self._console.print()
        if says:
            self._console.print(Text(says, style="italic cyan"))

    def entries(self, entries: list[Mapping[str, Any]]) -> None:
        """The entries of the timeline that were not shown yet. What one part of the platform tells later may stand in between."""
        met: Counter[tuple[str, str, str]] = Counter()
        for entry in entries:
            told = (entry["at"], entry["kind"], entry["sentence"])
            met[told] += 1
            if met[told] > self._shown[told]:
                self._entry(entry)
        self._shown |= met

    def _entry(self, entry: Mapping[str, Any]) -> None:
        at = datetime.fromisoformat(entry["at"]).astimezone(LONDON)
        said = Text(entry["sentence"])
        self._cite(said, [rule for decision in entry["decisions"] for rule in decision["rules"]])
        if entry["kind"].startswith("ClockStarted"):
            for line in _counted(entry["decisions"]):
                said.append(f"\n{line}", style="dim")
        self._console.print(_beside(Text(f"{at:%a %d %b %H:%M}", style="dim"), said))

    def _cite(self, said: Text, rules: Iterable[Mapping[str, Any]]) -> None:
        """The rules' ids; of one that its source does not settle how so, and the first time the other reading."""
        cited = {rule["id"]: rule for rule in rules}
        if cited:
            said.append(f"  [{', '.join(_marked(rule) for rule in cited.values())}]", style="green")
        for rule in cited.values():
            if rule["other_reading"] and rule["id"] not in self._explained:
                said.append(f"\n{rule['id']}: the other reading: {rule['other_reading']}", style="yellow")
                self._explained.add(rule["id"])

    def refusal(self, problem: Mapping[str, Any]) -> None:
        """What the platform said instead of doing it."""
        said = Text(problem["title"])
        self._cite(said, problem["reasons"])
        self._console.print(_beside(Text("Refused", style="bold yellow"), said))

    def clock_moved(self, by: timedelta, now: datetime) -> None:
        """That the demonstration's clock was moved on."""
        line = f"⏩ the clock is moved on by {_length(by)}; it is now {now.astimezone(LONDON):%a %d %b %Y %H:%M}"
        self._console.print(Text(line, style="bold magenta"))

    def end(self, page: str) -> None:
        """Where the case is read."""
        self._console.print()
        self._console.print(Text(f"The case as a page: {page}", style="dim"), soft_wrap=True)


def _beside(left: Text, right: Text) -> Table:
    row = Table.grid(padding=(0, 2))
    row.add_column(width=16)
    row.add_column(ratio=1)
    row.add_row(left, right)
    return row


def _counted(decisions: Iterable[Mapping[str, Any]]) -> list[str]:
    return [line for decision in decisions for line in decision["arithmetic"]]


def _marked(rule: Mapping[str, Any]) -> str:
    return str(rule["id"]) if rule["status"] == "text" else f"{rule['id']} ({rule['status']})"


def _length(of: timedelta) -> str:
    """In whole days, else in hours and minutes; "25 hours", "38 hours 12 minutes"."""
    hours, minutes = divmod(round(of.total_seconds() / 60), 60)
    days, rest = divmod(hours, 24)
    if days and not rest and not minutes:
        return _counting(days, "day")
    parts = [_counting(number, unit) for number, unit in ((hours, "hour"), (minutes, "minute")) if number]
    return " ".join(parts)


def _counting(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
