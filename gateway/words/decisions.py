"""Tells decisions: question, answer, the rules behind it in plain words, facts used, how it was counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from contracts.gateway_answers import DecisionTold, RuleText, Why
from gateway.read_models.folding import Document
from gateway.words.names import Names
from gateway.words.plain import facts_in_words

SOURCES = ("intake", "escalation", "national_alerts", "risk_management")


def decision_told(decision: Mapping[str, Any], names: Names) -> DecisionTold:
    """A stored decision, in words."""
    return DecisionTold(
        question=decision["question"],
        answer=decision["answer"],
        rules=tuple(names.rule(rule, decision["edition"]) for rule in dict.fromkeys(decision["rules"])),
        edition=decision["edition"],
        facts=facts_in_words(decision["facts"]),
        arithmetic=tuple(decision["arithmetic"]),
        decided_at=datetime.fromisoformat(decision["decided_at"]),
    )


def decisions_told(decisions: Iterable[Mapping[str, Any]], names: Names) -> tuple[DecisionTold, ...]:
    """Stored decisions, in words."""
    return tuple(decision_told(each, names) for each in decisions)


def doubtful(decisions: Iterable[DecisionTold]) -> tuple[RuleText, ...]:
    """One rule for each way in which the source does not settle what these decisions rest on: assumption, gap, conflict."""
    by_status = {rule.status: rule for decision in decisions for rule in decision.rules if rule.status != "text"}
    return tuple(by_status.values())


def entries(case: Document) -> list[Document]:
    """What happened in a case, in order of time; of one moment, what was raised comes before what follows from it."""
    found = [
        (each["at"], place, each["version"], each["index"], each)
        for place, source in enumerate(SOURCES)
        for each in case.get(source, {}).get("timeline", ())
    ]
    return [each[-1] for each in sorted(found, key=lambda each: each[:-1])]


def why(case: Document, names: Names, task_id: str | None = None) -> Why:
    """Every decision of the case, or of one of its tasks: the deadlines that run for it included."""
    told = tuple(
        decision_told(decision, names)
        for entry in entries(case)
        if task_id is None or task_id in concerned(entry, case)
        for decision in entry["decisions"]
    )
    return Why(case["_id"], task_id, told)


def concerned(entry: Document, case: Document) -> Iterator[str]:
    """The ids of what an entry is about; what happens to a deadline is about its task or duty too."""
    data = entry["data"]
    clock = case.get("escalation", {}).get("clocks", {}).get(data.get("clock_id"), {})
    for of in (data, clock):
        yield from (of[name] for name in ("task_id", "notice_id", "duty_id", "clock_id") if of.get(name))
