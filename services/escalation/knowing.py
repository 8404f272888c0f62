"""What recorded facts set off: those first known, those corrected, those withdrawn.

What was typed in, when, does not count; what was recorded does. A moment that was corrected is counted anew, also where it
had met a deadline; one that was withdrawn takes back what it had started and what it had met.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from contracts import escalation as contract
from needfire.facts import from_json
from needfire.procedure import ClockRule, Duty, Request, Trigger
from needfire.vocabulary import VOCABULARY
from services.escalation import clocks
from services.escalation.counting import counted_from
from services.escalation.draft import Draft
from services.escalation.reactions import happened
from services.escalation.routing import RunningClock


def recorded(draft: Draft, facts: Mapping[str, Any]) -> None:
    """Notes which facts an act records, changes or withdraws; the routing still holds them as they were."""
    draft.before = draft.facts
    now = from_json(VOCABULARY, facts)
    draft.changed = frozenset(name for name in {*draft.before, *now} if draft.before.get(name) != now.get(name))
    draft.pending = {name for name in draft.changed if name in now}


def all_recorded(draft: Draft) -> None:
    """As `recorded`, for a notification that was just raised: all its facts are new."""
    draft.changed = frozenset(draft.facts)
    draft.pending = set(draft.facts)


def now_known(draft: Draft, at: datetime) -> None:
    """Each fact that is new or has another value sets off what waits for it, in the order of their moments."""
    for moment, fact in sorted((_when(draft, fact, at), fact) for fact in draft.pending):
        draft.pending.discard(fact)
        happened(draft, Trigger("known", fact), moment)


def _when(draft: Draft, fact: str, at: datetime) -> datetime:
    """At the moment recorded, unless it is still to come."""
    value = draft.facts[fact]
    return value if isinstance(value, datetime) and value <= at else at


def withdrawn(draft: Draft) -> None:
    """A fact that was withdrawn stops the clocks that it started; what it had met waits again."""
    gone = draft.changed - draft.facts.keys()
    for fact in sorted(gone):
        named = f"What was recorded as “{fact.replace('_', ' ')}” was withdrawn."
        for rule in draft.grounds.edition.clocks:
            if rule.starts == Trigger("known", fact):
                clocks.stop(draft, clocks.waiting_of(draft, rule), named)
            elif Trigger("known", fact) in rule.met_by:
                _take_back(draft, rule, fact, named)
        for review in draft.grounds.edition.reviews:
            if review.starts == Trigger("known", fact):
                clocks.stop(draft, clocks.waiting_of(draft, review), named)


def _take_back(draft: Draft, rule: ClockRule, fact: str, because: str) -> None:
    last = _last_met_by(draft, rule, fact)
    if last is None:
        return
    clocks.stop(draft, clocks.waiting_of(draft, rule), because)
    clocks.start_once_more(draft, rule, last)


def _last_met_by(draft: Draft, rule: ClockRule, fact: str) -> RunningClock | None:
    met = [clock for clock in clocks.of_rule(draft, rule) if clock.state == "met"]
    return met[-1] if met and met[-1].met_by == str(Trigger("known", fact)) else None


def corrected(draft: Draft) -> None:
    """What a corrected moment had met, and met late or not by it, is met anew; what counts from one is counted anew."""
    for fact in sorted(draft.changed & draft.before.keys() & draft.facts.keys()):
        for rule in draft.grounds.edition.clocks:
            _met_anew(draft, rule, fact)
    for clock in tuple(draft.state.clocks.values()):
        part = clocks.part_of(draft, clock)
        if draft.state.clocks[clock.clock_id].waits and part is not None:
            _count_anew(draft, clock, part)


def _met_anew(draft: Draft, rule: ClockRule, fact: str) -> None:
    moment, last = draft.facts[fact], _last_met_by(draft, rule, fact)
    if last is None or rule.repeats or not isinstance(moment, datetime):
        return
    if last.is_late(min(moment, draft.grounds.now)) != last.late:
        clocks.start_once_more(draft, rule, last)


def _count_anew(draft: Draft, clock: RunningClock, part: clocks.Part) -> None:
    start = _corrected_start(draft, clock, part)
    if start is None or start[0] == clock.counted_from:
        return
    moment, fact = start
    because = f"It is counted anew from the time recorded as “{fact.replace('_', ' ')}”."
    if isinstance(part, ClockRule):
        clocks.stop(draft, clocks.waiting_of(draft, part) if part.repeats else (clock,), because)
        clocks.restart(draft, part, clock, moment, fact)
        return
    draft.emit(contract.ClockStoppedV1(clock.clock_id, because))
    if isinstance(part, Duty) and part.within and clock.duty_id:
        clocks.start_duty_clock(draft, part, part.within, clock.duty_id, moment)
    elif isinstance(part, Request) and clock.task_id:
        clocks.start_request_clock(draft, part, clock.task_id, moment)


def _corrected_start(draft: Draft, clock: RunningClock, part: clocks.Part) -> tuple[datetime, str] | None:
    """From when the clock is to be counted by the facts as they are now; None where they say nothing of it."""
    match part:
        case ClockRule():
            return (
                _start_of_series(draft, clock, part) if part.repeats else _first_known(draft, clocks.counts_from(part))
            )
        case Duty() | Request():
            return _first_known(draft, part.from_facts) or _moved(draft, clock, _known(part.opens))
    return None


def _start_of_series(draft: Draft, clock: RunningClock, rule: ClockRule) -> tuple[datetime, str] | None:
    """Of what repeats only a moment that is no new time counts anew: the start corrected, or what met it last moved back."""
    started = _known((rule.starts,))
    met = _known(rule.met_by)
    if found := _moved(draft, clock, [fact for fact in started if fact not in met]):
        return found
    if begins := _first_known(draft, [fact for fact in started if fact in draft.changed and fact not in met]):
        return begins if begins[0] > clock.counted_from else None
    moved = _moved(draft, clock, met)
    return moved if moved and moved[0] < clock.counted_from else None


def _known(triggers: tuple[Trigger, ...]) -> list[str]:
    return [each.of for each in triggers if each.kind == "known"]


def _first_known(draft: Draft, names: tuple[str, ...] | list[str]) -> tuple[datetime, str] | None:
    moment, fact = counted_from(draft.facts, names, draft.grounds.now)
    return (moment, fact) if fact else None


def _moved(draft: Draft, clock: RunningClock, names: list[str]) -> tuple[datetime, str] | None:
    """The new moment of that fact of these from whose old one the clock is counted."""
    for fact in names:
        moment = draft.facts.get(fact)
        if draft.before.get(fact) == clock.counted_from and isinstance(moment, datetime) and fact in draft.changed:
            return moment, fact
    return None
