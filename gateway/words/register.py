"""Tells the high risk register: lines with their trend, what is due, how far plans are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache

from contracts import gateway_register as told
from contracts.gateway_reports import Counted
from gateway.read_models.folding import Document
from gateway.read_models.register_lines import Overviewed
from needfire.instruments.register import RegisterRules
from needfire.london_time import on_the_wall


def moment(written: str | None) -> datetime | None:
    """A moment of a document."""
    return datetime.fromisoformat(written) if written else None


def due_told(due: Iterable[Document], now: datetime) -> tuple[told.DueTold, ...]:
    """What is due, the governing cycle first."""
    found = (
        told.DueTold(each["cycle"], each["title"], at, each["governs"], at <= now)
        for each in due
        if (at := datetime.fromisoformat(each["due"]))
    )
    return tuple(sorted(found, key=lambda each: not each.governs))


def trend_told(trend: Iterable[str]) -> tuple[told.TrendPoint, ...]:
    """The assessments' outcomes, the first first."""
    return tuple(_point(each) for each in trend)


@lru_cache(5_000)  # what an assessment came to stays as it is
def _point(noted: str) -> told.TrendPoint:
    _, at, level, lowest, highest = noted.split("|")
    return told.TrendPoint(datetime.fromisoformat(at), level or None, int(lowest), int(highest))


def progress(plan: Document | None, now: datetime) -> told.Progress | None:
    """How far the plan has come."""
    if plan is None:
        return None
    actions, today = list(plan["actions"].values()), on_the_wall(now).date().isoformat()
    late = sum(not done and by_when is not None and by_when < today for by_when, done in actions)
    return told.Progress(len(actions), sum(done for _, done in actions), late)


def line_told(line: Document, name: str | None, register: RegisterRules, now: datetime) -> told.RegisterLine:
    """One line."""
    due = due_told(line["due"], now)
    return told.RegisterLine(
        notification_id=line["_id"],
        name=name,
        area=line["area"],
        stage=line["stage"],
        level=line["level"],
        trend=trend_told(line["trend"]),
        due=due,
        overdue=any(each.overdue for each in due),
        plan=progress(line["plan"], now),
        unmet=tuple(register.needs.get(each, each) for each in line["unmet"]),
        copies=line["copies"][1],
        copies_received=line["copies"][0],
        changes_waiting=line["asks"],
        entered_at=moment(line["entered_at"]),
        step_down_ends=moment(line["step_down_ends"]),
    )


def by_level(counted: Mapping[str, int], titles: Mapping[str, str]) -> tuple[Counted, ...]:
    """How many there are of each level, in the order of the instrument."""
    return tuple(Counted(level, title, counted.get(level, 0)) for level, title in titles.items())


def needs_told(lines: Iterable[Overviewed], register: RegisterRules, most: int | None = None) -> told.UnmetNeeds:
    """Needs that are not met, the most frequent first; of each whose it is, at most so many."""
    found: dict[str, list[str]] = {need: [] for need in register.needs}
    looked_at = list(lines)
    for line in looked_at:
        for need in line.unmet:
            found.setdefault(need, []).append(line.notification_id)
    needs = [
        told.UnmetNeed(need, register.needs.get(need, need), len(ids), tuple(ids[:most])) for need, ids in found.items()
    ]
    return told.UnmetNeeds(len(looked_at), tuple(sorted(needs, key=lambda each: -each.number)))
