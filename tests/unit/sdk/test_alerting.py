"""What an edition states of national alerts: dead ends are found, answers are checked, and time that would mend it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from needfire.alerting import Alerting, AlertMessage, AlertPart
from needfire.authority import editions_of
from needfire.checking import problems_of
from needfire.procedure import Edition, Trigger
from needfire.suggesting import setting
from needfire.thresholds import passes_from
from needfire.vocabulary import VOCABULARY
from needfire.working_time import england_and_wales
from tests.unit.plugins.cases import AS_OF

EDITION: Edition = next(each for each in editions_of("needfire_kent") if each.edition == "2023-12")
NOWHERE = Trigger.parse("decided:national_alert_form.never")


def stated() -> Alerting:
    assert EDITION.alerting
    return EDITION.alerting


def with_message(kind: str, **changed: Any) -> Alerting:
    messages = tuple(replace(each, **changed) if each.kind == kind else each for each in stated().messages)
    return replace(stated(), messages=messages)


def test_the_edition_itself_leads_somewhere() -> None:
    assert problems_of(EDITION) == ()


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (replace(stated(), threshold="none"), "threshold 'none', which is not in thresholds"),
        (replace(stated(), responses="none"), "responses open 'none', which is no request"),
        (replace(stated(), enquiries=("nonsense",)), "the fact 'nonsense', which is not known"),
        (replace(stated(), missing_since=("nonsense",)), "the fact 'nonsense', which is not known"),
        (replace(stated(), by=("nobody",)), "alerting names the role 'nobody', which is not in roles"),
        (replace(stated(), rules=("KEN23-NONE",)), "cites KEN23-NONE, which is not a rule"),
        (replace(stated(), messages=stated().messages[1:]), "alerting has no initial message"),
        (replace(stated(), messages=(*stated().messages, stated().messages[0])), "states initial twice"),
        (with_message("update", by=()), "alert message update is written: say by"),
        (with_message("update", signed_off=None), "alert message update is written: say by"),
        (with_message("initial", written=None), "alert message initial: say written"),
        (with_message("initial", released=NOWHERE), "alert message initial waits for"),
        (with_message("initial", sent_back=(NOWHERE,)), "alert message initial waits for"),
        (replace(stated(), parts=(AlertPart("a", "A?", ("KEN23-NA-10",), "words"),)), "alert part a: say words"),
        (replace(stated(), parts=(AlertPart("a", "A?", ()),)), "alert part a cites no rule"),
    ],
)
def test_a_dead_end_is_found(made: Alerting, said: str) -> None:
    assert [each for each in problems_of(replace(EDITION, alerting=made)) if said in each]


def test_a_request_that_only_an_alert_opens_is_none_that_is_never_made() -> None:
    found = problems_of(replace(EDITION, alerting=None))
    assert [each for each in found if each.startswith("request national_alert_response is never made")]


@pytest.mark.parametrize(
    ("kind", "fits", "unfit"),
    [
        ("words", ["yes"], ["no", None, ["yes"], 1]),
        ("day", ["2026-02-28"], ["2026-02-30", "20260228", "soon", None, 3]),
        ("localities", [[], ["E10000016", "W06000015"]], ["E10000016", ["Dover"], [1], ["E10000016"] * 213, None]),
        ("photograph", ["attachment-0a"], ["attachment-", "../x", "attachment-A", None]),
        ("sealed", [], ["text", None]),
    ],
)
def test_an_answer_is_of_its_kind_or_says_what_to_mend(kind: Any, fits: list[Any], unfit: list[Any]) -> None:
    part = AlertPart("part", "What is it?", ("KEN23-NA-10",), kind, {"yes": "it is"})
    assert [part.problem(each) for each in fits] == [None for _ in fits]
    assert all((part.problem(each) or "").startswith("What is it?") for each in unfit)


def test_a_part_is_required_where_another_leads_to_it() -> None:
    part = AlertPart("photograph", "Which?", ("R",), "photograph", required=False, required_if={"has": "attached"})
    assert part.is_required({"has": "attached"}) and not part.is_required({"has": "none"})


def test_who_checks_a_message_are_those_who_sign_it_off_or_send_it_back() -> None:
    kent_2016 = next(each for each in editions_of("needfire_kent") if each.edition == "2016-09")
    assert kent_2016.alerting
    initial: AlertMessage | None = kent_2016.alerting.message("initial")
    assert initial and initial.checks == {
        "template_checked_by_officer",
        "template_checked_by_manager",
        "approve_national_alert",
    }


def test_only_what_lasts_passes_with_time() -> None:
    [threshold] = [each for each in EDITION.thresholds if each.id == "national_alert"]

    def passing(**facts: Any) -> Any:
        raw = {"plan": "child_protection", "happened": ["missing"], "local_alert_raised_at": AS_OF.isoformat(), **facts}
        return passes_from(threshold, setting(EDITION, VOCABULARY.read(raw, AS_OF), AS_OF, england_and_wales()))

    week_ago = AS_OF - timedelta(weeks=1)
    assert passing(missing_since=week_ago.isoformat()) == week_ago + timedelta(weeks=3)
    assert passing(missing_since=week_ago.isoformat(), on_holiday=True) is None
    assert passing() is None
