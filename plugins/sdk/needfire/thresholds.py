"""Thresholds: a question that many facts settle together, with the ground that decided it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from needfire.conditions import All, AnyOf, Condition, Defined, Finding, Lasted, Not, Setting
from needfire.working_time import deadline

Verdict = Literal["met", "not_met", "open"]
GroundKind = Literal["opens", "exceptional", "requires", "excludes"]


@dataclass(frozen=True)
class Ground:
    """One rule's part in a threshold.

    opens: the matter comes under the threshold at all. exceptional: it comes under it although no `opens` does, and although an
    `excludes` that yields to it (`yields_to_exceptional`) holds. requires: must hold besides. excludes: it is not met while
    this holds. `sentence` is what a person reads where this ground stands against it.
    """

    rule: str
    kind: GroundKind
    when: Condition
    sentence: str
    yields_to_exceptional: bool = False


@dataclass(frozen=True)
class Threshold:
    """A question with its grounds, in the source's order. `by` is the role that decides it."""

    id: str
    title: str
    rules: tuple[str, ...]
    by: str
    grounds: tuple[Ground, ...]


@dataclass(frozen=True)
class Judged:
    """The answer: whether the threshold is met, by which grounds, and which facts would settle it where it is open.

    `against` are the grounds that stand against it; `carried_by` those that bring the matter under it.
    """

    verdict: Verdict
    carried_by: tuple[tuple[Ground, Finding], ...]
    against: tuple[tuple[Ground, Finding], ...]
    needs: frozenset[str]


def judge_threshold(threshold: Threshold, judge: Callable[[Condition], Finding]) -> Judged:
    """Whether the threshold is met in this case; `judge` answers one condition for it."""
    found = [(ground, judge(ground.when)) for ground in threshold.grounds]
    exceptional = _holding(found, "exceptional")
    carried = (*_holding(found, "opens"), *exceptional)
    against = tuple(
        (ground, finding)
        for ground, finding in found
        if _stands_against(ground, finding) and not (exceptional and ground.yields_to_exceptional)
    )
    bearing = _unsettled(found, exceptional != ())
    if against or not (carried or _could_be_carried(found)):
        return Judged("not_met", carried, against, frozenset())
    if not carried or bearing:
        opening = [f for g, f in found if g.kind in ("opens", "exceptional")] if not carried else []
        return Judged("open", carried, (), frozenset().union(*(f.needs for f in (*bearing, *opening))))
    return Judged("met", carried, (), frozenset())


def _holding(found: list[tuple[Ground, Finding]], kind: GroundKind) -> tuple[tuple[Ground, Finding], ...]:
    return tuple((ground, finding) for ground, finding in found if ground.kind == kind and finding.holds)


def _stands_against(ground: Ground, finding: Finding) -> bool:
    return (ground.kind == "requires" and finding.holds is False) or (ground.kind == "excludes" and bool(finding.holds))


def _could_be_carried(found: list[tuple[Ground, Finding]]) -> bool:
    return any(f.holds is None for g, f in found if g.kind in ("opens", "exceptional"))


def _unsettled(found: list[tuple[Ground, Finding]], exceptional: bool) -> list[Finding]:
    """What must hold, or must not, and is not known."""
    return [
        finding
        for ground, finding in found
        if finding.holds is None
        and ground.kind in ("requires", "excludes")
        and not (exceptional and ground.yields_to_exceptional)
    ]


def passes_from(threshold: Threshold, within: Setting) -> datetime | None:
    """From when nothing would stand against it any more if nothing but time changed; None where time would not mend it."""
    lasting = {each for ground in threshold.grounds for each in _lasting(ground.when, within)}
    for moment in sorted(each for each in lasting if each > within.as_of):
        then = replace(within, as_of=moment)
        if judge_threshold(threshold, lambda condition, then=then: condition.judge(then)).verdict != "not_met":  # type: ignore[misc]
            return moment
    return None


def _lasting(condition: Condition, within: Setting) -> Iterator[datetime]:
    """The moments at which what the condition says of how long something has lasted comes to hold."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _lasting(part, within)
        case Not(part):
            yield from _lasting(part, within)
        case Defined(name):
            yield from _lasting(within.definitions[name], within)
        case Lasted(fact, _, period):
            began = within.facts.get(fact)
            if isinstance(began, datetime):
                yield deadline(began, period, within.calendar).due
