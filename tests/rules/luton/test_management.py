"""Luton: what managers ask for beside the route, what the support watches over, what a child's death asks for."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.escalation import DutyOpenedV1, NoticeGivenV1, RequestMadeV1, TaskDecidedV1, TaskOpenedV1
from tests.rules.luton.playing import (
    CHILD,
    DIED,
    DIRECTOR,
    DIRECTORS,
    HEAD,
    MANAGER,
    MISSING,
    SOCIAL_WORKER,
    SUPPORT,
    TEAM_MANAGER,
    asked,
    cited,
    claimed,
    forwarded,
    raised,
    required,
    told,
)
from tests.unit.casework.case import close

# --- what the support watches over --------------------------------------------------------------------------------------


@pytest.mark.rule("LUT-MGT-1", "LUT-MGT-1A")
@pytest.mark.parametrize(("outcome", "sealed"), [("updated", None), ("nothing_new", "all is as it was")])
def test_the_support_asks_the_team_manager_for_an_update(outcome: str, sealed: str | None) -> None:
    case = forwarded({})
    assert "update_wanted" not in case.waiting
    case.given(asked("update_wanted"), by=SUPPORT)
    assert case.task("update_wanted").people == (TEAM_MANAGER,)
    case.given(case.decide("update_wanted", outcome, sealed=sealed), by=TEAM_MANAGER)
    assert [each.outcome for each in case.of(TaskDecidedV1)] == [outcome]


@pytest.mark.rule("LUT-MGT-1A")
def test_that_there_is_nothing_new_is_said_in_words() -> None:
    case = forwarded({}).given(asked("update_wanted"), by=SUPPORT)
    case.when(case.decide("update_wanted", "nothing_new"), by=TEAM_MANAGER).refused("comment_required")


@pytest.mark.rule("LUT-MGT-1", "LUT-MGT-1A")
@pytest.mark.parametrize("by", [SOCIAL_WORKER, MANAGER, DIRECTOR])
def test_watching_over_updates_is_the_supports(by: str) -> None:
    forwarded({}).when(asked("update_wanted"), by=by).refused("not_permitted")


@pytest.mark.rule("LUT-MGT-1", "LUT-MGT-1A")
def test_once_closed_the_support_says_whether_it_was_resolved() -> None:
    case = forwarded({})
    assert "resolved" not in case.waiting
    case.given(close(), by=MANAGER)
    assert (case.waiting, case.task("resolved").people) == (["resolved"], (SUPPORT,))
    case.given(case.decide("resolved", "satisfactory"), by=SUPPORT)
    assert told(case) == []


@pytest.mark.rule("LUT-MGT-1", "LUT-MGT-1A")
def test_what_was_not_resolved_satisfactorily_goes_to_the_service_director() -> None:
    case = forwarded({}).given(close(), by=MANAGER)
    case.when(case.decide("resolved", "not_satisfactory"), by=SUPPORT).refused("comment_required")
    case.given(case.decide("resolved", "not_satisfactory", sealed="why"), by=SUPPORT)
    assert told(case) == [("service_director", ("LUT-MGT-1A",))]


@pytest.mark.rule("LUT-MGT-1")
def test_nobody_asks_for_that_by_hand() -> None:
    forwarded({}).when(asked("resolved"), by=SUPPORT).refused("not_permitted")


# --- actions --------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("LUT-MGT-2", "LUT-PLAT-1")
@pytest.mark.parametrize("by", [DIRECTOR, DIRECTORS[0], HEAD, MANAGER])
def test_a_manager_who_received_it_requires_an_action_of_the_service_manager(by: str) -> None:
    # On a weekday the service manager of the north is the one on call, too.
    case = forwarded({}).given(asked("action"), by=by)
    assert case.task("action").people == (MANAGER,)
    assert [(each.by, each.sealed) for each in case.of(RequestMadeV1)] == [(by, "what is wanted")]
    assert {"LUT-MGT-2", "LUT-PLAT-1"} <= cited(case, TaskOpenedV1, step="action")


@pytest.mark.rule("LUT-MGT-2")
def test_or_of_the_team_manager_but_of_nobody_else() -> None:
    case = forwarded({}).given(asked("action", "team_manager"), by=DIRECTOR)
    assert case.task("action").people == (TEAM_MANAGER,)
    case.when(asked("action", "social_worker"), by=DIRECTOR).refused("unknown_role")


@pytest.mark.rule("LUT-MGT-2")
@pytest.mark.parametrize("by", [SOCIAL_WORKER, TEAM_MANAGER, SUPPORT])
def test_who_is_no_manager_that_received_it_requires_nothing(by: str) -> None:
    forwarded({}).when(asked("action"), by=by).refused("not_permitted")


@pytest.mark.rule("LUT-MGT-2", "LUT-PLAT-1")
def test_it_is_followed_until_it_is_done_and_the_request_is_on_the_childs_record() -> None:
    case = forwarded({}).given(asked("action"), by=DIRECTOR)
    assert "action" in case.passes(days=300).waiting
    case.when(case.decide("action", "done"), by=MANAGER).refused("record_required")
    case.given(case.decide("action", "done", {"on_record": "yes"}), by=MANAGER)
    assert "action" not in case.waiting


@pytest.mark.rule("LUT-PLAT-1", "LUT-MGT-2")
def test_or_said_why_not() -> None:
    case = forwarded({}).given(asked("action"), by=DIRECTOR)
    case.when(case.decide("action", "not_done", {"on_record": "no_child"}), by=MANAGER).refused("comment_required")
    case.given(case.decide("action", "not_done", {"on_record": "no_child"}, "why"), by=MANAGER)


# --- a debriefing -------------------------------------------------------------------------------------------------------


@pytest.mark.rule("LUT-MGT-4", "LUT-MGT-4A")
@pytest.mark.parametrize("by", [MANAGER, DIRECTORS[0]])
@pytest.mark.parametrize("outcome", ["hold", "do_not_hold"])
def test_a_service_director_decides_whether_a_debriefing_is_held(by: str, outcome: str) -> None:
    case = forwarded(DIED, "LUT-CLA-1").given(asked("debriefing"), by=by)
    assert case.task("debriefing").people == DIRECTORS
    case.when(case.claim("debriefing"), by=MANAGER).refused("not_permitted")
    claimed(case, "debriefing", DIRECTORS[1]).given(case.decide("debriefing", outcome), by=DIRECTORS[1])
    assert [each.outcome for each in case.of(TaskDecidedV1)] == [outcome]


@pytest.mark.rule("LUT-MGT-4A")
@pytest.mark.parametrize("by", [SOCIAL_WORKER, TEAM_MANAGER, DIRECTOR])
def test_nobody_else_asks_for_it_and_it_is_not_asked_for_by_itself(by: str) -> None:
    case = forwarded(DIED, "LUT-CLA-1")
    case.when(asked("debriefing"), by=by).refused("not_permitted")
    case.given(close(), by=MANAGER)
    assert "debriefing" not in [each.step for each in case.ever(TaskOpenedV1)]


# --- a child's death -----------------------------------------------------------------------------------------------------


@pytest.mark.rule("LUT-MGT-5")
@pytest.mark.parametrize(
    "facts",
    [DIED, {**CHILD, "happened": ["suicide"]}, {"subject_kind": "group", "happened": ["death"]}],
    ids=["died", "took their life", "of a group"],
)
def test_a_childs_death_is_owed_to_the_board_by_the_head_of_service_at_once(facts: dict[str, Any]) -> None:
    category = "LUT-CLA-1" if "legal_status" in facts else "LUT-OTHER-1"
    [duty] = raised(facts, category).ever(DutyOpenedV1)
    assert (duty.to, duty.people, duty.must) == ("Safeguarding board", (HEAD,), True)
    assert duty.decisions[0].rules[0] == "LUT-MGT-5"
    assert duty.decisions[0].question == "Which body outside is to be told?"


@pytest.mark.rule("LUT-MGT-5")
def test_also_when_an_update_brings_it() -> None:
    case = raised({**CHILD, "happened": ["serious_injury"]}, "LUT-CLA-2")
    assert case.duties == []
    case.given(case.update({"happened": ["serious_injury", "death"]}), by=TEAM_MANAGER)
    assert "safeguarding_board" in case.duties


@pytest.mark.rule("LUT-MGT-5")
def test_not_for_an_adults_death_nor_for_an_injury() -> None:
    carer = {"subject_kind": "foster_carer", "happened": ["death"], "unusual_circumstances": True}
    assert raised(carer, "LUT-STAFF-6").duties == []
    assert raised({**CHILD, "happened": ["serious_injury"]}, "LUT-CLA-2").duties == []


@pytest.mark.rule("LUT-MGT-5")
def test_only_the_head_of_service_records_it_as_done() -> None:
    case = required(DIED, "LUT-CLA-1")
    case.when(case.complete("safeguarding_board"), by=MANAGER).refused("not_permitted")
    case.given(case.complete("safeguarding_board"), by=HEAD)


@pytest.mark.rule("LUT-PLAT-1")
def test_what_is_ours_says_that_the_guidance_does_not_ask_for_it() -> None:
    case = raised(MISSING, "LUT-CLA-3").passes(days=7)
    assert "LUT-PLAT-1" in cited(case, NoticeGivenV1)
    rule = case.deployment.authorities["luton"].editions["undated"].rules["LUT-PLAT-1"]
    assert (rule.status, bool(rule.other_reading)) == ("assumption", True)
