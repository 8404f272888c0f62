"""Luton: who gets a notification, who looks at it each week, who may share it with whom, and what they may not see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from access import Case as Reached
from access import Reader, hidden_particulars
from access.deeds import Purpose
from contracts.escalation import (
    ClockStartedV1,
    NoticeGivenV1,
    RoutingEndedV1,
    RoutingStartedV1,
    TaskDecidedV1,
    TaskOpenedV1,
)
from contracts.intake import NotificationRaisedV1, NotificationSharedV1
from gateway.words.names import Names
from gateway.words.sharing import expected_shares
from needfire.suggesting import setting
from tests.rules.luton.playing import (
    ANSWERS,
    CHILD,
    DIED,
    DIRECTOR,
    DIRECTORS,
    HEAD,
    LADO,
    MANAGER,
    MISSING,
    SOCIAL_WORKER,
    SUPPORT,
    TEAM_MANAGER,
    TRUST,
    TRUST_CATEGORIES,
    WEEK,
    asked,
    cited,
    claimed,
    completed,
    consulted,
    decided_by_directors,
    forwarded,
    raised,
    required,
    shared,
    told,
)
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON, Case, close, raise_it
from tests.unit.casework.events import event

BOTH_ROUTES = [((), TEAM_MANAGER), (TRUST_CATEGORIES, LADO)]


def facts_for(categories: tuple[str, ...]) -> dict[str, Any]:
    return TRUST if categories else {}


@pytest.mark.rule("LUT-CIRC-1")
def test_the_team_manager_completes_it_the_service_manager_forwards_it() -> None:
    case = required({})
    assert (case.waiting, case.task("complete_form").people) == (["complete_form"], (TEAM_MANAGER,))
    case.given(case.decide("complete_form", "completed"), by=TEAM_MANAGER)
    assert (case.waiting, case.task("forward").people) == (["forward"], (MANAGER,))
    case.when(case.decide("forward", "forward", ANSWERS), by=TEAM_MANAGER).refused("not_permitted")


@pytest.mark.rule("LUT-CIRC-1")
def test_a_team_manager_who_raises_has_completed_it() -> None:
    case = required({}, by=TEAM_MANAGER)
    assert case.waiting == ["forward"]


@pytest.mark.rule("LUT-CIRC-1", "LUT-MGT-1", "LUT-MGT-1A", "LUT-RAISE-3")
@pytest.mark.parametrize(("categories", "by"), BOTH_ROUTES)
def test_forwarded_it_goes_to_director_and_inbox_and_the_on_call_manager_and_the_support_are_told(
    categories: tuple[str, ...], by: str
) -> None:
    case = completed(facts_for(categories), *categories, by=by)
    case.when(case.decide("forward", "forward", ANSWERS), by=MANAGER)
    case.then(
        event(TaskDecidedV1, step="forward", records=ANSWERS),
        event(NoticeGivenV1, role="need_to_know_inbox"),
        event(NoticeGivenV1, role="on_call_service_manager", people=(MANAGER,)),
        event(NoticeGivenV1, role="service_director_support", people=(SUPPORT,)),
        event(TaskOpenedV1, step="inform_director", role="service_director", people=DIRECTORS, tray="group"),
    )


@pytest.mark.rule("LUT-CIRC-1")
def test_at_a_weekend_the_one_on_the_rota_is_told() -> None:
    case = forwarded({}, now=datetime(2026, 11, 21, 9, tzinfo=UTC))
    assert case.notice("on_call_service_manager").people == ("luton-service-manager-2",)


@pytest.mark.rule("LUT-CIRC-2")
@pytest.mark.parametrize(("categories", "by"), BOTH_ROUTES)
def test_one_of_the_service_directors_determines_whether_the_director_is_informed(
    categories: tuple[str, ...], by: str
) -> None:
    case = claimed(forwarded(facts_for(categories), *categories, by=by), "inform_director", DIRECTORS[1])
    case.when(case.decide("inform_director", "inform_dcs"), by=DIRECTORS[0]).refused("task_claimed")
    case.when(case.decide("inform_director", "inform_dcs"), by=MANAGER).refused("not_permitted")
    case.when(case.decide("inform_director", "inform_dcs"), by=DIRECTORS[1]).then(
        event(TaskDecidedV1, outcome="inform_dcs"),
        event(NoticeGivenV1, role="director_of_childrens_services", people=(DIRECTOR,)),
        event(RoutingEndedV1, how="finished"),
    )


@pytest.mark.rule("LUT-CIRC-2")
@pytest.mark.parametrize(("categories", "by"), BOTH_ROUTES)
def test_or_is_not(categories: tuple[str, ...], by: str) -> None:
    case = claimed(forwarded(facts_for(categories), *categories, by=by), "inform_director", DIRECTORS[0])
    case.when(case.decide("inform_director", "do_not_inform_dcs"), by=DIRECTORS[0])
    case.then(event(TaskDecidedV1, outcome="do_not_inform_dcs"), event(RoutingEndedV1, how="finished"))


# --- each week -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("LUT-CIRC-3")
def test_the_management_team_reviews_it_a_week_after_it_was_raised_and_not_a_minute_before() -> None:
    case = raised({})
    case.until(NOON + WEEK - timedelta(minutes=1))
    assert case.of(TaskOpenedV1) == []
    case.until(NOON + WEEK)
    [opened] = case.of(TaskOpenedV1)
    assert (opened.step, opened.role, opened.beside) == ("weekly_review", "directorate_management_team", True)
    assert set(opened.people) == {DIRECTOR, *DIRECTORS, HEAD}
    assert "LUT-CIRC-3" in opened.decisions[0].rules


@pytest.mark.rule("LUT-CIRC-3")
def test_reviewed_it_comes_round_a_week_later_until_it_is_closed() -> None:
    case = decided_by_directors({})
    for week in (1, 2):
        claimed(case.until(NOON + week * WEEK), "weekly_review", HEAD)
        case.given(case.decide("weekly_review", "reviewed"), by=HEAD)
    case.until(NOON + 3 * WEEK)
    assert case.waiting == ["weekly_review"]
    case.given(close(), by=MANAGER)
    assert "weekly_review" not in case.waiting
    assert case.passes(days=60).of(TaskOpenedV1) == []


@pytest.mark.rule("LUT-CIRC-3")
def test_only_who_sits_on_the_management_team_reviews_it() -> None:
    case = raised({}).until(NOON + WEEK)
    case.when(case.claim("weekly_review"), by=MANAGER).refused("not_permitted")


# --- what they may not see -----------------------------------------------------------------------------------------------


def hidden(person: str, *placed: str, purpose: Purpose = "casework") -> frozenset[str]:
    """What this person may not see, for this purpose, of a case with these restrictions."""
    luton = real("luton")
    reader = Reader(person, "luton", luton.directories["luton"], NOON)
    edition = luton.authorities["luton"].editions["undated"]
    return hidden_particulars(reader, Reached("luton", "north", edition, LADO, frozenset()), placed, purpose)


@pytest.mark.rule("LUT-CIRC-4")
def test_a_director_who_sits_on_the_management_team_gets_an_anonymised_version_where_the_name_is_restricted() -> None:
    assert hidden(DIRECTORS[1], "LUT-CIRC-4") == {"adult_name"}
    assert hidden(DIRECTORS[1], "LUT-CIRC-4", purpose="emergency") == {"adult_name"}  # Luton does not lift it
    assert hidden(DIRECTORS[1]) == set()


@pytest.mark.rule("LUT-CIRC-4")
def test_who_works_with_it_sees_the_name_all_the_same() -> None:
    assert hidden(LADO, "LUT-CIRC-4") == hidden(MANAGER, "LUT-CIRC-4") == set()


@pytest.mark.rule("LUT-CIRC-4")
def test_nothing_is_restricted_by_itself_as_luton_does_not_say_in_which_cases() -> None:
    case = raised(TRUST, *TRUST_CATEGORIES, by=LADO)
    assert case.ever(NotificationRaisedV1)[0].restrictions == ()
    asked = raise_it(TRUST, *TRUST_CATEGORIES, area="north", restrictions=("LUT-CIRC-4",))
    placed = Case(real("luton")).given(asked, by=LADO)
    assert placed.ever(NotificationRaisedV1)[0].restrictions == ("LUT-CIRC-4",)
    rule = case.deployment.authorities["luton"].editions["undated"].rules["LUT-CIRC-4"]
    assert (rule.status, "not said" in rule.says) == ("gap", True)


# --- sharing ---------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("LUT-CIRC-5", "LUT-PLAT-1")
@pytest.mark.parametrize("by", [DIRECTORS[0], SUPPORT, HEAD])
def test_whoever_received_it_may_share_it_with_somebody_and_says_why(by: str) -> None:
    case = forwarded(DIED, "LUT-CLA-1")
    case.when(shared("wider", None, to_person=DIRECTOR), by=by).refused("comment_required")
    case.given(shared("wider", to_person=DIRECTOR), by=by)
    [share] = case.of(NotificationSharedV1)
    assert (share.to_person, share.by, share.sealed) == (DIRECTOR, by, "why")
    assert {"LUT-CIRC-5", "LUT-PLAT-1"} <= set(share.decisions[0].rules)


@pytest.mark.rule("LUT-CIRC-5")
def test_it_is_shared_with_a_person_of_the_authority_and_not_with_just_anybody() -> None:
    case = forwarded({})
    case.when(shared("wider", to_person="somebody-else"), by=DIRECTORS[0]).refused("unknown_person")
    case.when(shared("wider", to_body="the_press"), by=DIRECTORS[0]).refused("one_recipient")


@pytest.mark.rule("LUT-CIRC-5", "LUT-CIRC-6")
def test_it_is_a_matter_of_judgement_a_case_that_was_not_shared_lacks_nothing() -> None:
    luton = real("luton")
    edition = luton.authorities["luton"].editions["undated"]
    names = Names(luton.directories["luton"], edition, {edition.name: edition})
    within = setting(edition, {}, NOON, luton.calendar)
    assert expected_shares({"state": "open"}, names, within) == ()


@pytest.mark.rule("LUT-CIRC-6")
def test_the_board_is_a_body_not_a_person() -> None:
    case = forwarded(DIED, "LUT-CLA-1")
    for to in ({"to_person": DIRECTOR}, {"to_body": "another_board"}):
        code = "one_recipient" if "to_person" in to else "unknown_body"
        case.when(shared("safeguarding_children_board", **to), by=DIRECTORS[0]).refused(code)


@pytest.mark.rule("LUT-CIRC-6")
def test_a_service_director_circulates_it_to_the_safeguarding_board_and_nobody_else_does() -> None:
    case = forwarded(DIED, "LUT-CLA-1")
    to_board = shared("safeguarding_children_board", to_body="safeguarding_children_board")
    case.when(to_board, by=MANAGER).refused("not_permitted", rules=["LUT-CIRC-6", "LUT-PLAT-1"])
    case.given(to_board, by=DIRECTORS[1])
    [share] = case.of(NotificationSharedV1)
    assert (share.to_body, share.by) == ("safeguarding_children_board", DIRECTORS[1])


WIDER = shared("wider", to_person=DIRECTOR)
TO_BOARD = shared("safeguarding_children_board", to_body="safeguarding_children_board")


@pytest.mark.rule("LUT-CIRC-7")
@pytest.mark.parametrize("share", [WIDER, TO_BOARD], ids=["further", "to the board"])
def test_on_an_adult_in_a_position_of_trust_the_lado_is_consulted_before_it_goes_further(share: Any) -> None:
    case = forwarded(TRUST, *TRUST_CATEGORIES, by=LADO)
    refusal = case.when(share, by=DIRECTORS[0]).refused("share_refused")
    assert "LUT-CIRC-7" in refusal["rules"]
    # Somebody else's advice does not do.
    case.given(consulted("service_manager", MANAGER), by=SOCIAL_WORKER)
    case.when(share, by=DIRECTORS[0]).refused("share_refused")
    case.given(consulted("lado", LADO), by=SOCIAL_WORKER)
    case.given(share, by=DIRECTORS[0])
    assert "LUT-CIRC-7" in case.of(NotificationSharedV1)[0].decisions[0].rules


@pytest.mark.rule("LUT-CIRC-7")
@pytest.mark.parametrize("share", [WIDER, TO_BOARD], ids=["further", "to the board"])
@pytest.mark.parametrize(
    "facts", [MISSING, {**CHILD, "happened": ["allegation"], "named_adult_role": "parent_or_carer"}]
)
def test_on_anything_else_nobody_need_be_consulted_nor_is_anything_asked(share: Any, facts: dict[str, Any]) -> None:
    case = forwarded(facts, "LUT-CLA-3" if facts is MISSING else "LUT-OTHER-1")
    case.given(share, by=DIRECTORS[0])


@pytest.mark.rule("LUT-CIRC-7")
def test_where_something_is_alleged_and_it_is_not_known_of_whom_that_is_asked_first() -> None:
    case = forwarded({**CHILD, "happened": ["allegation"]})
    refusal = case.when(WIDER, by=DIRECTORS[0]).refused("facts_needed")
    assert "named_adult_role" in refusal["details"]["facts"]


# --- what is not said -------------------------------------------------------------------------------------------------------


@pytest.mark.rule("LUT-CIRC-8")
def test_no_time_is_invented_for_deciding_completing_forwarding_or_informing() -> None:
    for case in (raised({}), required({}), completed({}), forwarded({})):
        assert {each.clock for each in case.ever(ClockStartedV1)} == {"weekly_review"}
        waiting = case.waiting
        case.passes(days=6)
        assert (case.events, case.waiting) == ([], waiting)


@pytest.mark.rule("LUT-CIRC-8")
@pytest.mark.parametrize("categories", [(), TRUST_CATEGORIES])
def test_whoever_reads_why_it_waits_with_them_reads_that_no_time_is_given(categories: tuple[str, ...]) -> None:
    case = raised(facts_for(categories), *categories)
    assert "LUT-CIRC-8" in cited(case, RoutingStartedV1) & cited(case, TaskOpenedV1)
    assert case.deployment.authorities["luton"].editions["undated"].rules["LUT-CIRC-8"].status == "gap"


@pytest.mark.rule("LUT-CIRC-8")
@pytest.mark.parametrize("request_id", ["fuller_analysis", "action", "decide_on_ofsted", "debriefing", "update_wanted"])
def test_nor_for_what_is_asked_beside_the_route(request_id: str) -> None:
    asker = SUPPORT if request_id == "update_wanted" else DIRECTORS[0]
    case = forwarded(DIED, "LUT-CLA-1").given(asked(request_id), by=asker)
    assert case.of(ClockStartedV1) == []
    assert "LUT-CIRC-8" in cited(case, TaskOpenedV1, step=request_id)


@pytest.mark.rule("LUT-CIRC-9", "LUT-MGT-5")
@pytest.mark.parametrize(("categories", "by"), [(("LUT-CLA-1",), TEAM_MANAGER), (("LUT-CLA-1", "LUT-TRUST-1"), LADO)])
def test_a_childs_death_is_copied_to_the_head_of_service(categories: tuple[str, ...], by: str) -> None:
    case = completed(DIED, *categories, by=by)
    case.given(case.decide("forward", "forward", ANSWERS), by=MANAGER)
    assert [rules for role, rules in told(case) if role == "head_of_strategic_safeguarding"] == [
        ("LUT-CIRC-9", "LUT-MGT-5")
    ]


@pytest.mark.rule("LUT-CIRC-9")
@pytest.mark.parametrize(
    ("facts", "categories"),
    [
        ({"subject_kind": "foster_carer", "happened": ["death"], "unusual_circumstances": True}, ("LUT-STAFF-6",)),
        ({**CHILD, "happened": ["serious_injury"]}, ("LUT-CLA-2",)),
        (TRUST, TRUST_CATEGORIES),
    ],
)
def test_nobody_elses_death_and_nothing_less_is(facts: dict[str, Any], categories: tuple[str, ...]) -> None:
    by = LADO if categories == TRUST_CATEGORIES else TEAM_MANAGER
    case = forwarded(facts, *categories, by=by)
    assert "head_of_strategic_safeguarding" not in [each.role for each in case.ever(NoticeGivenV1)]
