"""Completes an assessment: what stands against it is refused, what is doubtful is read and left, what it sets off is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from access.grounds import CaseGrounds
from contracts import risk_assessments as contract
from contracts.refusals import Refusal
from contracts.risk_assessments import BoundsTold, Remark, SectionTotal, SetOff
from needfire.decisions import Decision
from needfire.facts import from_json
from needfire.instruments import Instrument
from needfire.instruments.assessments import Assessed, Said
from needfire.instruments.filling import answers_of
from needfire.instruments.judging import About, judge_assessment
from needfire.vocabulary import VOCABULARY
from services.risk_management.assessments.domain import Assessment, assessing_of, instrument_of
from services.risk_management.grounding import Held


def judged(state: Assessment, held: Held) -> Assessed:
    """The instrument's answer to what was filled in so far."""
    instrument = instrument_of(held.grounds.edition, state)
    facts = from_json(VOCABULARY, held.risk.facts)
    about = About(facts, held.grounds.now, held.grounds.calendar)
    return judge_assessment(instrument, answers_of(instrument, state.places), about)


def complete(command: contract.CompleteAssessmentV1, state: Assessment, held: Held) -> tuple[Any, ...]:
    """The assessment is complete, with what it makes known and sets off. Nothing of the draft is lost where it is refused."""
    instrument = instrument_of(held.grounds.edition, state)
    if state.completed:
        raise Refusal("assessment_completed", rules=instrument.rules)
    if state.beside:
        raise Refusal("answers_conflict", {"places": sorted(state.beside)}, instrument.rules)
    assessed = judged(state, held)
    if assessed.refusals:
        raise Refusal("assessment_refused", {"said": said(assessed.refusals)}, cited(assessed.refusals))
    unread = [each for each in assessed.warnings if each.key not in command.acknowledged]
    if unread:
        raise Refusal("warnings_unread", {"said": said(unread)}, cited(unread))
    return (_completed(instrument, assessed, state, held),)


def _completed(
    instrument: Instrument, assessed: Assessed, state: Assessment, held: Held
) -> contract.AssessmentCompletedV1:
    grounds = held.grounds
    return contract.AssessmentCompletedV1(
        assessment_id=state.begun.assessment_id,
        notification_id=held.risk.notification_id,
        number=state.begun.number,
        instrument=instrument.name,
        by=grounds.actor,
        completed_at=grounds.now,
        total=BoundsTold(assessed.total.lowest, assessed.total.highest),
        sections=tuple(SectionTotal(name, each.lowest, each.highest) for name, each in assessed.sections.items()),
        unanswered=assessed.unanswered,
        warnings=tuple(_remark(each) for each in assessed.warnings),
        prompts=tuple(_remark(each) for each in assessed.prompts),
        set_off=tuple(SetOff(each.rules, each.title, each.starts, each.must) for each in assessed.triggers),
        facts=dict(_makes_known(instrument, assessed, held.risk.facts)),
        wants_level=instrument.level is not None,
        decisions=tuple(_decisions(instrument, assessed, grounds)),
    )


def _makes_known(instrument: Instrument, assessed: Assessed, facts: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """The flags that the answers set; one that stood by an earlier assessment and is not set any more is taken down."""
    for each in instrument.sets_off:
        if each.fact and (each.fact in assessed.facts or facts.get(each.fact) is True):
            yield each.fact, each.fact in assessed.facts


def _decisions(instrument: Instrument, assessed: Assessed, grounds: CaseGrounds) -> Iterator[Decision]:
    rules = (*assessing_of(grounds.edition).rules, *cited(assessed.warnings))
    answer = "Yes: nothing stands against it."
    if assessed.warnings:
        answer = f"Yes. {len(assessed.warnings)} warnings were read and left as they are."
    yield grounds.decision("Can the assessment be completed?", answer, rules)
    yield grounds.decision(
        "What do the scores come to?",
        f"{assessed.total}. It is an indication; a person sets the level.",
        instrument.rules,
        arithmetic=assessed.arithmetic,
    )
    for each in assessed.triggers:
        because = f"It rests on {', '.join(each.used)}."
        yield grounds.decision("What do the answers set off?", f"{each.title}.", each.rules, arithmetic=(because,))


def _remark(each: Said) -> Remark:
    return Remark(each.rules, each.sentence, each.about)


def said(several: Iterable[Said]) -> list[dict[str, Any]]:
    """What is said, as a refusal names it."""
    return [
        {"key": each.key, "about": each.about, "sentence": each.sentence, "rules": list(each.rules)} for each in several
    ]


def cited(several: Iterable[Said]) -> tuple[str, ...]:
    """The rules that are cited, each once."""
    return tuple(dict.fromkeys(rule for each in several for rule in each.rules))
