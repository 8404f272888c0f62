"""What conditions of an instrument may speak of: its items, questions and sections as facts beside those of a case.

    AB3: {at_least: 3}                      the item's score; of an item without scores, its answer
    AB3.answer: "3"                         the answer chosen; of several sets AB3.<set>
    AB3.state: unknown                      answered, not_applicable, unknown or missing
    AB3.history: true                       an answer to a question of the item (a text: whether it is written)
    AB3.pieces: {at_least: 1}               how many pieces of evidence it rests on
    AB3.shares_evidence_with: AB2           items of the same section that score and rest on one of the same pieces
    absconding.highest: {at_least: 3}       the section's highest score so far; absconding.scored: how many items score
    absconding.text: true                   whether its evidence is written; its other questions likewise
    involved: young_person                  an answer to a question on the whole
    total: {at_least: 40}                   the total of what has been answered

Within `each: item` the same with `item` for the item's id, within `each: section` with `section`.
"""

from __future__ import annotations

from collections.abc import Iterator

from needfire.facts import FactDefinition, Vocabulary
from needfire.instruments import AnswerSet, Instrument, Item, Question, Section
from needfire.vocabulary import VOCABULARY

STATES = {"answered": "answered", "not_applicable": "not applicable", "unknown": "not known", "missing": "not answered"}


def vocabulary_of(instrument: Instrument) -> Vocabulary:
    """The facts of a case and, by their names, all that this instrument asks. Raises ValueError on a name used twice."""
    return Vocabulary.of((*VOCABULARY.definitions.values(), *_facts(instrument)))


def _facts(instrument: Instrument) -> Iterator[FactDefinition]:
    for section in instrument.sections:
        yield from _of_section(section.id, instrument, section.evidence)
        for item in section.items:
            yield from _of_item(item, instrument, section)
    yield from _of_each("item", instrument.item_asks, tuple(item.id for item in instrument.items))
    yield from _of_section("section", instrument, ())
    yield from (_fact(each, each.id) for each in instrument.asks)
    yield FactDefinition("total", "count", "The total of what has been answered")


def _of_section(name: str, instrument: Instrument, evidence: tuple[Question, ...]) -> Iterator[FactDefinition]:
    yield FactDefinition(f"{name}.highest", "count", "The highest score of the section so far")
    yield FactDefinition(f"{name}.scored", "count", "How many items of the section score")
    yield FactDefinition(f"{name}.text", "flag", "Is the section's evidence written?")
    yield from (_fact(each, f"{name}.{each.id}") for each in (*instrument.section_asks, *evidence))


def _of_item(item: Item, instrument: Instrument, section: Section) -> Iterator[FactDefinition]:
    sets = instrument.sets_of(item)
    if instrument.is_scored(item):
        yield from _of_each(item.id, (*instrument.item_asks, *item.asks), tuple(each.id for each in section.items))
    else:
        yield _answer(item.id, sets[0])
        yield FactDefinition(f"{item.id}.state", "choice", "Is it answered?", STATES)
        yield from (_fact(each, f"{item.id}.{each.id}") for each in (*instrument.item_asks, *item.asks))
    names = ("answer",) if len(sets) == 1 else item.answers
    yield from (_answer(f"{item.id}.{name}", each) for name, each in zip(names, sets, strict=True))


def _of_each(name: str, asked: tuple[Question, ...], others: tuple[str, ...]) -> Iterator[FactDefinition]:
    yield FactDefinition(name, "count", "The item's score")
    yield FactDefinition(f"{name}.state", "choice", "Is it answered?", STATES)
    yield FactDefinition(f"{name}.pieces", "count", "On how many pieces of evidence does it rest?")
    words = {each: each for each in others}
    yield FactDefinition(f"{name}.shares_evidence_with", "choices", "With which items does it share evidence?", words)
    yield from (_fact(each, f"{name}.{each.id}") for each in asked)


def _answer(name: str, answers: AnswerSet) -> FactDefinition:
    return FactDefinition(name, "choice", answers.title, {each.value: each.title for each in answers.answers})


def _fact(question: Question, name: str) -> FactDefinition:
    return FactDefinition(name, "flag" if question.kind == "text" else question.kind, question.asks, question.words)
