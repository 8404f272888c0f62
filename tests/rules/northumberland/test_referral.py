"""From the planning meeting to the group's decision: what is referred, with what, whose view is recorded, who is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from contracts.escalation import DutyOpenedV1, RoutingEndedV1, TaskDecidedV1, TaskOpenedV1
from contracts.intake import NotificationSharedV1
from needfire.conditions import Condition, Finding
from needfire.facts import FactValue
from needfire.instruments.register_judging import judge_entry, judge_referral
from needfire.loading.deployment import Deployment
from needfire.suggesting import setting
from needfire.thresholds import judge_threshold
from tests.rules.northumberland.assessing import CALENDAR, NOW, edition
from tests.rules.northumberland.playing import (
    AGREED,
    COMPLETE,
    DIRECTOR,
    GROUP,
    HOLDER,
    LEAD,
    POLICE,
    PRACTITIONER,
    TEAM,
    YOUNG,
    discussed,
    level,
    on_register,
    raised,
    refer,
    referred,
    rules_of,
    started,
    to_be_referred,
    told,
)
from tests.unit.casework.authorities import real
from tests.unit.casework.case import Case

FILED = {"plan_on_case_file": True}


@pytest.mark.rule("NBL-P09")
def test_the_lead_professional_tells_other_agencies_the_level() -> None:
    case = raised(level("medium"))
    case.given(case.share("tell_agencies", to_body="education"), by=LEAD)
    [shared] = case.of(NotificationSharedV1)
    assert (shared.to_body, "NBL-P09" in rules_of(shared)) == ("education", True)
    case.when(case.share("tell_agencies", to_body="education"), by=PRACTITIONER).refused("not_permitted")
    case.when(case.share("tell_agencies", to_body="newspaper"), by=LEAD).refused("unknown_body")


@pytest.mark.rule("NBL-P09")
def test_there_is_nothing_to_tell_without_a_level() -> None:
    case = raised(YOUNG)
    refusal = case.when(case.share("tell_agencies", to_body="police"), by=LEAD).refused("share_refused")
    assert "NBL-P09" in refusal["rules"]


@pytest.mark.rule("NBL-P10", "NBL-P11")
@pytest.mark.parametrize("value", ["high", "very_high"])
def test_the_team_manager_refers_high_and_very_high_to_the_group(value: str) -> None:
    case = to_be_referred(level(value, **COMPLETE))
    assert case.task("refer").people == (TEAM,)
    refer(case)
    assert case.task("rmg_decision").people == (GROUP,)
    [decided] = case.of(TaskDecidedV1)
    assert "NBL-P10" in rules_of(decided)


@pytest.mark.rule("NBL-P10", "NBL-P10B")
def test_every_high_is_referred_and_what_has_come_down_is_not() -> None:
    case = to_be_referred(level("high", **COMPLETE))
    refusal = case.when(case.decide("refer", "not_referred", FILED, sealed="why"), by=TEAM).refused("outcome_refused")
    assert "NBL-P10" in refusal["rules"]
    case.given(case.update({"vulnerability_level": "medium"}), by=PRACTITIONER)
    refusal = case.when(case.decide("refer", "referred", FILED), by=TEAM).refused("outcome_refused")
    assert "NBL-P10" in refusal["rules"]
    case.given(case.decide("refer", "not_referred", FILED, sealed="why"), by=TEAM)
    assert "rmg_decision" not in [each.step for each in case.routing.tasks.values()]


@pytest.mark.rule("NBL-P10A")
@pytest.mark.parametrize("lacks", ["risk_assessment_attached", "risk_plan_attached"])
@pytest.mark.parametrize("known", [True, False])
def test_a_referral_without_assessment_or_plan_is_refused(lacks: str, known: bool) -> None:
    facts = {**COMPLETE, lacks: False} if known else {k: v for k, v in COMPLETE.items() if k != lacks}
    case = to_be_referred(level("high", **facts))
    refusal = case.when(case.decide("refer", "referred", FILED), by=TEAM).refused("outcome_refused")
    assert refusal["rules"] == ["NBL-P10A"]
    case.given(case.update({lacks: True}), by=PRACTITIONER)
    refer(case)


@pytest.mark.rule("NBL-P10A")
def test_the_register_itself_refuses_it_too() -> None:
    register = edition().register
    assert register
    assert judge_referral(register, "high", {"assessment", "plan"}) == ()
    assert [said.about for said in judge_referral(register, "high", {"plan"})] == ["assessment"]
    assert [said.about for said in judge_referral(register, "very_high", {"assessment"})] == ["plan"]
    for other in ("medium", "low", None):
        [said] = judge_referral(register, other, {"assessment", "plan"})
        assert (said.about, "NBL-P10" in said.rules) == ("level", True)


@pytest.mark.rule("NBL-P10B")
@pytest.mark.parametrize("moderated", ["low", "medium", "high", "very_high"])
def test_the_level_at_the_meeting_is_recorded_and_the_procedure_governs(moderated: str) -> None:
    case = to_be_referred(level("high", **COMPLETE), moderated)
    [held] = [each for each in case.ever(TaskDecidedV1) if each.step == "planning_meeting"]
    assert (held.records["moderated_level"], "NBL-P10B" in rules_of(held)) == (moderated, True)
    refer(case)  # although the article would keep it back
    assert edition().rules["NBL-P10B"].other_reading


@pytest.mark.rule("NBL-P10B")
@pytest.mark.parametrize(
    ("value", "complete", "verdict"),
    [("high", True, "met"), ("very_high", True, "met"), ("medium", True, "not_met"), ("high", False, "not_met")],
)
def test_whether_it_is_referred_can_be_asked_beforehand(value: str, complete: bool, verdict: str) -> None:
    within = setting(edition(), {"vulnerability_level": value, **dict.fromkeys(COMPLETE, complete)}, NOW, CALENDAR)

    def judge(condition: Condition) -> Finding:
        return condition.judge(within)

    [asked] = [each for each in edition().thresholds if each.id == "rmg_referral"]
    found = judge_threshold(asked, judge)
    assert found.verdict == verdict
    if value == "medium":
        assert found.carried_by == ()


@pytest.mark.rule("NBL-P10A")
@pytest.mark.parametrize("lacks", COMPLETE)
def test_either_paper_alone_is_not_enough(lacks: str) -> None:
    within = setting(edition(), {"vulnerability_level": "high", **COMPLETE, lacks: False}, NOW, CALENDAR)
    [asked] = [each for each in edition().thresholds if each.id == "rmg_referral"]
    found = judge_threshold(asked, lambda condition: condition.judge(within))
    assert found.verdict == "not_met"
    assert [ground.rule for ground, _ in found.against] == ["NBL-P10A"]


@pytest.mark.rule("NBL-P11", "NBL-P12")
def test_only_the_groups_concurrence_puts_a_name_on_the_register() -> None:
    case = referred(level("high"))
    assert "on_register" not in case.waiting
    case.given(case.decide("rmg_decision", "concurs", AGREED), by=GROUP)
    [decided] = case.of(TaskDecidedV1)
    assert "NBL-P12" in rules_of(decided)
    assert "on_register" in case.waiting
    other = referred(level("high"))
    other.given(other.decide("rmg_decision", "does_not_concur", AGREED, sealed="why"), by=GROUP)
    assert "on_register" not in other.waiting
    assert not {"monthly_review", "three_weekly_review"} & set(started(other))


@pytest.mark.rule("NBL-P11")
def test_nobody_but_the_group_decides() -> None:
    case = referred(level("high"))
    case.when(case.decide("rmg_decision", "concurs", AGREED), by=TEAM).refused("not_permitted")


@pytest.mark.rule("NBL-P12A")
@pytest.mark.parametrize("agency", AGREED)
def test_each_agencys_view_is_recorded(agency: str) -> None:
    case = referred(level("high"))
    views = {name: view for name, view in AGREED.items() if name != agency}
    case.when(case.decide("rmg_decision", "concurs", views), by=GROUP).refused("record_required")
    case.given(case.decide("rmg_decision", "concurs", {**AGREED, agency: "does_not_agree"}), by=GROUP)
    [decided] = case.of(TaskDecidedV1)
    assert decided.records[agency] == "does_not_agree" and "NBL-P12A" in rules_of(decided)
    register = edition().register
    assert register
    assert [each.about for each in judge_entry(register, True, dict.fromkeys(views, "agrees"), False)] == [agency]


@pytest.mark.rule("NBL-P12A")
def test_what_is_not_concurred_with_goes_back_with_reasons() -> None:
    case = referred(level("high"))
    case.when(case.decide("rmg_decision", "does_not_concur", AGREED), by=GROUP).refused("comment_required")
    case.given(case.decide("rmg_decision", "does_not_concur", AGREED, sealed="why"), by=GROUP)
    assert case.task("back_with_agency").people == (LEAD,)
    assert (TEAM,) in told(case)
    case.given(case.decide("back_with_agency", "refer_again"), by=LEAD)
    assert "refer" in case.waiting
    register = edition().register
    assert register
    views = dict.fromkeys(AGREED, "agrees")
    assert [each.about for each in judge_entry(register, False, views, False)] == ["reasons"]  # type: ignore[arg-type]
    assert judge_entry(register, False, views, True) == ()  # type: ignore[arg-type]


@pytest.mark.rule("NBL-P12A")
def test_the_agency_may_go_on_by_itself() -> None:
    case = referred(level("high"))
    case.given(case.decide("rmg_decision", "does_not_concur", AGREED, sealed="why"), by=GROUP)
    case.given(case.decide("back_with_agency", "stays_with_agency"), by=LEAD)
    assert [each.how for each in case.of(RoutingEndedV1)] == ["finished"]


AGENCIES = ["childrens_services", "education", "police", "sorted", "youth_offending", "camhs", "sexual_health"]


@pytest.mark.rule("NBL-P13", "NBL-P13A")
@pytest.mark.parametrize("agency", AGENCIES)
def test_every_supporting_agency_gets_a_copy_and_acknowledges_it(agency: str) -> None:
    case = on_register(supporting_agencies=[agency])
    assert case.duties == [f"plan_to_{agency}"]
    [duty] = case.ever(DutyOpenedV1)
    assert (duty.people, duty.evidence) == ((GROUP,), "its acknowledgement")
    assert {"NBL-P13", "NBL-P13A"} <= rules_of(duty)
    case.when(case.complete(f"plan_to_{agency}", " "), by=GROUP).refused("reference_required")
    case.given(case.complete(f"plan_to_{agency}", "acknowledged by mail"), by=GROUP)


@pytest.mark.rule("NBL-P13")
def test_no_copy_before_the_group_concurs_and_one_for_an_agency_that_joins_later() -> None:
    assert referred(level("high", supporting_agencies=["police"])).duties == []
    case = on_register(supporting_agencies=["police"])
    case.given(case.update({"supporting_agencies": ["police", "sorted"]}), by=GROUP)
    assert case.duties == ["plan_to_police", "plan_to_sorted"]


@pytest.mark.rule("NBL-P15")
def test_whether_the_plan_is_on_the_case_file_is_recorded() -> None:
    case = to_be_referred(level("high", **COMPLETE))
    case.when(case.decide("refer", "referred"), by=TEAM).refused("record_required")
    case.given(case.decide("refer", "referred", {"plan_on_case_file": False}), by=TEAM)
    [decided] = case.of(TaskDecidedV1)
    assert decided.records == {"plan_on_case_file": False} and "NBL-P15" in rules_of(decided)


@pytest.mark.rule("NBL-LOG-1", "NBL-LOG-3")
def test_the_holder_of_the_log_and_the_director_are_told() -> None:
    case = referred(level("high"))
    case.given(case.decide("rmg_decision", "concurs", AGREED), by=GROUP)
    assert {(HOLDER,), (DIRECTOR,)} <= set(told(case))
    case.given(case.receive("register_log_holder"), by=HOLDER)
    refused = referred(level("high"))
    refused.given(refused.decide("rmg_decision", "does_not_concur", AGREED, sealed="why"), by=GROUP)
    assert not {(HOLDER,), (DIRECTOR,)} & set(told(refused))


@pytest.mark.rule("NBL-LOG-1")
def test_who_keeps_the_log_is_the_directorys_to_say() -> None:
    case = referred(level("high"))
    case.deploy(kept_by("northumberland-senior-manager"))
    case.given(case.decide("rmg_decision", "concurs", AGREED), by=GROUP)
    assert ("northumberland-senior-manager",) in told(case) and (HOLDER,) not in told(case)
    assert edition().rules["NBL-LOG-1"].other_reading


def kept_by(person: str) -> Deployment:
    """Northumberland with the log in somebody else's hands."""
    deployment = real("northumberland")
    directory = deployment.directories["northumberland"]
    posts = tuple(
        replace(post, holders=(person,)) if post.role == "register_log_holder" else post for post in directory.posts
    )
    return replace(deployment, directories={"northumberland": replace(directory, posts=posts)})


@pytest.mark.rule("NBL-INTEL-1")
@pytest.mark.parametrize(("value", "shared"), [("high", True), ("very_high", True), ("medium", False), ("low", False)])
def test_intelligence_goes_into_the_group_and_out_to_the_police_where_it_is_high(value: str, shared: bool) -> None:
    case = raised(level(value))
    for command, by in (
        (case.share("into_the_group", to_role="risk_management_group"), POLICE),
        (case.share("to_the_police", to_body="police"), GROUP),
    ):
        case.when(command, by=by)
        if shared:
            assert {"NBL-INTEL-1"} <= rules_of(case.of(NotificationSharedV1)[0])
        else:
            case.refused("share_refused")
    if shared:
        case.given(case.share("into_the_group", to_role="risk_management_group"), by=POLICE)
        assert (GROUP,) in told(case)


@pytest.mark.rule("NBL-LOG-2")
def test_any_agency_can_ask_for_a_change_of_the_plan_and_the_group_decides() -> None:
    case = on_register()
    for asker in (POLICE, "northumberland-education-representative", LEAD, TEAM):
        case.given(case.ask("plan_change"), by=asker)
        assert case.task("plan_change").people == (GROUP,)
        case.when(case.decide("plan_change", "agreed"), by=GROUP).refused("record_required")
        case.given(case.decide("plan_change", "agreed", {"debated": True}), by=GROUP)
        [decided] = case.of(TaskDecidedV1)
        assert decided.records == {"debated": True} and rules_of(decided) == {"NBL-LOG-2"}
    case.given(case.ask("plan_change"), by=POLICE)
    case.when(case.decide("plan_change", "not_agreed", {"debated": True}), by=GROUP).refused("comment_required")
    case.when(case.ask("plan_change"), by=PRACTITIONER).refused("not_permitted")


@pytest.mark.rule("NBL-USE-1")
def test_decisions_on_resources_and_unmet_need_are_recorded() -> None:
    case = on_register()
    case.given(case.ask("resource_decision"), by=TEAM)
    case.when(case.decide("resource_decision", "granted", sealed="what"), by=GROUP).refused("record_required")
    need = {"unmet_need": "accommodation"}
    case.when(case.decide("resource_decision", "granted", need), by=GROUP).refused("comment_required")
    case.when(case.decide("resource_decision", "not_granted", need), by=GROUP).refused("comment_required")
    case.given(case.decide("resource_decision", "granted", need, sealed="what"), by=GROUP)
    [decided] = case.of(TaskDecidedV1)
    assert decided.records == need and rules_of(decided) == {"NBL-USE-1"}
    case.when(case.decide("plan_review", "reviewed", {"unmet_need": "luck"}), by=GROUP).refused("record_required")
    case.given(case.decide("plan_review", "reviewed", need), by=GROUP)
    assert "NBL-USE-1" in rules_of(case.of(TaskDecidedV1)[0])


@pytest.mark.rule("NBL-USE-1")
def test_the_reports_take_in_the_register_and_those_who_run_away() -> None:
    chosen = {report.id: report.when for report in edition().reports}
    cases: list[tuple[Mapping[str, FactValue], set[str]]] = [
        ({"register_standing": "on_it"}, {"unmet_need"}),
        ({"register_standing": "step_down"}, set()),
        ({"happened": ("missing",)}, {"runaways"}),
        ({"missing_since": NOW}, {"runaways"}),
        ({"absconding_or_exploitation_concern": True, "register_standing": "on_it"}, {"unmet_need", "runaways"}),
        ({"happened": ("arrest",)}, set()),
    ]
    for facts, reports in cases:
        within = setting(edition(), facts, NOW, CALENDAR)
        assert {name for name, when in chosen.items() if when and when.judge(within).holds} == reports


@pytest.mark.rule("NBL-GAP-1")
def test_what_the_pack_lacks_is_not_invented_and_the_reader_is_told() -> None:
    case = referred(level("high"))
    [opened] = [each for each in case.ever(TaskOpenedV1) if each.step == "rmg_decision"]
    assert "NBL-GAP-1" in rules_of(opened)
    case.passes(days=200)  # no cycle of meetings: nothing is ever due of the group before its decision
    assert "rmg_decision" in case.waiting
    assert not [each for each in case.routing.clocks.values() if each.owner == "risk_management_group"]
    register = edition().register
    assert register
    assert (register.concurrence.quorum, register.concurrence.meets) == (None, None)
    assert set(register.not_said) == {"quorum", "meets", "members", "retention", "challenge"}
    assert edition().rules["NBL-GAP-1"].status == "gap"


@pytest.mark.rule("NBL-KEY-2")
def test_the_meeting_does_not_wait_for_an_agency_that_did_not_take_part() -> None:
    assert "planning_meeting" in discussed(level("high")).waiting


def test_nobody_outside_the_register_has_its_tasks() -> None:
    case: Case = raised(level("high"))
    assert not {"plan_review", "checklist_review", "care_team_meeting"} & set(case.waiting)
