"""Each way through the adopted chain, step by step: who decides, what must be written, where it leads, who is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contracts.escalation import ClockStartedV1, TaskDecidedV1
from contracts.intake import ConsultationRecordedV1
from tests.rules.lincolnshire.playing import (
    CHILD,
    DIRECTOR,
    GROUP_LEAD,
    HEAD,
    HUB,
    LEAD,
    MANAGER,
    MINUTE,
    ORGANISED,
    PARTNER,
    PRACTITIONER,
    WORKER,
    ask,
    briefed,
    decided,
    raised,
    record,
    reported,
    told,
)
from tests.rules.lincolnshire.test_categories import MEETS
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON, Case, at, close, raise_it

Way = Callable[[], Case]
BY = {
    "amend": GROUP_LEAD,
    "director": DIRECTOR,
    "give_more": WORKER,
    "decide": HEAD,
    "full_briefing": WORKER,
    "hub": HUB,
}
ALL = pytest.mark.rule(
    "LCP-ROUTE-1", "LCP-ROUTE-2", "LCP-ROUTE-3", "LCP-ROUTE-4", "LCP-ROUTE-6", "LIN-MASH-1", "LCP-TIER-1"
)
ALWAYS = [rule for rule in MEETS if rule.startswith("LCP-ALWAYS")]


def from_hub() -> Case:
    """What a partner agency reported lies with the head of service."""
    facts = {**CHILD, "happened": ["significant_risk"], "reported_by": "partner_agency"}
    return decided(raised(facts, by=PARTNER), "hub", "to_head_of_service", HUB, None)


def after_yes(way: Way) -> Case:
    """The head of service has decided to tell the director, and the full briefing is written."""
    case = decided(way(), "decide", "tell_director", HEAD, None)
    return decided(case, "full_briefing", "written", WORKER)


AT_AMEND: dict[str, Way] = {
    "director_tier": briefed,
    "head_of_service_tier": lambda: after_yes(reported),
    "through_hub": lambda: after_yes(from_hub),
}
AT_DECIDE: dict[str, Way] = {"head_of_service_tier": reported, "through_hub": from_hub}


def at_step(way: Way, step: str) -> Case:
    """The case, brought on to that step."""
    case = way()
    if step in ("director", "give_more"):
        decided(case, "amend", "agreed", GROUP_LEAD, None)
    if step == "give_more":
        decided(case, "director", "more", DIRECTOR)
    return case


def leads(case: Case, step: str, outcome: str, comment: bool, to: list[str]) -> None:
    """Asserts what must be written for an outcome, and where it leads."""
    if case.task(step).tray == "group":
        case.given(case.claim(step), by=BY[step])
    bare = case.decide(step, outcome)
    if comment:
        case.when(bare, by=BY[step]).refused("comment_required")
        bare = case.decide(step, outcome, sealed="sealed")
    case.given(bare, by=BY[step])
    assert [each.not_required for each in case.of(TaskDecidedV1)] == [False]
    assert (case.waiting, case.routing.ended) == (to, None if to else "finished")


@ALL
@pytest.mark.parametrize("route", AT_AMEND)
@pytest.mark.parametrize(
    ("step", "outcome", "comment", "to"),
    [
        ("amend", "agreed", False, ["director"]),
        ("amend", "amended", True, ["director"]),
        ("amend", "no_response", False, ["director"]),
        ("director", "read", False, []),
        ("director", "more", True, ["give_more"]),
        ("give_more", "given", True, ["director"]),
    ],
)
def test_from_the_practice_group_lead_to_the_director(
    route: str, step: str, outcome: str, comment: bool, to: list[str]
) -> None:
    case = at_step(AT_AMEND[route], step)
    assert case.routing.route == route
    assert BY[step] in case.task(step).people
    leads(case, step, outcome, comment, to)


@ALL
@pytest.mark.rule("LIN-TAC-1", "LIN-TAC-1A")
@pytest.mark.parametrize(
    ("outcome", "comment", "agreement", "to"),
    [("to_head_of_service", False, None, ["decide"]), ("below_threshold", True, "agreed", [])],
)
def test_from_the_hub(outcome: str, comment: bool, agreement: str | None, to: list[str]) -> None:
    facts = {**CHILD, "happened": ["significant_risk"], "reported_by": "partner_agency"}
    leads(
        raised({**facts, **({"early_help_agreement": agreement} if agreement else {})}, by=PARTNER),
        "hub",
        outcome,
        comment,
        to,
    )


@pytest.mark.rule("LIN-TAC-1", "LIN-TAC-1A")
@pytest.mark.parametrize("agreement", [{}, {"early_help_agreement": "refused"}])
def test_the_hub_cannot_offer_team_around_the_child_without_agreement(agreement: dict[str, str]) -> None:
    facts = {**CHILD, "happened": ["significant_risk"], "reported_by": "partner_agency", **agreement}
    case = raised(facts, by=PARTNER)
    case.given(case.claim("hub"), by=HUB)
    case.when(case.decide("hub", "below_threshold", sealed="sealed"), by=HUB).refused("outcome_refused")


@ALL
@pytest.mark.parametrize("route", AT_AMEND)
def test_copies_go_to_those_who_are_named_and_to_nobody_else(route: str) -> None:
    case = AT_AMEND[route]()
    assert told(case) == ["head_of_service"]
    assert told(decided(case, "amend", "agreed", GROUP_LEAD, None)) == []
    other = decided(AT_AMEND[route](), "amend", "no_response", GROUP_LEAD, None)
    assert sorted(told(other)) == ["head_of_service", "practice_group_lead"]


@ALL
@pytest.mark.parametrize("route", AT_DECIDE)
@pytest.mark.parametrize(
    ("outcome", "comment", "to"), [("tell_director", False, ["full_briefing"]), ("not_told", True, [])]
)
def test_from_the_head_of_service(route: str, outcome: str, comment: bool, to: list[str]) -> None:
    leads(AT_DECIDE[route](), "decide", outcome, comment, to)


@ALL
@pytest.mark.parametrize("route", AT_DECIDE)
def test_a_full_briefing_is_written_for_the_practice_group_lead(route: str) -> None:
    case = decided(AT_DECIDE[route](), "decide", "tell_director", HEAD, None)
    assert WORKER in case.task("full_briefing").people
    leads(case, "full_briefing", "written", True, ["amend"])


@ALL
@pytest.mark.parametrize("route", AT_DECIDE)
def test_what_becomes_the_directors_is_decided_again_but_not_once_the_director_is_told(route: str) -> None:
    kept = AT_DECIDE[route]()
    record(kept, happened=["complex_abuse"])
    kept.when(kept.decide("decide", "not_told", sealed="sealed"), by=HEAD).refused("outcome_refused")
    no = decided(AT_DECIDE[route](), "decide", "not_told", HEAD)
    assert record(no, happened=["complex_abuse"]).waiting == ["decide"]
    yes = decided(AT_DECIDE[route](), "decide", "tell_director", HEAD, None)
    assert record(yes, happened=["complex_abuse"]).waiting == ["full_briefing"]
    later = decided(AT_DECIDE[route](), "decide", "not_told", HEAD)
    assert record(later, learned_at=at(NOON)).waiting == []


@ALL
@pytest.mark.parametrize("route", AT_DECIDE)
def test_what_became_the_directors_goes_on_by_itself_like_any_other(route: str) -> None:
    case = AT_DECIDE[route]()
    record(case, happened=["complex_abuse"], arose_at=at(NOON))
    decided(case, "decide", "tell_director", HEAD, None)
    decided(case, "full_briefing", "written", WORKER)
    due = case.running("to_the_director_anyway").due
    assert case.until(due - MINUTE).waiting == ["amend"]
    assert case.until(due).waiting == ["director"]
    assert sorted(told(case)) == ["head_of_service", "practice_group_lead"]


@ALL
@pytest.mark.parametrize("outcome", ["agreed", "amended"])
def test_either_response_meets_the_time_and_it_is_the_practice_group_leads(outcome: str) -> None:
    case = briefed()
    assert case.running("to_the_director_anyway").owner == "practice_group_lead"
    decided(case, "amend", outcome, GROUP_LEAD)
    assert case.running("to_the_director_anyway").state == "met"


@ALL
@pytest.mark.parametrize("route", AT_DECIDE)
def test_no_time_for_a_response_runs_before_there_is_a_briefing_to_respond_to(route: str) -> None:
    case = AT_DECIDE[route]()
    record(case, happened=["complex_abuse"], arose_at=at(NOON))
    assert not [each for each in case.ever(ClockStartedV1) if each.clock == "to_the_director_anyway"]
    decided(case, "decide", "tell_director", HEAD, None)
    decided(case, "full_briefing", "written", WORKER)
    assert case.running("to_the_director_anyway").waits


@pytest.mark.rule("LCP-ROUTE-2", "LCP-FORM-1")
def test_the_response_must_be_in_time_and_the_update_should_be() -> None:
    said = {each.clock: each.decisions[0].answer for each in briefed().of(ClockStartedV1)}
    assert {clock: "should be" in answer for clock, answer in said.items()} == {
        "to_the_director_anyway": False,
        "promised_update": True,
    }


@pytest.mark.rule("LCP-FORM-1", "LCP-PLAT-1")
def test_a_case_that_is_closed_owes_no_update() -> None:
    case = briefed().given(close(), by=HEAD)
    assert case.running("promised_update").state == "met"


# --- who may -----------------------------------------------------------------------------------------------------------


@ALL
@pytest.mark.parametrize("by", [WORKER, PRACTITIONER, MANAGER, GROUP_LEAD, PARTNER, HUB])
def test_who_may_brief(by: str) -> None:
    assert raised(ORGANISED, "LCP-ALWAYS-6", by=by).waiting == ["amend"]


@ALL
@pytest.mark.parametrize("by", [HEAD, DIRECTOR, LEAD])
def test_who_may_not(by: str) -> None:
    Case(real("lincolnshire")).when(raise_it(ORGANISED, "LCP-ALWAYS-6", area="boston"), by=by).refused("not_permitted")


@pytest.mark.rule("LCP-FORM-1", "LCP-FORM-2")
@pytest.mark.parametrize("by", [WORKER, PRACTITIONER, MANAGER, GROUP_LEAD])
def test_who_may_give_the_update(by: str) -> None:
    case = reported()
    case.given(case.update({"learned_at": at(NOON)}), by=by)
    assert told(case) == ["head_of_service"]
    case.when(case.update({"arose_at": at(NOON)}), by=LEAD).refused("not_permitted")


@pytest.mark.rule("LCP-FORM-2")
def test_a_closed_matter_waits_for_nobody() -> None:
    case = briefed().given(close(), by=HEAD)
    assert (case.waiting, case.routing.ended) == ([], "closed")
    assert not [each for each in case.routing.clocks.values() if each.waits]
    assert case.ever(ConsultationRecordedV1) == []


@pytest.mark.rule("LIN-TAC-1", "LIN-TAC-1A")
@pytest.mark.parametrize("by", [WORKER, MANAGER, GROUP_LEAD, HEAD, HUB])
@pytest.mark.parametrize(("outcome", "comment"), [("taken_on", False), ("given_back", True)])
def test_who_may_offer_team_around_the_child_and_how_it_is_answered(by: str, outcome: str, comment: bool) -> None:
    case = record(reported(), early_help_agreement="agreed").given(ask("team_around_child"), by=by)
    case.given(case.claim("team_around_child"), by=LEAD)
    bare = case.decide("team_around_child", outcome)
    if comment:
        case.when(bare, by=LEAD).refused("comment_required")
        bare = case.decide("team_around_child", outcome, sealed="sealed")
    case.given(bare, by=LEAD)
    assert "team_around_child" not in case.waiting


# --- which list -----------------------------------------------------------------------------------------------------------


def marked() -> list[object]:
    """Each category with a case that meets it, marked as showing that rule and what rests on all of them."""
    shared = ("LCP-ROUTE-1", "LCP-ROUTE-3", "LCP-FORM-1", "LCP-TIER-1")
    return [
        pytest.param(rule, several[0], id=rule, marks=pytest.mark.rule(rule, *shared))
        for rule, several in MEETS.items()
    ]


@pytest.mark.parametrize(("rule", "facts"), marked())
def test_who_leaves_a_category_out_is_asked_and_each_list_takes_its_way(rule: str, facts: dict[str, object]) -> None:
    said = {"update_expected_at": at(NOON), **facts}
    asked = Case(real("lincolnshire")).when(raise_it(said, "LCP-OTHER-1", area="boston"), by=WORKER)
    assert rule in asked.refused("category_left_out")["details"]["categories"]
    assert raised(said, rule).waiting == (["amend"] if rule in ALWAYS else ["decide"])
    if rule in ALWAYS:
        without = {name: value for name, value in said.items() if name != "update_expected_at"}
        Case(real("lincolnshire")).when(raise_it(without, rule, area="boston"), by=WORKER).refused("facts_required")


@pytest.mark.rule("LCP-HOS-2")
@pytest.mark.parametrize(
    "offence", ["attempted_murder", "murder", "manslaughter", "rape", "section_18", "section_20", "terrorism"]
)
def test_each_of_these_is_a_serious_crime(offence: str) -> None:
    facts = {**CHILD, "legal_status": "accommodated", "happened": ["charge"], "offence": offence}
    assert raised(facts, "LCP-HOS-2").waiting == ["decide"]
    asked = Case(real("lincolnshire")).when(raise_it(facts, "LCP-OTHER-1", area="boston"), by=WORKER)
    assert list(asked.refused("category_left_out")["details"]["categories"]) == ["LCP-HOS-2"]


@pytest.mark.rule("LCP-ALWAYS-4", "LCP-ALWAYS-5", "LCP-ALWAYS-10")
def test_of_a_child_who_is_not_missing_nobody_asks_since_when() -> None:
    facts = {**CHILD, "legal_status": "accommodated", "plan": "child_protection", "happened": ["significant_risk"]}
    case = raised({**facts, "sexual_exploitation": False})
    leads(case, "decide", "not_told", True, [])


@pytest.mark.rule("LCP-ALWAYS-2", "LCP-ALWAYS-4", "LCP-ALWAYS-7", "LCP-HOS-2", "LCP-HOS-6")
@pytest.mark.parametrize(
    "status", ["accommodated", "interim_care_order", "care_order", "remanded", "other_looked_after"]
)
def test_each_of_these_is_looked_after(status: str) -> None:
    for rule in ("LCP-ALWAYS-2", "LCP-ALWAYS-4", "LCP-ALWAYS-7", "LCP-HOS-2", "LCP-HOS-6"):
        said = {"update_expected_at": at(NOON), **MEETS[rule][0], "legal_status": status}
        asked = Case(real("lincolnshire")).when(raise_it(said, "LCP-OTHER-1", area="boston"), by=WORKER)
        assert rule in asked.refused("category_left_out")["details"]["categories"]
