"""Cases under two editions: who would have been told, earlier or later, and which clocks differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Generic, TypeVar

from needfire.london_time import on_the_wall
from needfire.outlined import words
from needfire.outlined.pairing import pair_parts
from needfire.procedure import Edition
from services.escalation.replaying.reckoning import NOTIFIED, Due, Reckoned, Reckoner
from services.escalation.replaying.stated import Stated

TIMED = ("Clocks", "Duties to bodies outside", "Requests", "Reviews")
JUDGED = "somebody's judgement"
Case = TypeVar("Case", bound=Stated)


@dataclass(frozen=True)
class Change:
    """One thing that differs: `about` is notified, category, route, told, body to be told or clock; `how` is such as earlier, later, only before."""

    about: str
    what: str
    before: str
    after: str
    how: str


@dataclass(frozen=True)
class Replayed(Generic[Case]):
    """A case under both editions, and in what they differ for it."""

    case: Case
    before: Reckoned
    after: Reckoned
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Paired:
    """What of the earlier edition stands for what of the later, by id: roles, clocks, duties and routes."""

    before: Edition
    after: Edition

    @cached_property
    def same(self) -> Mapping[str, Mapping[str, str]]:
        """For each section the later edition's id by the earlier's."""
        found: dict[str, dict[str, str]] = {}
        for pair in pair_parts(self.before, self.after):
            if pair.before and pair.after:
                found.setdefault(pair.before.section, {})[pair.before.id] = pair.after.id
        return found

    @cached_property
    def timed(self) -> Mapping[str, str]:
        """What has a clock: the later edition's id by the earlier's."""
        return {old: new for section in TIMED for old, new in self.same.get(section, {}).items()}


_PAIRED: dict[tuple[str, str], Paired] = {}


def paired(before: Edition, after: Edition) -> Paired:
    """The two, paired once a process: finding what stands for what takes as long as replaying dozens of cases."""
    return _PAIRED.setdefault((before.digest, after.digest), Paired(before, after))


def replay(cases: Iterable[Case], before: Reckoner, after: Reckoner, paired: Paired) -> Iterator[Replayed[Case]]:
    """Each case under both editions, one after the other. `paired` are the two editions."""
    for case in cases:
        one, other = before.reckon(case), after.reckon(case)
        yield Replayed(case, one, other, tuple(changes(one, other, paired)))


def changes(before: Reckoned, after: Reckoned, paired: Paired) -> Iterator[Change]:
    """In what two editions differ for one case."""
    if before.outcome != after.outcome:
        how = "only before" if before.outcome == NOTIFIED else "only after" if after.outcome == NOTIFIED else "differs"
        yield Change("notified", "the case", before.outcome, after.outcome, how)
    elif before.by_judgement != after.by_judgement:
        yield Change("notified", "on what ground", _ground(before), _ground(after), "differs")
    yield from _categories(before, after, paired)
    yield from _route(before, after, paired)
    yield from _told(before, after, paired)
    yield from _duties(before, after, paired)
    yield from _clocks(before, after, paired)


def _ground(found: Reckoned) -> str:
    return JUDGED if found.by_judgement else ", ".join(found.categories)


def _categories(before: Reckoned, after: Reckoned, paired: Paired) -> Iterator[Change]:
    """Of a case that people had to judge by themselves there is no category to compare."""
    if before.by_judgement or after.by_judgement:
        return
    categories = paired.same.get("Categories", {})
    earlier = {categories.get(rule, rule): rule for rule in before.categories}
    for rule in dict.fromkeys((*earlier, *after.categories)):
        if rule not in after.categories:
            yield Change("category", _category(paired.before, earlier[rule]), earlier[rule], "", "only before")
        elif rule not in earlier:
            yield Change("category", _category(paired.after, rule), "", rule, "only after")


def _category(edition: Edition, rule: str) -> str:
    found = edition.category(rule)
    return found.title if found else rule


def _route(before: Reckoned, after: Reckoned, paired: Paired) -> Iterator[Change]:
    if not before.route or not after.route:
        return
    if paired.same.get("Routes", {}).get(before.route, before.route) != after.route:
        old, new = paired.before.route(before.route), paired.after.route(after.route)
        yield Change("route", "which way it takes", old.title if old else "", new.title if new else "", "differs")


def _told(before: Reckoned, after: Reckoned, paired: Paired) -> Iterator[Change]:
    roles = paired.same.get("Roles", {})
    earlier = {roles.get(role, role): (role, decisions) for role, decisions in before.told.items()}
    for role in dict.fromkeys((*earlier, *after.told)):
        old, new = earlier.get(role), after.told.get(role)
        if old is None and new is not None:
            yield Change("told", words.role(paired.after, role), "", _when(new), "only after")
        elif old is not None and new is None:
            yield Change("told", words.role(paired.before, old[0]), _when(old[1]), "", "only before")
        elif old is not None and new is not None and old[1] != new:
            how = "earlier" if new < old[1] else "later"
            yield Change("told", words.role(paired.after, role), _when(old[1]), _when(new), how)


def _when(decisions: int) -> str:
    return "when it is raised" if decisions == 0 else f"after {decisions} decision{'' if decisions == 1 else 's'}"


def _duties(before: Reckoned, after: Reckoned, paired: Paired) -> Iterator[Change]:
    duties = paired.same.get("Duties to bodies outside", {})
    earlier = {duties.get(duty, duty): body for duty, body in before.duties.items()}
    for duty in dict.fromkeys((*earlier, *after.duties)):
        if duty not in earlier or duty not in after.duties:
            how = "only after" if duty in after.duties else "only before"
            yield Change(
                "body to be told",
                after.duties.get(duty) or earlier[duty],
                earlier.get(duty, ""),
                after.duties.get(duty, ""),
                how,
            )


def _clocks(before: Reckoned, after: Reckoned, paired: Paired) -> Iterator[Change]:
    earlier = {paired.timed.get(clock, clock): due for clock, due in before.clocks.items()}
    for clock in dict.fromkeys((*earlier, *after.clocks)):
        old, new = earlier.get(clock), after.clocks.get(clock)
        title = new.title if new else old.title if old else ""
        if old is None or new is None:
            yield Change("clock", title, _due(old), _due(new), "only after" if new else "only before")
        elif (old.due, old.target) != (new.due, new.target):
            yield Change("clock", title, _due(old), _due(new), _shift(new.due - old.due))


def _due(due: Due | None) -> str:
    if due is None:
        return ""
    return _at(due.due) + (f" (aim {_at(due.target)})" if due.target else "")


def _at(moment: datetime) -> str:
    return f"{on_the_wall(moment):%d.%m.%Y %H:%M}"


def _shift(by: timedelta) -> str:
    if not by:
        return "other aim"
    minutes = int(abs(by).total_seconds() // 60)
    days, hours = divmod(minutes // 60, 24)
    said = " ".join(
        part
        for part in (
            f"{days} d" if days else "",
            f"{hours} h" if hours else "",
            f"{minutes % 60} min" if minutes % 60 else "",
        )
        if part
    )
    return f"{said} {'later' if by > timedelta(0) else 'earlier'}"


def summary(replayed: Iterable[Replayed[Any]]) -> list[tuple[str, str, str, int]]:
    """How often each change comes, the most frequent first: what it is about, what, how (without the amount), how many cases."""
    counted = Counter((each.about, each.what, plainly(each.how)) for one in replayed for each in one.changes)
    return [(about, what, how, number) for (about, what, how), number in counted.most_common()]


def plainly(how: str) -> str:
    """How, without the amount."""
    return how.rsplit(" ", 1)[-1] if how.endswith(("earlier", "later")) else how
