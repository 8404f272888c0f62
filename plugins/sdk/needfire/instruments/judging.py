"""Judges an assessment: what stands against it, what is doubtful, what to think of, what it sets off, and its total.

Pure. It never sets a level: `judge_level` judges the one that a person set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from needfire.conditions import Finding, Setting
from needfire.facts import Facts, FactValue
from needfire.instruments import AnswerRule, Instrument, RuleKind
from needfire.instruments.answers import facts_of, item_facts, section_facts, unfit
from needfire.instruments.assessments import Answers, Assessed, Bounds, Said, Triggered
from needfire.instruments.counting import NOTHING, scores_of, totals
from needfire.vocabulary import VOCABULARY
from needfire.working_time import WorkingCalendar


@dataclass(frozen=True)
class About:
    """The case that is assessed: its facts, the moment, and the calendar that conditions count with."""

    facts: Facts
    as_of: datetime
    calendar: WorkingCalendar


def judge_assessment(instrument: Instrument, answers: Answers, about: About) -> Assessed:
    """The platform's answer to this assessment. A refusal stands against a complete one; a draft is kept all the same."""
    scores = scores_of(instrument, answers)
    sections = totals(instrument, answers, scores)
    total = sum(sections.values(), NOTHING)
    setting = _setting(instrument, facts_of(instrument, answers, scores), about)
    said = list(_rules_say(instrument, answers, scores, setting))
    triggers = tuple(_triggered(instrument, setting))
    return Assessed(
        instrument=instrument.name,
        refusals=(*unfit(instrument, answers), *_several(instrument, scores), *_of("must", said)),
        warnings=_of("should", said),
        prompts=_of("prompt", said),
        triggers=triggers,
        total=total,
        sections=sections,
        unanswered=tuple(item.id for item in instrument.items if item.id not in answers.items),
        support=_support(instrument, answers),
        facts={each.fact: True for each in instrument.sets_off if each.fact and _is_off(each.id, triggers)},
        arithmetic=tuple(_arithmetic(instrument, sections, total)),
    )


def _setting(instrument: Instrument, facts: Mapping[str, FactValue], about: About) -> Setting:
    return Setting(
        facts={**about.facts, **facts},
        as_of=about.as_of,
        definitions=instrument.definitions,
        categories={},
        vocabulary=VOCABULARY,
        calendar=about.calendar,
    )


def _of(kind: RuleKind, said: list[tuple[RuleKind, Said]]) -> tuple[Said, ...]:
    return tuple(each for which, each in said if which == kind)


@dataclass(frozen=True)
class _Place:
    """One item or section for which rules are judged, with what is known of it."""

    kind: Literal["item", "section"]
    about: str
    section: str
    setting: Setting


def _places(instrument: Instrument, answers: Answers, scores: Mapping[str, int], setting: Setting) -> Iterator[_Place]:
    for section in instrument.sections:
        known = section_facts(instrument, section, answers, scores, "section")
        yield _Place("section", section.id, section.id, _with(setting, known))
        for item in section.items:
            known = item_facts(instrument, item, answers, scores, "item")
            yield _Place("item", item.id, section.id, _with(setting, known))


def _with(setting: Setting, facts: Mapping[str, FactValue]) -> Setting:
    return replace(setting, facts={**setting.facts, **facts})


def _rules_say(
    instrument: Instrument, answers: Answers, scores: Mapping[str, int], setting: Setting
) -> Iterator[tuple[RuleKind, Said]]:
    places = tuple(_places(instrument, answers, scores, setting))
    for rule in instrument.answer_rules:
        for about, within in _each(rule, places, setting):
            if rule.when.judge(within).holds:
                yield rule.kind, Said(rule.rules, rule.sentence, about)


def _each(rule: AnswerRule, places: tuple[_Place, ...], setting: Setting) -> Iterator[tuple[str | None, Setting]]:
    """What the rule is judged for: the whole, or one item or section after the other."""
    if rule.each is None:
        yield (rule.among[0] if len(rule.among) == 1 else None), setting
        return
    for place in places:
        if place.kind == rule.each and (not rule.among or {place.about, place.section} & set(rule.among)):
            yield place.about, place.setting


def _several(instrument: Instrument, scores: Mapping[str, int]) -> Iterator[Said]:
    for only in instrument.only_one:
        answered = [item for item in only.items if item in scores]
        scored = [item for item in answered if scores[item] >= 1]
        if scored and len(answered) > 1:
            yield Said(only.rules, only.sentence, next(item for item in reversed(answered) if item != scored[0]))


def _triggered(instrument: Instrument, setting: Setting) -> Iterator[Triggered]:
    for each in instrument.sets_off:
        found: Finding = each.when.judge(setting)
        if found.holds:
            yield Triggered(each.id, each.title, each.rules, each.starts, each.must, tuple(sorted(found.used)))


def _is_off(trigger: str, triggers: tuple[Triggered, ...]) -> bool:
    return any(each.id == trigger for each in triggers)


def _support(instrument: Instrument, answers: Answers) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for section in instrument.sections:
        given = answers.evidence.get(section.id, {})
        for question in (*instrument.section_asks, *section.evidence):
            chosen = given.get(question.id)
            if question.supports and isinstance(chosen, (list, tuple)):
                words = tuple(question.words[each] for each in chosen if question.words and each in question.words)
                found[question.supports] = (*found.get(question.supports, ()), *words)
    return found


def _arithmetic(instrument: Instrument, sections: Mapping[str, Bounds], total: Bounds) -> Iterator[str]:
    yield from (f"{section.title}: {sections[section.id]}." for section in instrument.sections)
    yield f"Total: {total}. It is an indication; a person sets the level."
