"""Another council's register: Lincolnshire's by one setting, and one whose items, scale, bands, cycle and quorum are other data."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from contracts import risk_register as contract
from contracts.risk_register import PlanAction
from needfire.directory.loading import load_directory
from needfire.instruments.assessments import Answers, Given
from needfire.instruments.judging import About, judge_assessment
from needfire.instruments.levels import LevelSet, judge_level
from needfire.loading import deployment as module
from needfire.loading.authorities import load_authorities
from needfire.loading.deployment import Deployment, load_deployment
from needfire.procedure_reading import read_edition
from tests.rules.lincolnshire.test_risk_approach import NAMES, with_posts
from tests.unit.casework.authorities import DIRECTORIES, Installed, plugin
from tests.unit.risk_register.house import (
    BODIES,
    CHAIR,
    JANE,
    LEAD,
    MONDAY,
    OF_ACTION,
    OF_PLAN,
    PLAN,
    PROFESSIONALS,
    TEAM,
    WEEK,
    RegisterHouse,
)

OTHER_INSTRUMENT: Mapping[str, Any] = {
    "id": "fen_checklist",
    "version": "1",
    "title": "A checklist of our own",
    "rules": ["NBL-VCL-SCALE"],
    "answer_sets": [
        {
            "id": "traffic_light",
            "title": "Traffic light",
            "rules": ["NBL-VCL-SCALE"],
            "answers": [
                {"value": "green", "score": 0, "title": "Green"},
                {"value": "amber", "score": 5, "title": "Amber"},
                {"value": "red", "score": 10, "title": "Red"},
            ],
        }
    ],
    "sections": [
        {
            "id": "home",
            "title": "Home",
            "rules": ["NBL-VCL-SE"],
            "items": [
                {"id": "H1", "title": "Somewhere to sleep", "rules": ["NBL-VCL-SE"], "answers": ["traffic_light"]},
                {"id": "H2", "title": "Somebody to talk to", "rules": ["NBL-VCL-SE"], "answers": ["traffic_light"]},
            ],
        }
    ],
}


def lincolnshire(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Deployment:
    """Lincolnshire with the setting switched on."""
    points = [
        Installed(code, import_module(f"needfire_{code}")) for code in ("england", "lincolnshire", "northumberland")
    ]
    monkeypatch.setattr(module, "load_authorities", lambda allowed: load_authorities(allowed, points))
    (folder / "lincolnshire.yaml").write_text(with_posts() + NAMES, "utf-8")
    found = load_deployment(("lincolnshire", "northumberland"), folder)
    assert "lincolnshire" in found.authorities, found.stopped
    return Deployment(
        {"lincolnshire": found.authorities["lincolnshire"]}, {"lincolnshire": found.directories["lincolnshire"]}
    )


@pytest.mark.rule("LIN-RMG-1")
def test_one_setting_and_lincolnshires_own_people_keep_the_whole_register(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = RegisterHouse(lincolnshire(tmp_path, monkeypatch), area="boston")
    lead, manager, group = (f"lincolnshire-{each}" for each in ("lead-professional", "line-manager", "head-of-service"))
    house.refused("not_found", contract.ReferV1("notification-nobody"), manager)
    house.assess("high")
    house.given(PLAN, lead).given(contract.ReferV1(JANE), manager)
    for body in BODIES:
        house.given(contract.RecordViewV1(JANE, body, "agrees"), group)
    house.given(contract.DecideReferralV1(JANE, True), group)
    [decided] = house.of(contract.ReferralDecidedV1)
    assert (decided.holder, house.entry().stage) == ("high_risk_log_holder", "on_register")
    house.until(MONDAY + 3 * WEEK)
    assert house.of(contract.ReviewMissedV1)[0].told == ("lead_professional", "high_risk_log_holder")
    house.assess("low")
    review = contract.ReviewEntryV1(JANE, "three_weekly_review", keyworker_still_right=True)
    house.given(review, lead).given(contract.LeaveRegisterV1(JANE, sealed="why"), group)
    assert house.entry().stage == "step_down"


def stated(**changes: Any) -> Deployment:
    """Northumberland's edition with parts of its register, or its instrument, as other data."""
    found = yaml.safe_load(files("needfire_northumberland").joinpath("editions/2013-01.yaml").read_text("utf-8"))
    register = found["register"]
    for name, change in changes.items():
        register[name] = {**register[name], **change} if isinstance(register[name], dict) else change
    found["instruments"] = [{**OTHER_INSTRUMENT, "level": LEVEL}]
    register.pop("steps")  # those of the route are by the cycles of before
    found.pop("assessing", None)
    edition = read_edition(yaml.safe_dump(found, sort_keys=False), "2013-01.yaml")
    points = [
        Installed("northumberland", plugin("northumberland", edition)),
        Installed("england", import_module("needfire_england")),
    ]
    loaded = load_authorities(entry_points=points)
    assert "northumberland" in loaded.loaded, loaded.stopped
    file = DIRECTORIES / "northumberland.yaml"
    directory = load_directory(file.read_text("utf-8"), file.name)
    return Deployment({"northumberland": loaded.loaded["northumberland"]}, {"northumberland": directory})


LEVEL: Mapping[str, Any] = {
    "rules": ["NBL-VCL-LEVEL"],
    "levels": [{"id": each, "title": each, "says": each} for each in ("low", "medium", "high", "very_high")],
    "bands": [{"at_least": 0, "level": "low"}, {"at_least": 15, "level": "high"}],
}
FORTNIGHTLY = [{"id": "fortnightly", "title": "Everything", "every": "2w", "governs": True, "rules": ["NBL-P14"]}]


def test_cycle_quorum_and_who_is_asked_are_data() -> None:
    concurrence = {"quorum": 2, "views_of": {"police": "the police", "health": "health", "school": "the school"}}
    deployment = stated(instrument="fen_checklist", reviews=FORTNIGHTLY, concurrence=concurrence, plan={"agencies": {}})
    house = RegisterHouse(deployment)
    house.assess("high")
    actions = (PlanAction("action-1", "health", PLAN.next_review, OF_ACTION),)
    house.given(contract.WritePlanV1(JANE, actions, PROFESSIONALS, OF_PLAN, PLAN.next_review), LEAD)
    house.given(contract.ReferV1(JANE), TEAM)
    for body, view in (("police", "agrees"), ("health", "not_represented"), ("school", "not_represented")):
        house.given(contract.RecordViewV1(JANE, body, view), CHAIR)  # type: ignore[arg-type]
    refusal = house.refused("entry_refused", contract.DecideReferralV1(JANE, True), CHAIR)
    assert "2 bodies have to be there for a decision, and 1 were." in refusal["sentence"]
    house.given(contract.RecordViewV1(JANE, "school", "does_not_agree"), CHAIR)
    house.given(contract.DecideReferralV1(JANE, True), CHAIR)
    assert [(each.cycle, each.due) for each in house.entry().due] == [("fortnightly", MONDAY + 2 * WEEK)]
    house.refused("unknown_cycle", contract.ReviewEntryV1(JANE, "monthly_review"), CHAIR)
    house.given(contract.ReviewEntryV1(JANE, "fortnightly"), CHAIR)


def test_items_scale_and_bands_are_data() -> None:
    deployment = stated(instrument="fen_checklist")
    [edition] = deployment.authorities["northumberland"].editions.values()
    [instrument] = edition.instruments
    answers = Answers("fen_checklist 1", {"H1": Given(("red",)), "H2": Given(("amber",))})
    found = judge_assessment(instrument, answers, About({}, MONDAY, deployment.calendar))
    assert (found.total.lowest, found.total.highest) == (15, 15)
    assert judge_level(instrument, LevelSet("high"), found).indicated == ("high",)
