"""Reads an assessment's answers against its instrument: what is refused of itself, and the facts that the rest gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from needfire.facts import Facts, FactValue
from needfire.instruments import Instrument, Item, Question, Section
from needfire.instruments.assessments import Answers, Given, Said, Values

Readable = Mapping[str, FactValue]


def unfit(instrument: Instrument, answers: Answers) -> Iterator[Said]:
    """A refusal for each answer that the instrument does not allow, and for each that it requires and does not have."""
    if answers.instrument != instrument.name:
        yield Said(instrument.rules, f"This assessment was made with {answers.instrument}, not with {instrument.name}.")
    known = {item.id: item for item in instrument.items}
    for unknown in _others(answers.items, known):
        yield Said(instrument.rules, "This version of the instrument has no such item.", unknown)
    for section in instrument.sections:
        yield from _unfit_section(instrument, section, answers)
    for unknown in _others(answers.evidence, (section.id for section in instrument.sections)):
        yield Said(instrument.rules, "This version of the instrument has no such section.", unknown)
    yield from _unfit_values(instrument.asks, answers.asked, None, instrument.rules)


def _others(given: Iterable[str], known: Iterable[str]) -> list[str]:
    return sorted(set(given) - set(known))


def _unfit_section(instrument: Instrument, section: Section, answers: Answers) -> Iterator[Said]:
    written = dict(answers.evidence.get(section.id, {}))
    if not isinstance(written.pop("text", False), bool):
        yield Said(section.rules, "Say whether the evidence is written: true or false.", section.id)
    yield from _unfit_values((*instrument.section_asks, *section.evidence), written, section.id, section.rules)
    for item in section.items:
        given = answers.items.get(item.id)
        rules = item.rules or section.rules
        if given:
            yield from _unfit_item(instrument, item, given, rules)
        elif item.required:
            yield Said(rules, f"“{item.title}” needs an answer.", item.id)


def _unfit_item(instrument: Instrument, item: Item, given: Given, rules: tuple[str, ...]) -> Iterator[Said]:
    sets = instrument.sets_of(item)
    if given.state == "answered":
        fits = len(given.values) == len(sets) and all(s.allowed(v) for s, v in zip(sets, given.values, strict=True))
        if not fits:
            offered = " and ".join(", ".join(each.value for each in answers.answers) for answers in sets)
            yield Said(rules, f"“{item.title}” takes one of {offered}.", item.id)
    elif given.values:
        yield Said(rules, f"“{item.title}” has an answer, or is not applicable or not known: not both.", item.id)
    elif given.state == "not_applicable" and not item.not_applicable:
        yield Said(rules, f"“{item.title}” always applies: answer it, or say that it is not known.", item.id)
    elif given.state == "unknown" and item.required:
        yield Said(rules, f"“{item.title}” needs an answer.", item.id)
    yield from _unfit_values((*instrument.item_asks, *item.asks), given.asked, item.id, rules)


def _unfit_values(
    questions: tuple[Question, ...], given: Values, about: str | None, rules: tuple[str, ...]
) -> Iterator[Said]:
    known = {question.id: question for question in questions}
    for unknown in _others(given, known):
        yield Said(rules, f"There is no such question here: {unknown[:40]}.", about or unknown)
    for question in questions:
        read = _read(question, given[question.id]) if question.id in given else None
        if question.id in given and read is None:
            yield Said(question.rules or rules, f"{question.asks} {_offered(question)}", about or question.id)
        elif question.required and (read is None or (question.kind == "text" and not read)):
            yield Said(question.rules or rules, question.asks, about or question.id)


def _offered(question: Question) -> str:
    if question.kind in ("flag", "text"):
        return "Answer true or false."
    if question.kind == "count":
        return f"Give a whole number from {question.lowest or 0} to {question.highest}."
    return f"Choose from: {', '.join(question.words or ())}."


def fits(question: Question, value: Any) -> bool:
    """Whether the question can be answered so."""
    return _read(question, value) is not None


def _read(question: Question, value: Any) -> FactValue | None:
    words = question.words or {}
    match question.kind:
        case "flag" | "text":
            return value if isinstance(value, bool) else None
        case "choice":
            return value if isinstance(value, str) and value in words else None
        case "choices":
            listed = (
                isinstance(value, (list, tuple)) and value and all(isinstance(v, str) and v in words for v in value)
            )
            return tuple(sorted(set(value))) if listed else None
        case "count":
            whole = isinstance(value, int) and not isinstance(value, bool)
            within = (
                whole and (question.lowest or 0) <= value and (question.highest is None or value <= question.highest)
            )
            return value if within else None


def facts_of(instrument: Instrument, answers: Answers, scores: Mapping[str, int]) -> Facts:
    """The answers as facts, under the names of `instruments_vocabulary`; `scores` by item, of those that have one."""
    facts: dict[str, FactValue] = dict(values_as_facts(instrument.asks, answers.asked, ""))
    for section in instrument.sections:
        facts |= section_facts(instrument, section, answers, scores, section.id)
        for item in section.items:
            facts |= item_facts(instrument, item, answers, scores, item.id)
    return {**facts, "total": sum(scores.values())}


def section_facts(
    instrument: Instrument, section: Section, answers: Answers, scores: Mapping[str, int], name: str
) -> Readable:
    """What is known of a section, under this name."""
    evidence = answers.evidence.get(section.id, {})
    given = [scores[item.id] for item in section.items if item.id in scores]
    asked = (*instrument.section_asks, *section.evidence) if name == section.id else instrument.section_asks
    return {
        f"{name}.highest": max(given, default=0),
        f"{name}.scored": sum(score >= 1 for score in given),
        f"{name}.text": evidence.get("text") is True,
        **values_as_facts(asked, evidence, f"{name}."),
    }


def item_facts(instrument: Instrument, item: Item, answers: Answers, scores: Mapping[str, int], name: str) -> Readable:
    """What is known of an item, under this name."""
    given = answers.items.get(item.id)
    own = (*instrument.item_asks, *item.asks) if name == item.id else instrument.item_asks
    facts: dict[str, FactValue] = {f"{name}.state": given.state if given else "missing"}
    facts |= values_as_facts(own, given.asked if given else {}, f"{name}.")
    if instrument.is_scored(item):
        facts[f"{name}.pieces"] = len(set(given.rests_on)) if given else 0
        if sharing := _sharing(instrument, item, answers, scores):
            facts[f"{name}.shares_evidence_with"] = sharing
    if item.id in scores:
        facts[name] = scores[item.id]
    return {**facts, **_chosen(instrument, item, given, name)} if given and name == item.id else facts


def _chosen(instrument: Instrument, item: Item, given: Given, name: str) -> Readable:
    sets = instrument.sets_of(item)
    if len(given.values) != len(sets) or not all(s.allowed(v) for s, v in zip(sets, given.values, strict=True)):
        return {}
    names = ("answer",) if len(sets) == 1 else item.answers
    chosen: dict[str, FactValue] = {f"{name}.{part}": value for part, value in zip(names, given.values, strict=True)}
    return chosen if instrument.is_scored(item) else {**chosen, name: given.values[0]}


def _sharing(instrument: Instrument, item: Item, answers: Answers, scores: Mapping[str, int]) -> tuple[str, ...]:
    section = next(each for each in instrument.sections if item in each.items)
    own = set(answers.items[item.id].rests_on) if scores.get(item.id) else set()
    others = [each.id for each in section.items if each is not item and scores.get(each.id)]
    return tuple(sorted(other for other in others if own & set(answers.items[other].rests_on)))


def values_as_facts(questions: tuple[Question, ...], given: Values, prefix: str) -> Readable:
    """Answers to these questions, under their names; a text that was not given is not written."""
    read = {each.id: _read(each, given[each.id]) for each in questions if each.id in given}
    facts = {f"{prefix}{name}": value for name, value in read.items() if value is not None}
    unwritten: dict[str, FactValue] = {f"{prefix}{each.id}": False for each in questions if each.kind == "text"}
    return {**unwritten, **facts}
