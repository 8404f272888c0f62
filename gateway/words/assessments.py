"""Tells an assessment: what stands where, what the instrument says to it, its levels, the row of reviews, why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts import gateway_assessments as told
from contracts.risk_assessments import Filled
from gateway.filling import ANSWER, text_name
from gateway.read_models.folding import Document
from gateway.words.decisions import decisions_told
from gateway.words.names import Names, rule_text
from gateway.words.opening import Opener
from needfire.conditions import Setting
from needfire.instruments import Instrument
from needfire.instruments.assessments import Assessed, Said
from needfire.instruments.filling import UNPLACED, UNREADABLE, answers_of
from needfire.instruments.judging import About, judge_assessment

SOURCE = "risk_management"
NOTHING: Document = {
    "places": {}, "beside": {}, "completed": None, "levels": [], "decisions": [], "versions": {},
}  # fmt: skip
"""An assessment in which nothing was filled in yet."""


@dataclass(frozen=True)
class Read:
    """An assessment as the read models have it, with what it is told by."""

    case: Document
    begun: Document
    document: Document
    instrument: Instrument
    names: Names
    opener: Opener
    within: Setting

    @property
    def version(self) -> int:
        """The version of its stream, 0 while nothing was filled in."""
        return int(self.document["versions"].get(SOURCE, 0))


def assessed(read: Read) -> Assessed:
    """The instrument's answer to the assessment as it stands."""
    within = read.within
    answers = answers_of(read.instrument, places_of(read.document))
    return judge_assessment(read.instrument, answers, About(within.facts, within.as_of, within.calendar))


def places_of(document: Document) -> Mapping[str, Filled]:
    """What stands at each place."""
    return {
        name: Filled(name, each["state"], tuple(each["values"]), each["asked"], tuple(each["rests_on"]), each["texts"])
        for name, each in document["places"].items()
    }


def assessment(read: Read) -> told.Assessment:
    """The whole assessment."""
    completed, begun = read.document["completed"], read.begun
    found = assessed(read)
    return told.Assessment(
        assessment_id=begun["assessment_id"],
        notification_id=read.case["_id"],
        number=begun["number"],
        which=begun["which"],
        instrument=begun["instrument"],
        previous=begun["previous"],
        state=state_of(read.document),
        version=read.version,
        begun_by=read.names.person(begun["by"]),
        begun_at=datetime.fromisoformat(begun["begun_at"]),
        completed_by=read.names.person(completed["by"]) if completed else None,
        completed_at=datetime.fromisoformat(completed["completed_at"]) if completed else None,
        places=tuple(_place(each, read) for each in read.document["places"].values()),
        total=told.TotalTold(found.total.lowest, found.total.highest),
        sections=tuple(
            told.SectionTold(each.id, each.title, found.sections[each.id].lowest, found.sections[each.id].highest)
            for each in read.instrument.sections
        ),
        unanswered=found.unanswered,
        against=() if completed else remarks(found.refusals, read.names),
        warnings=_kept(completed["warnings"], read.names) if completed else remarks(found.warnings, read.names),
        prompts=_kept(completed["prompts"], read.names) if completed else remarks(found.prompts, read.names),
        set_off=tuple(
            told.SetOffTold(each.title, each.must, _rules(each.rules, read.names)) for each in found.triggers
        ),
        support=dict(found.support),
        levels=tuple(_level(each, read) for each in read.document["levels"]),
    )


def state_of(document: Document) -> told.AssessmentState:
    """How far it is."""
    if document["levels"]:
        return "countersigned" if document["levels"][-1]["countersigned"] else "level_set"
    return "complete" if document["completed"] else "draft"


def _place(each: Document, read: Read) -> told.PlaceTold:
    return told.PlaceTold(
        place=each["place"],
        state=each["state"],
        answer=_answer(each, read.opener),
        asked=_asked(each, read.opener),
        rests_on=tuple(each["rests_on"]),
        by=read.names.person(each["by"]),
        at=datetime.fromisoformat(each["at"]),
        changed=each["changed"],
        beside=tuple(_beside(one, read) for one in read.document["beside"].get(each["place"], ())),
    )


def _beside(each: Document, read: Read) -> told.VersionBeside:
    at = datetime.fromisoformat(each["at"])
    answer, asked = _answer(each, read.opener), _asked(each, read.opener)
    return told.VersionBeside(read.names.person(each["by"]), at, answer, asked)


def _answer(each: Document, opener: Opener) -> tuple[str, ...]:
    if UNREADABLE not in each["values"]:
        return tuple(each["values"])
    return (_opened(each, ANSWER, opener),)


def _asked(each: Document, opener: Opener) -> dict[str, Any]:
    if each["place"] == UNPLACED:
        return {UNPLACED: opener.texts(each["texts"].get(UNPLACED)).get(UNPLACED, "")}
    return {
        name: _opened(each, name, opener) if name in each["texts"] else value for name, value in each["asked"].items()
    }


def _opened(each: Document, name: str, opener: Opener) -> str:
    return opener.texts(each["texts"].get(name)).get(text_name(each["place"], name), "")


def _level(each: Document, read: Read) -> told.LevelTold:
    stated = read.instrument.level
    titles = {level.id: level.title for level in stated.levels} if stated else {}
    level: str = each["level"]
    signed = each["countersigned"]
    return told.LevelTold(
        level=level,
        title=titles.get(level, level),
        by=read.names.person(each["by"]),
        set_at=datetime.fromisoformat(each["set_at"]),
        reason={name.partition(".")[2]: text for name, text in read.opener.texts(each["sealed"]).items()},
        indicated=tuple(each["indicated"]),
        countersigned_by=read.names.person(signed["by"]) if signed else None,
        countersigned_at=datetime.fromisoformat(signed["at"]) if signed else None,
    )


def remarks(several: Iterable[Said], names: Names) -> tuple[told.RemarkTold, ...]:
    """What is said, with the rules that say so."""
    return tuple(told.RemarkTold(each.key, each.about, each.sentence, _rules(each.rules, names)) for each in several)


def _kept(several: Iterable[Document], names: Names) -> tuple[told.RemarkTold, ...]:
    return remarks((Said(tuple(each["rules"]), each["sentence"], each["about"]) for each in several), names)


def _rules(rules: Iterable[str], names: Names) -> Any:
    return tuple(rule_text(names.edition, each) for each in rules)


def row(case: Document, instruments: Mapping[str, Instrument]) -> told.AssessmentRow:
    """The assessments of a case in order, and how the total went from the original to the current."""
    lines = tuple(_line(each, instruments) for each in case[SOURCE]["assessments"].values())
    settled = [each for each in case[SOURCE]["assessments"].values() if each["noted"]]
    original, current = (_total(settled[0]), _total(settled[-1])) if settled else (None, None)
    same = len({each["instrument"] for each in settled}) == 1
    firm = original and current and original.lowest == original.highest and current.lowest == current.highest
    change = current.lowest - original.lowest if original and current and firm and same else None
    return told.AssessmentRow(case["_id"], lines, original, current, change)


def _line(each: Document, instruments: Mapping[str, Instrument]) -> told.AssessmentLine:
    noted, instrument = each["noted"], instruments.get(each["instrument"])
    titles = {section.id: section.title for section in instrument.sections} if instrument else {}
    sections = noted["sections"] if noted else ()
    return told.AssessmentLine(
        assessment_id=each["assessment_id"],
        number=each["number"],
        which=each["which"],
        begun_at=datetime.fromisoformat(each["begun_at"]),
        settled_at=datetime.fromisoformat(noted["settled_at"]) if noted else None,
        level=noted["level"] if noted else None,
        total=_total(each) if noted else None,
        sections=tuple(
            told.SectionTold(one["section"], titles.get(one["section"], one["section"]), one["lowest"], one["highest"])
            for one in sections
        ),
    )


def _total(each: Document) -> told.TotalTold:
    total = each["noted"]["total"]
    return told.TotalTold(total["lowest"], total["highest"])


def why(read: Read) -> told.AssessmentWhy:
    """Every decision on the assessment."""
    began = [
        decision
        for entry in read.case[SOURCE]["timeline"]
        if entry["data"].get("assessment_id") == read.begun["assessment_id"]
        for decision in entry["decisions"]
    ]
    return told.AssessmentWhy(
        read.begun["assessment_id"], decisions_told([*began, *read.document["decisions"]], read.names)
    )
