"""Checks instruments: every name leads to something, every rule that is cited is stated, what is set off is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from needfire.instruments import Instrument, Item, Question
from needfire.procedure import Edition
from needfire.vocabulary import VOCABULARY


def instrument_problems(instrument: Instrument) -> Iterator[str]:
    """A sentence for each part of the instrument that leads nowhere, seen by itself."""
    sets = {each.id for each in instrument.answer_sets}
    yield from _twice("two answer sets", [each.id for each in instrument.answer_sets])
    yield from _twice(
        "two items or sections", [*(i.id for i in instrument.items), *(s.id for s in instrument.sections)]
    )
    for answers in instrument.answer_sets:
        yield from _twice(f"answer set {answers.id}: two answers", [each.value for each in answers.answers])
        if answers.scored and len(answers.scores) != len(answers.answers):
            yield f"answer set {answers.id}: give every answer a score, or none"
    for item in instrument.items:
        for name in item.answers:
            if name not in sets:
                yield f"item {item.id} takes answers of '{name}', which is no answer set: state it in answer_sets"
        if not item.answers:
            yield f"item {item.id} has no answers: name an answer set"
        elif len(item.answers) > 1 and sets.issuperset(item.answers) and not instrument.is_scored(item):
            yield f"item {item.id} multiplies answers without a score"
    for where, question in _questions(instrument):
        yield from _question(instrument, where, question)
    yield from _groups(instrument)


def _twice(what: str, ids: list[str]) -> Iterator[str]:
    yield from (f"{what} have the id '{each}'" for each in dict.fromkeys(ids) if ids.count(each) > 1)


def _questions(instrument: Instrument) -> Iterator[tuple[str, Question]]:
    yield from (("item_asks", each) for each in instrument.item_asks)
    yield from (("section_asks", each) for each in instrument.section_asks)
    yield from (("asks", each) for each in instrument.asks)
    yield from (("level", each) for each in (instrument.level.asks if instrument.level else ()))
    for section in instrument.sections:
        yield from ((f"section {section.id}", each) for each in section.evidence)
        yield from ((f"item {item.id}", each) for item in section.items for each in item.asks)


def _question(instrument: Instrument, where: str, question: Question) -> Iterator[str]:
    part = f"{where}, question {question.id}"
    if (question.kind in ("choice", "choices")) != bool(question.words):
        yield f"{part}: a choice has words, and nothing else has"
    if question.kind == "count" and question.highest is None:
        yield f"{part}: say the highest count that can be given"
    if question.supports and question.supports not in {item.id for item in instrument.items}:
        yield f"{part} supports '{question.supports}', which is no item"


def _groups(instrument: Instrument) -> Iterator[str]:
    items = {item.id: item for item in instrument.items}
    sections = {section.id for section in instrument.sections}
    for only in instrument.only_one:
        for name in only.items:
            if not _scores(instrument, items.get(name)):
                yield f"only_one names '{name}', which is no item with a score"
    for rule in instrument.answer_rules:
        for name in rule.among:
            if name not in (sections if rule.each == "section" else {*items, *sections}):
                yield f"a rule ({', '.join(rule.rules)}) is for '{name}', which is no {rule.each or 'item or section'}"
    yield from _out_of_place(instrument)
    levels = {each.id for each in instrument.level.levels} if instrument.level else set()
    for band in instrument.level.bands if instrument.level else ():
        if band.level not in levels:
            yield f"a band indicates '{band.level}', which is no level"


def _out_of_place(instrument: Instrument) -> Iterator[str]:
    """Conditions that speak of `item` or `section` where none is meant: they would never hold."""
    for rule in instrument.answer_rules:
        for word in sorted(({"item", "section"} - {rule.each}) & _spoken_of(rule.when)):
            yield f"a rule ({', '.join(rule.rules)}) speaks of '{word}': say each: {word}, or name one"
    for part in instrument.sets_off:
        for word in sorted({"item", "section"} & _spoken_of(part.when)):
            yield f"trigger {part.id} speaks of '{word}': name one"


def _spoken_of(condition: Any) -> frozenset[str]:
    """The first parts of the names in a condition, but not of those in a definition that it names."""
    if isinstance(condition, tuple):
        return frozenset().union(*map(_spoken_of, condition))
    if not is_dataclass(condition) or isinstance(condition, type):
        return frozenset()
    own = getattr(condition, "fact", None)
    within = (_spoken_of(getattr(condition, each.name)) for each in fields(condition))
    return frozenset({own.partition(".")[0]} if isinstance(own, str) else ()).union(*within)


def _scores(instrument: Instrument, item: Item | None) -> bool:
    return item is not None and instrument.is_scored(item)


def cited_parts(edition: Edition) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every part of an edition's instruments with the rules that it cites."""
    for instrument in edition.instruments:
        name = f"instrument {instrument.id}"
        yield name, instrument.rules
        for section in instrument.sections:
            yield f"{name}, section {section.id}", section.rules
            yield from ((f"{name}, item {item.id}", item.rules) for item in section.items if item.rules)
        for where, question in _questions(instrument):
            if question.rules:
                yield f"{name}, {where}, question {question.id}", question.rules
        yield from ((f"{name}, answer set {each.id}", each.rules) for each in instrument.answer_sets if each.rules)
        yield from ((f"{name}, rule “{each.sentence}”", each.rules) for each in instrument.answer_rules)
        yield from ((f"{name}, only one of {', '.join(each.items)}", each.rules) for each in instrument.only_one)
        yield from ((f"{name}, trigger {each.id}", each.rules) for each in instrument.sets_off)
        if instrument.level:
            yield f"{name}, level", instrument.level.rules


def problems(edition: Edition) -> Iterator[str]:
    """A sentence for each thing that an instrument sets off and the edition does not have."""
    startable = {each.id for each in (*edition.duties, *edition.beside)}
    yield from _twice("two instruments", [each.id for each in edition.instruments])
    for instrument in edition.instruments:
        for part in instrument.sets_off:
            for started in part.starts:
                if started not in startable:
                    yield f"instrument {instrument.id}, trigger {part.id} starts '{started}', which is no duty or request"
            fact = VOCABULARY.definitions.get(part.fact or "")
            if part.fact and (fact is None or fact.kind != "flag"):
                yield f"instrument {instrument.id}, trigger {part.id} records '{part.fact}', which is no yes/no fact"
