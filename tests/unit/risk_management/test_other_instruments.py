"""Instruments that are nothing like a checklist from 0 to 4, through the whole service: the model is general."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from contracts import risk_assessments as contract
from contracts.risk_assessments import BoundsTold, Filled
from needfire.assessing import Assessing
from needfire.instruments import Instrument
from needfire.loading.deployment import Deployment
from tests.unit.casework.authorities import fenshire
from tests.unit.casework.case import THIS, Case, raise_it
from tests.unit.sdk.instruments import matrix, screen

FIRST, WORKER, MANAGER = "assessment-1-1", "worker", "manager"
ASSESSING = Assessing(
    instrument="",
    rules=("FEN-1",),
    by=("worker", "manager"),
    level_by=("manager",),
    level_rules=("FEN-1",),
    review_rules=("FEN-1",),
)


@cache
def deployed(kind: str) -> Deployment:
    """Fenshire, which assesses with this instrument."""
    instrument: Instrument = {"screen": screen, "matrix": matrix}[kind]()
    deployment = fenshire()
    authority = deployment.authorities["fenshire"]
    editions = {
        name: replace(each, instruments=(instrument,), assessing=replace(ASSESSING, instrument=instrument.id))
        for name, each in authority.editions.items()
    }
    return Deployment({"fenshire": replace(authority, editions=editions)}, deployment.directories)


def begun(kind: str) -> Case:
    case = Case(deployed(kind))
    case.given(raise_it({"happened": ["missing"]}, "FEN-A"), by=WORKER)
    return case.given(contract.BeginAssessmentV1(THIS, "first"), by=WORKER)


def save(name: str, *places: Filled) -> contract.SaveDraftV1:
    return contract.SaveDraftV1(FIRST, name, 0, places)


def said(place: str, *values: str, **asked: Any) -> Filled:
    return Filled(place, "answered", values, asked)


def test_yes_no_and_suspected_with_bands_that_indicate_and_do_not_decide() -> None:
    case = begun("screen")
    answers = (
        said("gifts", "suspected"),
        said("lifts", "yes"),
        said("place", "online"),
        Filled("before", "not_applicable"),
    )
    case.given(save("screen 2", *answers), by=WORKER)
    refused = case.when(contract.CompleteAssessmentV1(FIRST), by=WORKER).refused("assessment_refused")
    assert refused["rules"] == ["SCR-6"]
    case.given(save("screen 2", Filled("signs", asked={"text": True})), by=WORKER)
    refused = case.when(contract.CompleteAssessmentV1(FIRST), by=WORKER).refused("warnings_unread")
    keys = tuple(each["key"] for each in refused["details"]["said"])
    case.given(contract.CompleteAssessmentV1(FIRST, keys), by=WORKER)
    [completed] = case.of(contract.AssessmentCompletedV1)
    assert (completed.total, [each.rules for each in completed.set_off]) == (BoundsTold(3, 3), [("SCR-9",)])
    assert [each.rules for each in completed.prompts] == [("SCR-7",)]
    case.when(contract.SetLevelV1(FIRST, "none"), by=WORKER).refused("not_permitted")
    case.given(contract.SetLevelV1(FIRST, "none"), by=MANAGER)
    [level] = case.of(contract.LevelSetV1)
    assert (level.level, level.indicated) == ("none", ("some",))
    assert "The level that was set is another" in " ".join(level.decisions[0].arithmetic)
    assert case.risk_work.latest and case.risk_work.latest.level == "none"


@pytest.mark.parametrize(
    ("arson", "total"), [(("severe", "even"), BoundsTold(16, 16)), (("minor", "rare"), BoundsTold(2, 2))]
)
def test_impact_times_likelihood_without_any_level(arson: tuple[str, str], total: BoundsTold) -> None:
    case = begun("matrix")
    answers = (said("arson", *arson, owner=True), said("cooking", "minor", "rare"))
    case.given(save("matrix 2026-11", *answers), by=WORKER)
    case.given(contract.CompleteAssessmentV1(FIRST), by=WORKER)
    [noted] = case.of(contract.AssessmentNotedV1)
    assert (noted.total, noted.level) == (total, None)
    case.when(contract.SetLevelV1(FIRST, "some"), by=MANAGER).refused("level_refused")
    case.given(contract.BeginAssessmentV1(THIS, "review"), by=WORKER)


def test_what_is_not_answered_leaves_the_total_open() -> None:
    case = begun("matrix").given(save("matrix 2026-11", said("cooking", "severe", "rare")), by=WORKER)
    case.given(contract.CompleteAssessmentV1(FIRST), by=WORKER)
    [completed] = case.of(contract.AssessmentCompletedV1)
    assert (completed.total, completed.unanswered) == (BoundsTold(6, 30), ("arson",))


def test_an_edition_without_an_instrument_has_nothing_to_assess_with() -> None:
    case = Case(fenshire()).given(raise_it({"happened": ["missing"]}, "FEN-A"), by=WORKER)
    case.when(contract.BeginAssessmentV1(THIS, "first"), by=WORKER).refused("not_found")


def test_an_assessment_keeps_the_version_it_began_with() -> None:
    case = begun("screen")
    edition = case.deployment.authorities["fenshire"].editions
    newer = {name: replace(each, instruments=(replace(screen(), version="3"),)) for name, each in edition.items()}
    authority = replace(case.deployment.authorities["fenshire"], editions=newer)
    case.deploy(Deployment({"fenshire": authority}, case.deployment.directories))
    case.when(save("screen 2", said("lifts", "yes")), by=WORKER).refused("edition_changed")
    both = {
        name: replace(each, instruments=(screen(), replace(screen(), version="3"))) for name, each in edition.items()
    }
    authority = replace(authority, editions=both)
    case.deploy(Deployment({"fenshire": authority}, case.deployment.directories))
    case.given(save("screen 2", said("lifts", "yes")), by=WORKER)
