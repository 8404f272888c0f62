"""The two tiers: how a briefing reaches the director, what it holds, and what the source leaves open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.escalation import ClockBreachedV1, ClockStartedV1, RoutingStartedV1, TaskOpenedV1
from contracts.intake import RecordConsultationV1
from needfire.form_parts import missing_particulars, parts_asked
from needfire.suggesting import setting
from needfire.vocabulary import VOCABULARY
from needfire.working_time import england_and_wales
from tests.rules.lincolnshire.playing import (
    CHILD,
    DIRECTOR,
    EDITION,
    GROUP_LEAD,
    HEAD,
    IN_CARE,
    MANAGER,
    MINUTE,
    ON_PLAN,
    ORGANISED,
    PRACTITIONER,
    WORKER,
    briefed,
    cited,
    decided,
    is_shown_as,
    raised,
    record,
    reported,
    told,
)
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON, THIS, Case, at, close, raise_it

FIVE = datetime(2026, 11, 17, 17, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 21, 10, tzinfo=UTC)


@pytest.mark.rule("LCP-SRC-1", "LIN-GAP-1")
@pytest.mark.parametrize("case", [briefed, reported])
def test_that_the_procedure_is_adopted_and_the_papers_have_none_is_said_where_the_route_is_chosen(case: Any) -> None:
    [started] = case().of(RoutingStartedV1)
    assert {"LCP-SRC-1", "LIN-GAP-1"} <= cited([started])
    assert is_shown_as("LCP-SRC-1", "assumption")
    assert is_shown_as("LIN-GAP-1", "gap")


# --- the first list ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("LCP-ROUTE-1")
@pytest.mark.parametrize("by", [WORKER, PRACTITIONER])
def test_what_is_always_for_the_director_is_briefed_immediately(by: str) -> None:
    case = raised(ORGANISED, "LCP-ALWAYS-6", by=by)
    assert case.waiting == ["amend"]
    assert case.task("amend").people == (GROUP_LEAD,)
    assert told(case) == ["head_of_service"]
    [opened] = case.of(TaskOpenedV1)
    assert "LCP-ROUTE-1" in cited([opened])


@pytest.mark.rule("LCP-ROUTE-1")
def test_what_is_on_the_second_list_is_no_briefing_of_the_director() -> None:
    case = reported()
    assert (case.waiting, told(case)) == (["decide"], [])


@pytest.mark.rule("LCP-ROUTE-1", "LCP-ROUTE-6")
@pytest.mark.parametrize(("outcome", "comment"), [("agreed", None), ("amended", "sealed")])
def test_an_agreed_or_amended_briefing_goes_to_the_director_at_once(outcome: str, comment: str | None) -> None:
    case = decided(briefed(), "amend", outcome, GROUP_LEAD, comment)
    assert case.waiting == ["director"]
    assert case.task("director").people == (DIRECTOR,)
    assert "LCP-ROUTE-6" in cited(case.of(TaskOpenedV1))
    assert is_shown_as("LCP-ROUTE-6", "gap")


@pytest.mark.rule("LCP-ROUTE-1")
def test_an_amendment_is_written_down() -> None:
    case = briefed()
    case.when(case.decide("amend", "amended"), by=GROUP_LEAD).refused("comment_required")


@pytest.mark.rule("LCP-ROUTE-2")
def test_without_a_response_by_the_end_of_the_working_day_it_goes_to_the_director_anyway() -> None:
    case = briefed().until(FIVE - MINUTE)
    assert case.waiting == ["amend"]
    case.until(FIVE)
    assert case.waiting == ["director"]
    assert sorted(told(case)) == ["head_of_service", "practice_group_lead"]
    assert "LCP-ROUTE-2" in cited(case.of(ClockBreachedV1))


@pytest.mark.rule("LCP-ROUTE-2")
def test_a_response_in_time_meets_it() -> None:
    case = decided(briefed().until(FIVE - MINUTE), "amend", "agreed", GROUP_LEAD)
    assert (case.running("to_the_director_anyway").state, case.running("to_the_director_anyway").late) == ("met", False)
    assert case.until(FIVE + timedelta(days=1)).ever(ClockBreachedV1) == []


@pytest.mark.rule("LCP-ROUTE-2")
@pytest.mark.parametrize(
    ("arose", "goes_on"),
    [
        (NOON - timedelta(hours=3), FIVE),
        (SATURDAY, datetime(2026, 11, 23, 17, tzinfo=UTC)),
        (FIVE, FIVE + timedelta(days=1)),
    ],
)
def test_the_day_is_that_on_which_the_concern_arose_else_the_next_working_day(
    arose: datetime, goes_on: datetime
) -> None:
    case = briefed(now=max(arose, NOON), arose_at=at(arose), update_expected_at=at(goes_on))
    assert case.running("to_the_director_anyway").due == goes_on


@pytest.mark.rule("LCP-ROUTE-2")
def test_a_concern_that_arose_yesterday_goes_on_at_once() -> None:
    assert briefed(arose_at=at(NOON - timedelta(days=1))).waiting == ["director"]


@pytest.mark.rule("LCP-ROUTE-2", "LCP-ROUTE-2A")
def test_the_hour_and_the_readings_are_shown_where_the_time_is_counted() -> None:
    [started] = [each for each in briefed().of(ClockStartedV1) if each.clock == "to_the_director_anyway"]
    assert {"LCP-ROUTE-2", "LCP-ROUTE-2A"} <= cited([started])
    assert is_shown_as("LCP-ROUTE-2", "gap")
    assert is_shown_as("LCP-ROUTE-2A", "assumption")


# --- the second list ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("LCP-ROUTE-3")
def test_the_head_of_service_decides_and_after_a_yes_a_full_briefing_takes_the_way_of_the_first_list() -> None:
    case = decided(reported(), "decide", "tell_director", HEAD)
    assert case.waiting == ["full_briefing"]
    decided(case, "full_briefing", "written", WORKER)
    assert (case.waiting, told(case)) == (["amend"], ["head_of_service"])
    decided(case, "amend", "agreed", GROUP_LEAD)
    decided(case, "director", "read", DIRECTOR)
    assert case.routing.ended == "finished"


@pytest.mark.rule("LCP-ROUTE-3", "LCP-PLAT-1")
def test_a_decision_not_to_tell_the_director_needs_its_reason() -> None:
    case = reported()
    case.when(case.decide("decide", "not_told"), by=HEAD).refused("comment_required")
    case.when(case.decide("decide", "not_told", sealed="sealed"), by=WORKER).refused("not_permitted")
    decided(case, "decide", "not_told", HEAD)
    assert "LCP-PLAT-1" in cited(case.events)
    assert case.routing.ended == "finished"


@pytest.mark.rule("LCP-TIER-1")
def test_what_becomes_the_directors_cannot_be_kept_from_the_director() -> None:
    case = reported()
    record(case, happened=["complex_abuse"])
    kept = case.decide("decide", "not_told", sealed="sealed")
    assert case.when(kept, by=HEAD).refused("outcome_refused")["rules"] == ["LCP-TIER-1", "LCP-ALWAYS-6"]


@pytest.mark.rule("LCP-TIER-1")
def test_what_becomes_the_directors_after_a_no_is_decided_again() -> None:
    case = decided(reported(), "decide", "not_told", HEAD)
    assert record(case, learned_at=at(NOON)).waiting == []
    assert record(case, happened=["complex_abuse"]).waiting == ["decide"]


@pytest.mark.rule("LCP-ROUTE-7", "LCP-ROUTE-2")
def test_for_the_second_list_no_time_is_invented_and_the_reader_is_told() -> None:
    case = reported()
    assert "LCP-ROUTE-7" in cited(case.of(TaskOpenedV1))
    assert is_shown_as("LCP-ROUTE-7", "gap")
    decided(case, "decide", "tell_director", HEAD)
    assert "LCP-ROUTE-7" in cited(case.of(TaskOpenedV1))
    decided(case, "full_briefing", "written", WORKER)
    assert case.ever(ClockStartedV1) == []
    assert case.passes(days=30).waiting == ["amend"]


# --- the form ------------------------------------------------------------------------------------------------------------------


def headings(**facts: Any) -> list[str]:
    """The parts of the adopted form that are asked with these facts."""
    return [title for title in asked_parts(**facts) if title[0].isdigit()]


def asked_parts(**facts: Any) -> list[str]:
    """The parts of the form that are asked with these facts."""
    within = setting(EDITION, VOCABULARY.read(facts, NOON), NOON, england_and_wales())
    return [part.title for part in parts_asked(EDITION.form, within)]


@pytest.mark.rule("LCP-FORM-1")
@pytest.mark.parametrize(("role", "person"), [("practice_group_lead", GROUP_LEAD), ("line_manager", MANAGER)])
def test_whom_it_goes_to_may_be_named(role: str, person: str) -> None:
    named = raise_it(CHILD, "LCP-OTHER-1", area="boston", named={role: person})
    Case(real("lincolnshire")).given(named, by=WORKER)
    other = raise_it(CHILD, "LCP-OTHER-1", area="boston", named={"director": DIRECTOR})
    Case(real("lincolnshire")).when(other, by=WORKER).refused("unknown_role")


@pytest.mark.rule("LCP-FORM-1", "LCP-FORM-2")
@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({}, True),
        ({"subject_kind": "child"}, True),
        ({"subject_kind": "unborn_child"}, True),
        ({"subject_kind": "group"}, True),
        ({"subject_kind": "staff_member"}, False),
    ],
)
def test_the_part_on_the_child_is_asked_unless_there_is_none(facts: dict[str, Any], asked: bool) -> None:
    assert ("1" in {title[0] for title in headings(**facts)}) is asked
    assert "Whom or what it is about" in asked_parts(**facts)


@pytest.mark.rule("LCP-FORM-1")
def test_a_briefing_has_five_parts() -> None:
    assert [title[0] for title in headings(**ORGANISED)] == ["1", "2", "3", "4", "5"]
    fields = {*EDITION.form.facts, *EDITION.form.particulars}
    assert {"legal_status", "concern", "action_taken", "update_expected_at", "contact"} <= fields


@pytest.mark.rule("LCP-FORM-1")
@pytest.mark.parametrize("missing", ["legal_status", "update_expected_at"])
def test_a_briefing_without_the_legal_status_or_the_promised_update_is_sent_back(missing: str) -> None:
    facts = {name: value for name, value in ORGANISED.items() if name != missing}
    case = Case(real("lincolnshire")).when(raise_it(facts, "LCP-ALWAYS-6", area="boston"), by=WORKER)
    refusal = case.refused("facts_required")
    assert (list(refusal["details"]["facts"]), "LCP-FORM-1" in refusal["rules"]) == ([missing], True)


@pytest.mark.rule("LCP-FORM-1", "LCP-ROUTE-3")
def test_a_report_to_the_head_of_service_promises_no_update() -> None:
    assert [title[0] for title in headings(**ON_PLAN, made_homeless=True, happened=["accident"])] != []
    assert reported().waiting == ["decide"]


@pytest.mark.rule("LCP-FORM-1", "LCP-ROUTE-4")
def test_why_the_director_needs_to_know_is_said_and_a_brief_word_will_do() -> None:
    within = setting(EDITION, VOCABULARY.read(ORGANISED, NOON), NOON, england_and_wales())
    assert "concern" in missing_particulars(EDITION.form, within, ("name",)).questions
    assert missing_particulars(EDITION.form, within, ("concern",)).questions == {}


@pytest.mark.rule("LCP-ROUTE-4")
def test_the_director_can_ask_for_more() -> None:
    case = decided(briefed(), "amend", "agreed", GROUP_LEAD)
    case.when(case.decide("director", "more"), by=DIRECTOR).refused("comment_required")
    decided(case, "director", "more", DIRECTOR)
    assert case.waiting == ["give_more"]
    assert decided(case, "give_more", "given", WORKER).waiting == ["director"]


@pytest.mark.rule("LCP-FORM-2")
@pytest.mark.parametrize("kind", ["staff_member", "directorate"])
def test_a_concern_on_staff_or_practice_is_not_asked_for_a_child(kind: str) -> None:
    facts = {"subject_kind": kind, "practice_concern_unresolved": True}
    assert "1" not in {title[0] for title in headings(**facts)}
    assert raised(facts, "LCP-HOS-7").waiting == ["decide"]
    without_status = raise_it(
        {"subject_kind": "child", "practice_concern_unresolved": True}, "LCP-HOS-7", area="boston"
    )
    Case(real("lincolnshire")).when(without_status, by=WORKER).refused("facts_required")


@pytest.mark.rule("LCP-FORM-2")
def test_how_a_matter_is_closed_is_left_open_by_the_source_and_says_so() -> None:
    case = reported()
    case.when(close(), by=WORKER).refused("not_permitted")
    case.given(close(), by=HEAD)
    assert "LCP-FORM-2" in cited(case.events)
    assert is_shown_as("LCP-FORM-2", "gap")


# --- in doubt; the promised update --------------------------------------------------------------------------------------------------


@pytest.mark.rule("LCP-ROUTE-5")
def test_in_doubt_the_line_manager_is_asked() -> None:
    case = reported()
    case.given(RecordConsultationV1(THIS, "line_manager", MANAGER, "unsure", "sealed"), by=WORKER)
    assert "LCP-ROUTE-5" in cited(case.events)
    asked = RecordConsultationV1(THIS, "director", DIRECTOR, "unsure", "sealed")
    assert "refused" in case.when(asked, by=WORKER).answer


@pytest.mark.rule("LCP-PLAT-1", "LCP-PLAT-2")
def test_the_promised_update_is_watched_to_the_moment_that_was_promised() -> None:
    case = briefed()
    promised = NOON + timedelta(days=2)
    assert case.running("promised_update").due == promised
    case.until(promised - MINUTE)
    assert case.running("promised_update").waits
    assert "social_worker" in told(case.until(promised))
    assert is_shown_as("LCP-PLAT-1", "assumption")
    assert is_shown_as("LCP-PLAT-2", "assumption")


@pytest.mark.rule("LCP-PLAT-1", "LCP-FORM-1")
def test_an_update_meets_the_promise_and_may_make_another() -> None:
    case = briefed().passes(days=1)
    record(case, learned_at=at(NOON), update_expected_at=at(NOON + timedelta(days=5)))
    first, second = (each for each in case.routing.clocks.values() if each.clock == "promised_update")
    assert (first.state, first.late, second.state) == ("met", False, "running")
    assert second.due == NOON + timedelta(days=5)
    assert told(case) == ["head_of_service"]


@pytest.mark.rule("LCP-PLAT-1")
def test_where_nothing_was_promised_nothing_is_watched() -> None:
    case = raised({**IN_CARE, "removed_from_uk_unplanned": True}, "LCP-HOS-3")
    assert case.ever(ClockStartedV1) == []
    assert raised({**CHILD}).ever(ClockStartedV1) == []


@pytest.mark.rule("LIN-PLAT-1")
def test_from_which_day_it_holds_is_ours_and_says_so() -> None:
    lincolnshire = real("lincolnshire").authorities["lincolnshire"]
    held = lincolnshire.edition_at(datetime(2015, 3, 1, 12, tzinfo=UTC))
    assert held is not None
    assert held.edition == "2015-03"
    assert lincolnshire.edition_at(datetime(2015, 2, 28, 12, tzinfo=UTC)) is None
    assert is_shown_as("LIN-PLAT-1", "assumption")
