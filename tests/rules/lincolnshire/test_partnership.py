"""What the partnership's papers say of Lincolnshire itself: early help, the hub, copies, letters on health, reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.escalation import DutyOpenedV1, RoutingStartedV1, TaskOpenedV1
from contracts.intake import ShareNotificationV1
from gateway.words.names import Names
from gateway.words.sharing import expected_shares
from needfire.conditions import Condition, Finding, Setting
from needfire.form_parts import missing_particulars
from needfire.particulars import problems_of
from needfire.procedure import Report
from needfire.reporting import Drawn, ReportedCase, draw, due
from needfire.suggesting import setting
from needfire.vocabulary import VOCABULARY
from needfire.working_time import england_and_wales
from tests.rules.lincolnshire.playing import (
    CHILD,
    CODE,
    EDITION,
    GROUP_LEAD,
    HEAD,
    HUB,
    IN_CARE,
    LEAD,
    MANAGER,
    ORGANISED,
    PARTNER,
    PROMISED,
    WORKER,
    ask,
    cited,
    decided,
    is_shown_as,
    raised,
    record,
    reported,
    told,
)
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON, THIS, Case

PARTNERS = {**CHILD, "happened": ["significant_risk"], "reported_by": "partner_agency"}
EXPLOITED = {**IN_CARE, **PROMISED, "happened": ["significant_risk"], "sexual_exploitation": True}
GROUPS = {
    "East": ["east_lindsey", "skegness_and_coast", "boston"],
    "West": ["lincoln", "west_lindsey", "north_kesteven_to_metheringham"],
    "South West": ["sleaford", "grantham", "ruskington", "ancaster", "corby_glen"],
    "South": ["spalding", "holbeach", "long_sutton", "bourne", "market_deeping", "stamford"],
}


# --- early help ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("LIN-TAC-1", "LIN-TAC-1B")
def test_early_help_is_coordinated_by_team_around_the_child() -> None:
    case = record(reported(), early_help_agreement="agreed")
    case.given(ask("team_around_child"), by=MANAGER)
    [opened] = [each for each in case.of(TaskOpenedV1) if each.step == "team_around_child"]
    assert {"LIN-TAC-1", "LIN-TAC-1B"} <= cited([opened])
    assert is_shown_as("LIN-TAC-1B", "gap")
    decided(case, "team_around_child", "taken_on", LEAD)


@pytest.mark.rule("LIN-TAC-1A")
def test_it_is_offered_with_the_agreement_of_child_and_parents_only() -> None:
    case = reported()
    assert case.when(ask("team_around_child"), by=MANAGER).refused("outcome_refused")["rules"] == ["LIN-TAC-1A"]
    record(case, early_help_agreement="refused")
    case.when(ask("team_around_child"), by=MANAGER).refused("outcome_refused")
    record(case, early_help_agreement="agreed")
    case.given(ask("team_around_child"), by=MANAGER)


@pytest.mark.rule("LIN-TAC-1A")
def test_what_is_below_the_threshold_is_offered_with_reasons() -> None:
    case = raised(PARTNERS, by=PARTNER)
    case.given(case.claim("hub"), by=HUB)
    offered = case.decide("hub", "below_threshold", sealed="sealed")
    case.when(offered, by=HUB).refused("outcome_refused")
    record(case, early_help_agreement="agreed")
    case.when(case.decide("hub", "below_threshold"), by=HUB).refused("comment_required")
    case.given(offered, by=HUB)
    assert "LIN-TAC-1A" in cited(case.events)
    assert is_shown_as("LIN-TAC-1A", "assumption")


@pytest.mark.rule("LIN-TAC-1A")
def test_what_is_refused_is_judged_again_and_not_dropped() -> None:
    case = raised(PARTNERS, by=PARTNER)
    record(case, early_help_agreement="refused")
    assert set(case.waiting) == {"hub", "law_judge_without_early_help"}


@pytest.mark.rule("LIN-TAC-1A")
def test_what_is_always_for_the_director_is_never_below_the_threshold() -> None:
    case = record(raised(PARTNERS, by=PARTNER), early_help_agreement="agreed", happened=["complex_abuse"])
    case.given(case.claim("hub"), by=HUB)
    case.when(case.decide("hub", "below_threshold", sealed="sealed"), by=HUB).refused("outcome_refused")


# --- the front door ----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("LIN-MASH-1", "LIN-MASH-1A")
def test_what_a_partner_reports_arrives_at_the_hub() -> None:
    case = raised(PARTNERS, by=PARTNER)
    assert (case.waiting, told(case)) == (["hub"], [])
    assert HUB in case.task("hub").people
    assert {"LIN-MASH-1", "LIN-MASH-1A"} <= cited(case.of(TaskOpenedV1))
    assert "LIN-MASH-1" in cited(case.of(RoutingStartedV1))
    case.given(case.claim("hub"), by=HUB).given(case.decide("hub", "to_head_of_service"), by=HUB)
    assert case.waiting == ["decide"]
    assert is_shown_as("LIN-MASH-1", "assumption")
    assert is_shown_as("LIN-MASH-1A", "gap")


@pytest.mark.rule("LIN-MASH-1")
def test_what_own_staff_report_does_not() -> None:
    assert raised({**PARTNERS, "reported_by": "own_staff"}).waiting == ["decide"]


@pytest.mark.rule("LIN-MASH-1")
def test_what_a_partner_reports_that_is_always_for_the_director_does_not_wait_at_the_hub_but_is_known_there() -> None:
    case = raised({**ORGANISED, "reported_by": "partner_agency"}, "LCP-ALWAYS-6", by=PARTNER)
    assert case.waiting == ["amend"]
    assert "safeguarding_hub" in told(case)
    assert "safeguarding_hub" not in told(raised(ORGANISED, "LCP-ALWAYS-6"))


# --- copies ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("LIN-CSE-1")
def test_sexual_exploitation_is_copied_to_the_boards_coordinator() -> None:
    case = raised(EXPLOITED, "LCP-ALWAYS-7")
    assert "exploitation_coordinator" in told(case)
    assert "LIN-CSE-1" in cited(case.events)
    assert "exploitation_coordinator" not in told(raised({**EXPLOITED, "sexual_exploitation": False}))
    assert is_shown_as("LIN-CSE-1", "assumption")


def share(case: Case, by: str) -> Case:
    """Somebody shares the case with the coordinator."""
    shared = ShareNotificationV1(
        THIS, "to_exploitation_coordinator", to_role="exploitation_coordinator", sealed="sealed"
    )
    return case.when(shared, by=by)


@pytest.mark.rule("LIN-CSE-1")
def test_what_turns_out_to_be_sexual_exploitation_later_can_be_copied_then() -> None:
    case = raised({**EXPLOITED, "sexual_exploitation": False})
    assert "refused" in share(case, MANAGER).answer
    record(case, sexual_exploitation=True)
    assert "accepted" in share(case, MANAGER).answer
    assert "LIN-CSE-1" in cited(case.events)


@pytest.mark.rule("LIN-CSE-1")
@pytest.mark.parametrize("by", [WORKER, MANAGER, GROUP_LEAD, HEAD])
def test_who_may_copy_it_and_to_nobody_else(by: str) -> None:
    case = raised(EXPLOITED, "LCP-ALWAYS-7")
    other = ShareNotificationV1(THIS, "to_exploitation_coordinator", to_person=MANAGER, sealed="sealed")
    assert "refused" in case.when(other, by=by).answer
    assert "refused" in share(case, LEAD).answer
    assert "accepted" in share(case, by).answer


@pytest.mark.rule("LIN-CSE-1")
@pytest.mark.parametrize(("exploited", "expected"), [(True, ["to_exploitation_coordinator"]), (False, [])])
def test_a_case_that_was_not_copied_shows_so(exploited: bool, expected: list[str]) -> None:
    names = Names(real(CODE).directories[CODE], EDITION, {EDITION.name: EDITION})
    said = within({**EXPLOITED, "sexual_exploitation": exploited})
    assert [each.circulation for each in expected_shares({"state": "open"}, names, said)] == expected
    taken = {"state": "open", "intake": {"shares": [{"circulation": "to_exploitation_coordinator"}]}}
    assert expected_shares(taken, names, said) == ()


# --- letters on health ------------------------------------------------------------------------------------------------------------


def written_to(area: str, matter: str) -> Mapping[str, str]:
    """To whom is to be written on this matter in this area."""
    case = record(raised(CHILD, area=area), health_matter=[matter])
    return {each.duty: each.to for each in case.of(DutyOpenedV1)}


@pytest.mark.rule("LIN-HEALTH-1", "LIN-HEALTH-3")
@pytest.mark.parametrize(("group", "area"), [(group, area) for group, areas in GROUPS.items() for area in areas])
def test_a_letter_on_health_goes_to_the_lead_group_of_the_place(group: str, area: str) -> None:
    [to] = written_to(area, "health_care").values()
    assert f" {group} " in to.replace("Lincolnshire ", "") or to.startswith(f"NHS {group} ")
    assert ("South West" in to, "South" in to) == (group == "South West", group.startswith("South"))


@pytest.mark.rule("LIN-HEALTH-1")
@pytest.mark.parametrize("area", ["boston", "lincoln", "sleaford", "stamford"])
def test_the_commissioning_of_safeguarding_is_with_south_west_for_all(area: str) -> None:
    assert ["South West" in each for each in written_to(area, "safeguarding_commissioning").values()] == [True]


@pytest.mark.rule("LIN-HEALTH-2")
@pytest.mark.parametrize(
    ("matter", "body"),
    [("primary_care", "Leicestershire and Lincolnshire area team"), ("public_health", "Director of public health")],
)
def test_primary_care_and_public_health_have_bodies_of_their_own(matter: str, body: str) -> None:
    [to] = written_to("boston", matter).values()
    assert to.startswith(body)


@pytest.mark.rule("LIN-HEALTH-3A")
def test_no_time_is_invented_for_a_letter() -> None:
    case = record(raised(CHILD), health_matter=["health_care"])
    assert "LIN-HEALTH-3A" in cited(case.of(DutyOpenedV1))
    assert is_shown_as("LIN-HEALTH-3A", "gap")
    assert not [each for each in case.routing.clocks.values() if each.duty_id]


@pytest.mark.rule("LIN-HEALTH-1", "LIN-HEALTH-2")
def test_without_a_health_matter_nobody_is_written_to() -> None:
    assert record(raised(CHILD), learned_at=NOON.isoformat()).duties == []


@pytest.mark.rule("LIN-HEALTH-1", "LIN-HEALTH-2", "LIN-HEALTH-3A")
@pytest.mark.parametrize(
    ("matter", "duty"),
    [
        ("health_care", "write_to_commissioning_group"),
        ("safeguarding_commissioning", "write_on_safeguarding_commissioning"),
        ("primary_care", "write_on_primary_care"),
        ("public_health", "write_on_public_health"),
    ],
)
def test_each_matter_has_its_letter_which_the_line_manager_should_write_from_the_raising_on(
    matter: str, duty: str
) -> None:
    [opened] = raised({**CHILD, "health_matter": [matter]}).of(DutyOpenedV1)
    assert (opened.duty, opened.lead, opened.must, opened.evidence) == (duty, "line_manager", False, "the letter")
    assert "should be told" in opened.decisions[0].answer


# --- the NHS number ------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("LIN-NHS-1")
def test_the_nhs_number_may_be_given_and_its_check_digit_is_checked() -> None:
    today = NOON.date()
    assert "nhs_number" in EDITION.form.particulars
    assert problems_of({"nhs_number": "943 476 5919"}, today) == {}
    assert list(problems_of({"nhs_number": "943 476 5918"}, today)) == ["nhs_number"]
    assert "nhs_number" not in missing_particulars(EDITION.form, within(ORGANISED), ("concern",)).questions
    assert is_shown_as("LIN-NHS-1", "assumption")


# --- reports ---------------------------------------------------------------------------------------------------------------------------


def within(facts: Mapping[str, Any]) -> Setting:
    """What conditions are judged against for these facts."""
    return setting(EDITION, VOCABULARY.read(facts, NOON), NOON, england_and_wales())


def report(report_id: str) -> Report:
    """The report of that id."""
    return next(each for each in EDITION.reports if each.id == report_id)


def case_of(number: int, *, held_by_team: bool) -> ReportedCase:
    """A case, open or closed, that a Team Around the Child holds or does not."""
    ended = "closed" if number % 2 else None
    told = {"within": within({**CHILD, "team_around_child": held_by_team}), "ended": ended}
    return ReportedCase(f"case-{number:03}", NOON, (), EDITION.edition, told)


def drawn_up(report_id: str, cases: Sequence[ReportedCase], seed: int = 0) -> Drawn:
    """That report over the cases of a day."""
    return draw(report(report_id), cases, NOON, NOON + timedelta(days=1), judged, seed)


def judged(case: ReportedCase, condition: Condition) -> Finding:
    return condition.judge(case.told["within"])


@pytest.mark.rule("LIN-TAC-2")
def test_the_audit_draws_50_of_the_team_around_the_child_cases_open_and_closed() -> None:
    cases = [case_of(number, held_by_team=number < 90) for number in range(120)]
    drawn = drawn_up("team_around_child_audit", cases)
    assert (len(drawn.cases), drawn.number) == (50, 90)
    assert all(each < "case-090" for each in drawn.cases)
    assert {each.told["ended"] for each in cases if each.notification_id in drawn.cases} == {"closed", None}
    other = drawn_up("team_around_child_audit", cases, seed=1)
    assert set(other.cases) != set(drawn.cases)
    assert is_shown_as("LIN-TAC-2", "assumption")


@pytest.mark.rule("LIN-TAC-2")
def test_where_there_are_fewer_the_audit_has_them_all() -> None:
    cases = [case_of(number, held_by_team=True) for number in range(49)]
    drawn = drawn_up("team_around_child_audit", cases)
    assert len(drawn.cases) == 49


@pytest.mark.rule("LIN-REPORT-1")
def test_progress_is_due_every_6_months_and_besides_when_asked_for() -> None:
    calendar, since = england_and_wales(), datetime(2026, 5, 17, 11, tzinfo=UTC)
    first = due(report("progress"), since, NOON - timedelta(minutes=1), calendar)
    second = due(report("progress"), since, NOON, calendar)
    assert first is not None
    assert second is not None
    assert (first.due, second.due) == (NOON, datetime(2027, 5, 17, 11, tzinfo=UTC))
    assert due(report("progress_when_asked"), since, NOON, calendar) is None
    assert list(report("progress").bodies.values()) == ["Health and wellbeing board"]


@pytest.mark.rule("LIN-REPORT-1")
@pytest.mark.parametrize("report_id", ["progress", "progress_when_asked"])
def test_a_progress_report_counts_and_shows_no_case(report_id: str) -> None:
    counted = drawn_up(report_id, [case_of(1, held_by_team=False)])
    assert (counted.number, counted.cases, counted.by_month) == (1, (), (("2026-11", 1),))


@pytest.mark.rule("LIN-REPORT-1", "LIN-TAC-2")
@pytest.mark.parametrize(
    ("report_id", "to"),
    [("progress", "director"), ("progress_when_asked", "director"), ("team_around_child_audit", "board_chair")],
)
def test_whose_report_it_is_and_for_whom(report_id: str, to: str) -> None:
    assert (report(report_id).by, report(report_id).to) == ("partnership_officer", (to,))


def test_a_worker_may_not_decide_for_the_head_of_service() -> None:
    case = reported()
    case.when(case.decide("decide", "tell_director"), by=WORKER).refused("not_permitted")
    decided(case, "decide", "tell_director", HEAD)
