"""Tells what an instrument asks: sections, items with their answers and guidance, evidence, questions on the whole, levels."""

from __future__ import annotations

from collections.abc import Iterable

from contracts import gateway_assessments as told
from contracts.gateway_words import RuleText
from gateway.words.names import Names, rule_text
from needfire.instruments import AnswerSet, Instrument, Item, Question, Section
from needfire.instruments.filling import KNOWN, evidence_asked
from needfire.vocabulary import VOCABULARY


def form(assessment_id: str, instrument: Instrument, names: Names) -> told.AssessmentForm:
    """The whole form."""
    stated, assessing = instrument.level, names.edition.assessing
    asks = assessing.asks if assessing else ()
    return told.AssessmentForm(
        assessment_id=assessment_id,
        instrument=instrument.name,
        title=instrument.title,
        sections=tuple(_section(each, instrument, names) for each in instrument.sections),
        asks=asked(instrument.asks, names),
        levels=tuple(told.LevelOffered(each.id, each.title, each.says) for each in stated.levels) if stated else (),
        level_asks=asked(stated.asks, names) if stated else (),
        level_facts={each.fact: VOCABULARY.definitions[each.fact].question for each in asks},
        rules=_rules((*instrument.rules, *(stated.rules if stated else ())), names),
    )


def _section(section: Section, instrument: Instrument, names: Names) -> told.FormSection:
    return told.FormSection(
        id=section.id,
        title=section.title,
        part=section.part,
        guidance=section.guidance,
        items=tuple(_item(each, section, instrument, names) for each in section.items),
        evidence=asked((evidence_asked(instrument), *instrument.section_asks, *section.evidence), names),
        rules=_rules(section.rules, names),
    )


def _item(item: Item, section: Section, instrument: Instrument, names: Names) -> told.ItemTold:
    return told.ItemTold(
        id=item.id,
        title=item.title,
        guidance=item.guidance,
        required=item.required,
        not_applicable=item.not_applicable,
        answers=tuple(_answers(each) for each in instrument.sets_of(item)),
        asks=asked((*instrument.item_asks, *item.asks), names),
        rules=_rules(item.rules or section.rules, names),
    )


def _answers(answers: AnswerSet) -> told.AnswersTold:
    offered = (told.AnswerTold(each.value, each.title, each.says, each.score) for each in answers.answers)
    return told.AnswersTold(answers.title, tuple(offered))


def asked(questions: Iterable[Question], names: Names) -> tuple[told.AskedTold, ...]:
    """Questions as they are asked; who does it and when is known, and not asked."""
    return tuple(
        told.AskedTold(
            id=each.id,
            asks=each.asks,
            kind=each.kind,
            required=each.required,
            words=each.words,
            lowest=each.lowest if each.kind != "count" else each.lowest or 0,
            highest=each.highest,
            best=each.best,
            guidance=each.guidance,
            rules=_rules(each.rules, names),
        )
        for each in questions
        if each.id not in KNOWN
    )


def _rules(rules: Iterable[str], names: Names) -> tuple[RuleText, ...]:
    return tuple(rule_text(names.edition, each) for each in rules)
