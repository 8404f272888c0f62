"""The level of an assessment: a person's decision with its reason, what it makes known of the case, its countersignature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts import risk_assessments as contract
from contracts.refusals import Refusal
from needfire.assessing import Assessing
from needfire.instruments import Instrument, LevelRules
from needfire.instruments.assessments import Assessed
from needfire.instruments.filling import KNOWN
from needfire.instruments.levels import LevelJudged, LevelSet, judge_level
from needfire.vocabulary import VOCABULARY
from services.risk_management.assessments.completing import cited, judged, said
from services.risk_management.assessments.domain import Assessment, assessing_of, instrument_of
from services.risk_management.domain import read_facts
from services.risk_management.grounding import Held

NOT_NOW = "No authority's bands say which level a total indicates."


def set_level(command: contract.SetLevelV1, state: Assessment, held: Held) -> tuple[Any, ...]:
    """The level as a person sets it; no score sets one. It may be set anew, with its reason, until a review begins."""
    grounds, assessing = held.grounds, assessing_of(held.grounds.edition)
    instrument = instrument_of(grounds.edition, state)
    if instrument.level is None:
        raise Refusal("level_refused", {"said": []}, instrument.rules)
    if state.completed is None:
        raise Refusal("assessment_incomplete", rules=assessing.level_rules)
    if held.risk.begun[-1].number != state.begun.number:
        raise Refusal("assessment_completed", rules=assessing.review_rules)
    assessed = judged(state, held)
    found = judge_level(instrument, LevelSet(command.level, _asked(command, instrument.level)), assessed)
    if found.refusals:
        raise Refusal("level_refused", {"said": said(found.refusals)}, cited(found.refusals))
    facts = _facts(command, assessing, held)
    return (
        contract.LevelSetV1(
            assessment_id=state.begun.assessment_id,
            notification_id=held.risk.notification_id,
            number=state.begun.number,
            level=command.level,
            by=grounds.actor,
            set_at=grounds.now,
            asked={name: value for name, value in command.asked.items() if name not in KNOWN},
            facts=facts,
            indicated=found.indicated,
            decisions=(_decision(command.level, instrument, assessed, found, held),),
            sealed=command.sealed,
        ),
    )


def _asked(command: contract.SetLevelV1, stated: LevelRules) -> Mapping[str, Any]:
    """What was recorded with it. Who and when is known; a text counts as written only where something is sealed."""
    texts = {each.id for each in stated.asks if each.kind == "text"}
    given = {name: value for name, value in command.asked.items() if name not in texts or command.sealed}
    return {**given, **{each.id: True for each in stated.asks if each.id in KNOWN}}


def _facts(command: contract.SetLevelV1, assessing: Assessing, held: Held) -> Mapping[str, Any]:
    """What the level makes known of the case, and what was stated with it. Raises Refusal `facts_required`, `facts_refused`."""
    asked = [ask for ask in assessing.asks if command.level in ask.levels]
    stated = {ask.fact: command.facts[ask.fact] for ask in assessing.asks if ask.fact in command.facts}
    missing = [ask for ask in asked if ask.fact not in {**held.risk.facts, **stated}]
    if missing:
        questions = {ask.fact: VOCABULARY.definitions[ask.fact].question for ask in missing}
        raise Refusal("facts_required", {"facts": questions}, tuple(rule for ask in missing for rule in ask.rules))
    known = {assessing.level: command.level, assessing.level_at: held.grounds.now.isoformat(), assessing.attached: True}
    facts = {name: value for name, value in known.items() if name}
    return read_facts({**stated, **facts}, held.grounds.now)


def _decision(level: str, instrument: Instrument, assessed: Assessed, found: LevelJudged, held: Held) -> Any:
    stated = instrument.level
    title = next((each.title for each in stated.levels if each.id == level), level) if stated else level
    indicated = f"The total indicates {' or '.join(found.indicated)}." if found.indicated else NOT_NOW
    differs = ("The level that was set is another: it is a person's to set.",) if found.differs else ()
    rules = (*assessing_of(held.grounds.edition).level_rules, *found.rules)
    return held.grounds.decision(
        "Which level was set?",
        f"{title}, by a person and for a reason that is recorded. {found.says}",
        rules,
        arithmetic=(f"The total is {assessed.total}.", indicated, *differs),
    )


def countersign(command: contract.FollowCountersignatureV1, state: Assessment, held: Held) -> tuple[Any, ...]:
    """The step that countersigns was decided; nobody countersigns the level that they set."""
    assessing = assessing_of(held.grounds.edition)
    if state.level is None or state.countersigned or command.by == state.level.by:
        return ()
    decision = held.grounds.decision("Is the level countersigned?", "Yes.", assessing.countersigned_rules)
    return (
        contract.LevelCountersignedV1(
            state.begun.assessment_id, held.risk.notification_id, command.by, held.grounds.now, (decision,)
        ),
    )
