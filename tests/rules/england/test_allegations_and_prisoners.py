"""Working Together 2013: allegations against people who work with children, removal from work, prisoners."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from contracts.escalation import DutyOpenedV1, NoticeGivenV1
from tests.rules.england.playing import (
    HOUR,
    MANAGER,
    SENIOR,
    ago,
    cited,
    done,
    due,
    met,
    missed_at,
    opened,
    raised,
    read,
    record,
    sent_to,
    told,
)
from tests.unit.casework.case import NOON, at

ALLEGATION: dict[str, Any] = {
    "works_with_children": True,
    "allegation_says": ["harmed"],
    "allegation_learned_at": at(NOON),
}
BOTH = {"law_tell_senior_manager", "law_tell_lado"}
PRISONER: dict[str, Any] = {"prisoner_poses_risk": True, "prisoner_moves": ["reception"]}


@pytest.mark.rule("WT13-50")
def test_an_allegation_goes_to_a_senior_manager_immediately_and_to_the_lado_within_a_working_day() -> None:
    case = record(raised(), **ALLEGATION)
    assert opened(case) == BOTH
    assert {"senior_manager", "head_of_service", "lado"} & told(case) == {"head_of_service", "lado"}
    assert due(case, "law_tell_senior_manager") == NOON
    missed_at(case, "law_tell_lado", datetime(2026, 11, 19, tzinfo=UTC))


@pytest.mark.rule("WT13-50")
def test_told_in_time_the_lado_waits_for_nothing_more() -> None:
    case = record(raised(), **{**ALLEGATION, "allegation_learned_at": ago(days=1)})
    assert due(case, "law_tell_lado") == datetime(2026, 11, 18, tzinfo=UTC)
    assert met(done(case.passes(hours=11), "law_tell_lado", SENIOR)) == [False]


@pytest.mark.rule("WT13-50", "WT13-50A")
def test_from_when_the_working_day_counts_is_ours_and_says_so() -> None:
    case = record(raised(), **ALLEGATION)
    assert "WT13-50A" in cited(case.of(DutyOpenedV1))
    assert (read("WT13-50A").status, bool(read("WT13-50A").other_reading)) == ("assumption", True)


@pytest.mark.rule("WT13-50D", "WT13-50")
@pytest.mark.parametrize("says", ["harmed", "offence", "indicates_risk"])
def test_each_of_three_things_is_an_allegation_and_the_decision_says_by_which_definition(says: str) -> None:
    case = record(raised(), **{**ALLEGATION, "allegation_says": [says]})
    assert opened(case) == BOTH
    assert "WT13-50D" in cited(case.of(DutyOpenedV1))


@pytest.mark.rule("WT13-50")
def test_the_senior_manager_and_the_lado_each_hear_of_it() -> None:
    case = record(raised(), **ALLEGATION)
    heard = {(each.about, each.role) for each in case.of(NoticeGivenV1)}
    assert ("Tell a senior manager of the organisation of the allegation", "head_of_service") in heard
    assert ("Tell the LADO of the allegation", "lado") in heard


@pytest.mark.rule("WT13-50D", "WT13-50")
@pytest.mark.parametrize("otherwise", [{"allegation_says": ["other"]}, {"works_with_children": False}])
def test_nothing_else_is_an_allegation(otherwise: dict[str, Any]) -> None:
    assert opened(record(raised(), **{**ALLEGATION, **otherwise})) == set()


@pytest.mark.rule("WT13-53")
def test_who_is_removed_for_a_risk_of_harm_must_be_referred() -> None:
    case = record(raised(), removed_for_risk_of_harm=True)
    [duty] = case.of(DutyOpenedV1)
    assert (duty.duty, duty.must) == ("law_barring_service", True)
    assert "Disclosure and Barring" in duty.to
    assert opened(record(raised(), removed_for_risk_of_harm=False)) == set()


@pytest.mark.rule("WT13-60")
@pytest.mark.parametrize("move", ["reception", "transfer", "release"])
def test_the_prison_tells_social_care_of_each_move_and_the_duty_says_whose_it_is(move: str) -> None:
    case = record(raised(), **{**PRISONER, "prisoner_moves": [move]})
    assert "by the prison" in sent_to(case, "law_prison_tells")
    assert ("law_release_address" in opened(case)) == (move == "release")
    done(case, "law_prison_tells", MANAGER)


@pytest.mark.rule("WT13-60")
@pytest.mark.parametrize(("months", "probation"), [(11, False), (12, True), (13, True)])
def test_probation_is_told_from_a_sentence_of_12_months(months: int, probation: bool) -> None:
    assert ("law_probation" in opened(record(raised(), **PRISONER, sentence_months=months))) is probation


@pytest.mark.rule("WT13-60")
def test_a_prisoner_without_such_a_risk_is_nobodys_matter() -> None:
    case = record(raised(), prisoner_moves=["release"], prisoner_poses_risk=False, sentence_months=24)
    assert opened(case) == set()
    assert opened(record(raised(), prisoner_poses_risk=True, sentence_months=24)) == set()
    assert record(case.passes(hours=1), learned_at=at(NOON + HOUR)).duties == []
