"""What intake tells: somebody was consulted, the case was shared."""

from __future__ import annotations

from contracts.escalation import (
    ClockStartedV1,
    ClockStoppedV1,
    DutyOpenedV1,
    FollowConsultationV1,
    FollowShareV1,
    NoticeGivenV1,
    NoticeReceivedV1,
    ReceiveNoticeV1,
    RoutingConsultedV1,
)
from contracts.intake import RecordConsultationV1
from tests.unit.casework.case import NOON, THIS, Case, close
from tests.unit.casework.events import event
from tests.unit.escalation.fen import ONE_STEP, raised
from tests.unit.escalation.test_absences import away

CONSULTED = """
definitions: {gone: {happened: missing}, asked_first: {consulted: [manager]}}
clocks:
- id: ask
  title: Ask the manager
  rules: [FEN-2]
  within: 24h
  starts: raised
  met_by: [closed]
  owner: worker
  ends_when: {consulted: manager}
duties:
- id: college
  title: Tell the college
  rules: [FEN-3]
  to: College of Reeds
  lead: liaison
  opens: [raised]
  when: {all: [{asked_first: true}, {happened: death}]}
  within: 24h
circulation:
- {id: onward, title: Onward, rules: [FEN-5], to_anybody: true}
- {id: to_head, title: To the head, rules: [FEN-4], to_roles: [head]}
"""
CONSULT = RecordConsultationV1(THIS, "manager", "manager", "raise", "sealed")


def case_of_death() -> Case:
    return raised(ONE_STEP + CONSULTED, {"happened": ["death"]}, "FEN-B")


def test_a_consultation_is_known_to_the_routing_and_sets_off_what_waited_for_it() -> None:
    case = case_of_death()
    assert (case.of(DutyOpenedV1), len(case.of(ClockStartedV1))) == ([], 1)
    case.given(CONSULT, by="worker")
    assert [each.role for each in case.of(RoutingConsultedV1)] == ["manager"]
    assert [each.duty for each in case.of(DutyOpenedV1)] == ["college"]
    assert [each.because for each in case.of(ClockStoppedV1)] == ["the manager was consulted."]


def test_the_same_role_consulted_twice_sets_nothing_off_again() -> None:
    case = case_of_death().given(CONSULT, by="worker").given(CONSULT, by="worker")
    assert case.of(RoutingConsultedV1, DutyOpenedV1, ClockStartedV1) == []


def test_it_meets_no_deadline_that_waits_for_an_update() -> None:
    updates = CONSULTED.replace("met_by: [closed]", "met_by: [updated]").replace(
        "consulted: manager}", "found_at: known}"
    )
    case = raised(ONE_STEP + updates).given(CONSULT, by="worker")
    assert case.running("ask").state == "running"


def test_after_the_end_a_consultation_changes_nothing() -> None:
    case = case_of_death().given(close(), by="manager")
    case.when_own(FollowConsultationV1(THIS, "manager")).then()


def test_a_role_with_which_it_was_shared_is_told_with_the_rules_of_the_way() -> None:
    case = case_of_death()
    case.given(case.share("to_head", to_role="head"), by="worker")
    [notice] = case.of(NoticeGivenV1)
    assert (notice.role, notice.people, notice.about) == ("head", ("head",), "Shared with you: To the head")
    assert "FEN-4" in notice.decisions[0].rules


def test_a_person_says_themselves_that_they_have_read_it_or_whoever_stands_in_for_them() -> None:
    case = case_of_death()
    case.given(case.share("onward", to_person="auditor"), by="worker")
    notice = case.notice("")
    assert notice.people == ("auditor",)
    case.when(ReceiveNoticeV1(THIS, notice.notice_id), by="manager").refused("not_permitted")
    case.given(away("clerk"), by="auditor")
    case.when(ReceiveNoticeV1(THIS, notice.notice_id), by="clerk").then(event(NoticeReceivedV1, by="clerk"))


def test_delegates_that_lead_back_to_each_other_end_with_a_refusal() -> None:
    case = case_of_death()
    case.given(case.share("onward", to_person="auditor"), by="worker")
    case.given(away("clerk"), by="auditor").given(away("auditor"), by="clerk")
    case.when(ReceiveNoticeV1(THIS, case.notice("").notice_id), by="manager").refused("not_permitted")


def test_whom_it_was_shared_with_is_told_also_when_it_has_ended() -> None:
    case = case_of_death().given(close(), by="manager")
    case.when_own(FollowShareV1(THIS, "head", ("FEN-4",), "Shared with you: To the head"))
    assert [each.role for each in case.of(NoticeGivenV1)] == ["head"]
    assert case.clock.now() == NOON
