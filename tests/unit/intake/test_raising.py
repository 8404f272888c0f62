"""Raising a notification: who may, with which facts, and what is asked back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.intake import NotificationRaisedV1, RecordConsultationV1, SuggestedCategory
from needfire.facts import UNKNOWN
from tests.unit.casework.authorities import fenshire
from tests.unit.casework.case import NOON, SOMEBODY, THIS, Case, at, raise_it
from tests.unit.casework.events import event

MISSING = {"happened": ["missing"], "missing_since": at(NOON - timedelta(hours=3))}


def test_it_is_raised_under_the_edition_in_force_with_everything_that_was_stated(fen: Case) -> None:
    fen.when(
        raise_it(MISSING, "FEN-A", "FEN-X", named={"clerk": "clerk"}, restrictions=("FEN-5",), sealed="sealed"),
        by="worker",
    )
    edition = fen.deployment.authorities["fenshire"].editions["trial"]
    fen.then(
        event(
            NotificationRaisedV1,
            notification_id=THIS,
            person=SOMEBODY,
            area="fen",
            edition="trial",
            edition_digest=edition.digest,
            raised_by="worker",
            raised_at=NOON,
            facts=MISSING,
            categories=("FEN-A", "FEN-X"),
            suggested=(SuggestedCategory("FEN-A", ("happened",)),),
            left_out=(),
            named={"clerk": "clerk"},
            restrictions=("FEN-5",),
            sealed="sealed",
        )
    )
    assert fen.answer["accepted"] == {"notification_id": THIS, "edition": "trial", "version": 1, "person": SOMEBODY}


def test_each_decision_cites_its_rule_the_edition_the_moment_and_the_facts_used(fen: Case) -> None:
    fen.given(raise_it(MISSING, "FEN-A", "FEN-X"), by="worker")
    [raised] = fen.events
    permitted, missing, other = raised.decisions
    assert (permitted.question, permitted.answer) == ("May this person raise it?", "Yes, as worker.")
    assert permitted.rules == ("FEN-1",)
    assert (missing.question, missing.answer) == ("Does “Missing” apply?", "The facts meet it, and it was chosen.")
    assert (missing.rules, missing.facts) == (("FEN-A",), {"happened": ["missing"]})
    assert (other.answer, other.rules, other.facts) == ("Chosen by professional judgement.", ("FEN-X",), {})
    assert {(each.edition, each.decided_at) for each in raised.decisions} == {("fenshire trial", NOON)}


def test_a_person_with_two_posts_raises_by_the_first_that_may(luton: Case) -> None:
    luton.given(raise_it({}, "LUT-OTHER-1", area="north"), by="luton-team-manager")
    assert luton.events[0].decisions[0].answer == "Yes, as team manager."


def test_what_was_raised_is_folded_into_the_notification(fen: Case) -> None:
    fen.given(raise_it(MISSING, "FEN-A"), by="worker")
    state = fen.notification
    assert (state.notification_id, state.area, state.edition, state.raised_by) == (THIS, "fen", "trial", "worker")
    assert (state.facts, state.categories, state.number, state.ended) == (MISSING, ("FEN-A",), 0, None)


@pytest.mark.parametrize("by", ["head", "clerk"])
def test_who_holds_no_post_that_may_raise_is_refused_and_told_which_do(fen: Case, by: str) -> None:
    fen.when(raise_it({}, "FEN-X"), by=by)
    fen.refused("not_permitted", details={"roles": ["Worker", "Manager"]}, rules=["FEN-1"])


@pytest.mark.parametrize("by", ["nobody-we-know", "", "service:intake"])
def test_whom_the_directory_does_not_have_is_refused_and_told_nothing(fen: Case, by: str) -> None:
    fen.when(raise_it({}, "FEN-X"), by=by).refused("not_permitted", details={}, rules=[])


def test_a_post_in_another_area_does_not_permit(fen: Case) -> None:
    fen.when(raise_it({}, "FEN-X", area="hill"), by="manager").refused("not_permitted")
    fen.when(raise_it({}, "FEN-X", area="hill"), by="hill-manager")
    assert "accepted" in fen.answer


def test_an_edition_that_lets_nobody_consult_permits_nobody() -> None:
    case = Case(fenshire("acts: [{kind: raise, roles: [worker], rules: [FEN-1]}]"), alone=True)
    case.given(raise_it({}, "FEN-X"), by="worker")
    case.when(RecordConsultationV1(THIS, "manager", "manager", "raise"), by="worker")
    case.refused("not_permitted", details={}, rules=[])


@pytest.mark.parametrize(
    ("change", "code", "details"),
    [
        ({"area": "atlantis"}, "unknown_area", {"areas": ["fen", "hill"]}),
        ({"categories": ()}, "no_category", {}),
        ({"categories": ("KEN23-NTK-A",)}, "unknown_category", {"unknown": 1}),
        ({"categories": ("FEN-X", "FEN-ALERT", "nonsense")}, "unknown_category", {"unknown": 2}),
        ({"named": {"auditor": "clerk"}}, "unknown_role", {"unknown": 1}),
        ({"named": {"clerk": "somebody"}}, "unknown_person", {"unknown": 1}),
        ({"restrictions": ("LUT-CIRC-4",)}, "unknown_restriction", {"unknown": 1}),
        ({"named": {"manager": "clerk"}}, "unknown_person", {"role": "manager"}),
        ({"named": {"manager": "hill-manager"}}, "unknown_person", {"role": "manager"}),
        ({"named": {"manager": "deputy"}}, "unknown_person", {"role": "manager"}),
    ],
)
def test_what_is_not_of_this_authority_is_refused_without_repeating_what_was_sent(
    fen: Case, change: dict[str, Any], code: str, details: dict[str, Any]
) -> None:
    fen.when(replace(raise_it({}, "FEN-X"), **change), by="worker")
    fen.refused(code, details=details)


def test_who_is_away_may_be_named_for_what_they_hold_and_so_may_who_stands_in() -> None:
    away = "absences: [{person: manager, from: 2026-11-16}]"
    for named in ("manager", "deputy"):
        case = Case(fenshire(directory=away))
        case.given(raise_it({}, "FEN-X", named={"manager": named}), by="worker")


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({"missing_since": at(NOON + timedelta(seconds=1))}, "missing_since"),
        ({"missing_since": "yesterday"}, "missing_since"),
        ({"missing_since": "2026-11-16T12:00:00"}, "missing_since"),
        ({"missing_since": at(datetime(1989, 12, 31, tzinfo=UTC))}, "missing_since"),
        ({"happened": "missing"}, "happened"),
        ({"happened": ["abducted by aliens"]}, "happened"),
        ({"happened": None}, "happened"),
        ({"age_years": -1}, "age_years"),
        ({"favourite_colour": "green"}, UNKNOWN),
        ({"Mr. Smith, 4 High Street": True}, UNKNOWN),
        ({"missing_since": at(NOON), "found_at": at(NOON - timedelta(seconds=1))}, "found_at"),
    ],
)
def test_facts_that_cannot_be_are_refused_by_name_with_what_to_mend(
    fen: Case, facts: dict[str, Any], named: str
) -> None:
    fen.when(raise_it(facts, "FEN-X"), by="worker")
    problems = fen.refused("facts_refused")["details"]["facts"]
    assert list(problems) == [named]
    assert problems[named].endswith(".")


def test_a_fact_of_this_very_moment_is_accepted(fen: Case) -> None:
    fen.given(raise_it({"missing_since": at(NOON)}, "FEN-X"), by="worker")


@pytest.mark.parametrize(
    "spoilt",
    [
        {"notification_id": "x" * 201},
        {"notification_id": "Robin Ash, born 2012"},
        {"notification_id": "routing-1"},
        {"categories": "FEN-X"},
        {"categories": [None]},
        {"facts": []},
        {"sealed": "s" * 400_001},
        {"surprise": 1},
        {"area": None},
        {"left_out": [{"rule": "FEN-A", "reason": "because"}]},
    ],
)
def test_what_cannot_be_read_is_refused_as_malformed(fen: Case, spoilt: dict[str, Any]) -> None:
    envelope = fen.envelope(raise_it({}, "FEN-X"), by="worker")
    fen.answer = fen.intake_desk.answer({**envelope, "data": {**envelope["data"], **spoilt}})
    assert set(fen.refused("malformed")["details"]) <= {next(iter(spoilt)), "categories.0", "left_out.0.reason"}


def test_a_notification_is_raised_once(fen: Case) -> None:
    fen.given(raise_it({}, "FEN-X"), by="worker")
    fen.when(raise_it(MISSING, "FEN-A"), by="manager").refused("command_id_reused")


def test_before_the_first_edition_holds_there_is_no_procedure() -> None:
    case = Case(fenshire(), datetime(2019, 12, 31, 23, 59, tzinfo=UTC), alone=True)
    case.when(raise_it({}, "FEN-X"), by="worker").refused("no_procedure")
    case.passes(minutes=1).given(raise_it({}, "FEN-X"), by="worker")


def test_an_edition_holds_from_midnight_in_england_also_in_summer() -> None:
    summer = fenshire("in_force_from: 2026-07-01")
    midnight = datetime(2026, 6, 30, 23, 0, tzinfo=UTC)
    before = Case(summer, midnight - timedelta(seconds=1), alone=True)
    before.when(raise_it({}, "FEN-X"), by="worker").refused("no_procedure")
    Case(summer, midnight, alone=True).given(raise_it({}, "FEN-X"), by="worker")
