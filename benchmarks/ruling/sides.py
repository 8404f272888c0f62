"""Four ways to the same answers: the categories that the facts meet, the route, and when each clock is due (0: it does not run).

Ours gives its reasons with them: the facts used, the rules led through, how a date was counted. The others say yes or no.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import cel
import zen

from benchmarks.ruling.translating import CEL, PYTHON, ZEN, Subset
from needfire.bank_holidays import england_and_wales
from needfire.facts import from_json
from needfire.suggesting import holds, setting, suggest
from needfire.vocabulary import VOCABULARY
from services.escalation.counting import first_time

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
HOUR = timedelta(hours=1)
Answer = tuple[tuple[str, ...], bool, tuple[int, ...]]
Side = Callable[[Mapping[str, Any]], Answer]
OURS, TRACED, PLAIN, IN_CEL, BARE = (
    "needfire, with its reasons", "zen-engine, with its trace", "zen-engine", "CEL", "bare Python conditions",
)  # fmt: skip


def ours(subset: Subset) -> Side:
    """As intake suggests and escalation routes and starts clocks. It is given facts as they are read."""
    edition = replace(
        subset.edition, categories=tuple(each for each in subset.edition.categories if each.rule in subset.categories)
    )
    clocks, calendar = [each for each in edition.clocks if each.id in subset.clocks], england_and_wales()
    route = edition.routes[0]

    def decided(facts: Mapping[str, Any]) -> Answer:
        suggested = suggest(edition, facts, NOW, calendar)
        met = tuple(each.rule for each in suggested)
        within = setting(edition, facts, NOW, calendar, met)
        taken = holds(route.when, within)
        running = [(each, holds(each.applies_when, within)) for each in clocks]
        due = tuple(int(first_time(c, NOW, calendar).due.timestamp()) if found.holds else 0 for c, found in running)
        return met, taken.holds is True, due

    return decided


def bare(subset: Subset) -> Side:
    """One function of plain comparisons."""
    categories, route, clocks = subset.said(PYTHON)
    met = ", ".join(f"{rule!r}: {said}" for rule, said in categories.items())
    due = ", ".join(f"now + {subset.clocks[name] * 3600} if {said} else 0" for name, said in clocks.items())
    function = eval(f"lambda f, now: ({{{met}}}, {route}, ({due},))", {})

    def decided(facts: Mapping[str, Any]) -> Answer:
        found, taken, times = function(facts, SECONDS)
        return tuple(rule for rule, holds_ in found.items() if holds_), taken, times

    return decided


def in_cel(subset: Subset) -> Side:
    """One program, compiled beforehand."""
    categories, route, clocks = subset.said(CEL)
    program = cel.compile(
        f"[{', '.join(categories.values())}, {route}, "
        + ", ".join(f"{said} ? now + {subset.clocks[name] * 3600} : 0" for name, said in clocks.items())
        + "]"
    )
    there = len(categories)

    def decided(facts: Mapping[str, Any]) -> Answer:
        found = program.execute({"f": facts, "now": SECONDS})
        met = tuple(rule for rule, holds_ in zip(categories, found, strict=False) if holds_)
        return met, found[there], tuple(found[there + 1 :])

    return decided


def in_zen(subset: Subset, trace: bool = False) -> Side:
    """A decision of one expression node, read beforehand; with its trace, which is what it has for reasons."""
    categories, route, clocks = subset.said(ZEN)
    due = {name: f"{said} ? now + {subset.clocks[name] * 3600} : 0" for name, said in clocks.items()}
    named = {f"c{index}": said for index, said in enumerate(categories.values())}
    decision = zen.ZenEngine().create_decision(json.dumps(_graph({**named, "route": route, **due})))

    def decided(facts: Mapping[str, Any]) -> Answer:
        found = decision.evaluate({**facts, "now": SECONDS}, {"trace": trace})["result"]
        met = tuple(rule for name, rule in zip(named, categories, strict=True) if found[name])
        return met, found["route"], tuple(found[name] for name in due)

    return decided


def _graph(expressions: Mapping[str, str]) -> dict[str, Any]:
    told = [{"id": key, "key": key, "value": value} for key, value in expressions.items()]
    place = {"position": {"x": 0, "y": 0}}
    nodes: list[dict[str, Any]] = [
        {"id": "in", "type": "inputNode", "name": "facts", **place},
        {"id": "rules", "type": "expressionNode", "name": "rules", "content": {"expressions": told}, **place},
        {"id": "out", "type": "outputNode", "name": "decided", **place},
    ]
    edges = [
        {"id": f"{a}-{b}", "type": "edge", "sourceId": a, "targetId": b} for a, b in (("in", "rules"), ("rules", "out"))
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def sides_of(subset: Subset) -> Mapping[str, Side]:
    """All of them, ours first and the limit last."""
    return {
        OURS: ours(subset),
        TRACED: in_zen(subset, trace=True),
        PLAIN: in_zen(subset),
        IN_CEL: in_cel(subset),
        BARE: bare(subset),
    }


def as_asked(side: str, told: Mapping[str, Any]) -> Mapping[str, Any]:
    """The facts as the side takes them: moments for ours, seconds for the others."""
    if side == OURS:
        return from_json(VOCABULARY, told)
    return {name: _seconds(name, value) for name, value in told.items()}


def _seconds(name: str, value: Any) -> Any:
    is_moment = VOCABULARY.definitions[name].kind == "moment"
    return int(datetime.fromisoformat(value).timestamp()) if is_moment else value
