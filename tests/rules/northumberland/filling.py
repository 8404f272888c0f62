"""Assessments taken through the service: begun, filled in, completed, given a level; every text as good as sealed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts import risk_assessments as contract
from contracts.risk_assessments import Filled
from needfire.instruments.assessments import Answers
from needfire.loading.deployment import Deployment
from tests.rules.northumberland.assessing import checklist, sound
from tests.rules.northumberland.playing import LEAD, PRACTITIONER
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON, THIS, Case, raise_it

FIRST, SECOND = "assessment-1-1", "assessment-1-2"
YOUNG = {"subject_kind": "child", "age_years": 15}
BECAUSE: Mapping[str, Any] = {"because": True, "age_and_functioning": True}
SOCIAL_WORKER: Mapping[str, Any] = {"social_worker_involved": True}


def concerned(deployment: Deployment | None = None, **facts: Any) -> Case:
    """A worker raised a concern, in Blyth, and no level is set."""
    case = Case(deployment or real("northumberland"), NOON)
    return case.given(raise_it({**YOUNG, **facts}, "NBL-P01", area="blyth"), by=PRACTITIONER)


def begin(which: contract.Which = "first") -> contract.BeginAssessmentV1:
    return contract.BeginAssessmentV1(THIS, which)


def places_of(answers: Answers) -> tuple[Filled, ...]:
    """These answers, each at its place."""
    pieces = {name: number for number, name in enumerate(sorted(_pieces(answers)), 1)}
    found = {
        name: Filled(name, given.state, given.values, given.asked, tuple(pieces[each] for each in given.rests_on))
        for name, given in answers.items.items()
    }
    found |= {name: Filled(name, asked=asked) for name, asked in answers.evidence.items()}
    found |= {name: Filled(name, asked={name: _plain(value)}) for name, value in answers.asked.items()}
    return tuple(found.values())


def _pieces(answers: Answers) -> set[str]:
    return {piece for given in answers.items.values() for piece in given.rests_on}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def save(answers: Answers, assessment: str = FIRST, based_on: int = 0) -> contract.SaveDraftV1:
    """All of these answers, saved at once."""
    return contract.SaveDraftV1(assessment, checklist().name, based_on, places_of(answers))


def complete(assessment: str = FIRST, *acknowledged: str) -> contract.CompleteAssessmentV1:
    return contract.CompleteAssessmentV1(assessment, acknowledged)


def set_level(level: str, assessment: str = FIRST, facts: Mapping[str, Any] | None = None, **asked: Any) -> Any:
    given = {name: value for name, value in {**BECAUSE, **asked}.items() if value is not None}
    return contract.SetLevelV1(assessment, level, given, SOCIAL_WORKER if facts is None else facts, "s2.1.because:eA")


def filled(answers: Answers | None = None, **facts: Any) -> Case:
    """A first assessment with these answers, not complete yet."""
    case = concerned(**facts).given(begin(), by=LEAD)
    return case.given(save(answers or sound()), by=LEAD)


def completed(answers: Answers | None = None, **facts: Any) -> Case:
    """A first assessment that is complete, and has no level yet."""
    return filled(answers, **facts).given(complete(), by=LEAD)


def assessed(level: str, answers: Answers | None = None, **facts: Any) -> Case:
    """A first assessment at this level, and all that follows from it."""
    return completed(answers, **facts).given(set_level(level), by=LEAD)


def refused_rules(case: Case, code: str) -> set[str]:
    """The rules that the refusal names."""
    return set(case.refused(code)["rules"])
