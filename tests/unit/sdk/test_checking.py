"""Checks of an edition: every part cites, every way leads somewhere, every role is named, nothing waits for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from needfire.checking import problems_of, roles_used
from needfire.procedure_reading import EditionUnreadable
from tests.unit.casework.authorities import HERE, fenshire_edition

STEP: Mapping[str, Any] = {
    "id": "check",
    "title": "Check",
    "role": "manager",
    "rules": ["FEN-1"],
    "outcomes": [{"id": "pass", "title": "Passed"}],
}
CLOCK: Mapping[str, Any] = {
    "id": "in_time",
    "title": "In time",
    "rules": ["FEN-2"],
    "within": "24h",
    "starts": "raised",
    "met_by": ["closed"],
    "owner": "manager",
}
DUTY: Mapping[str, Any] = {
    "id": "college",
    "title": "Tell the college",
    "rules": ["FEN-3"],
    "to": "College",
    "lead": "liaison",
    "when": {"category": "FEN-B"},
    "opens": ["raised"],
    "within": "24h",
}
WAY: Mapping[str, Any] = {"id": "onward", "title": "Onward", "rules": ["FEN-1"], "to_anybody": True}
REMIND: Mapping[str, Any] = {"does": "remind", "rules": ["FEN-4"]}
Changes = Mapping[str, Any]


def problems(**sections: Any) -> list[str]:
    """What is wrong with Fenshire's edition when these sections are stated so."""
    try:
        fenshire_edition(yaml.safe_dump(sections))
    except EditionUnreadable as unreadable:
        return [each.removeprefix("fenshire.yaml: ") for each in unreadable.problems]
    return []


def route(*steps: Changes, **others: Any) -> list[dict[str, Any]]:
    return [{"id": "way", "title": "Way", "rules": ["FEN-1"], "steps": [dict(each) for each in steps], **others}]


def step(**changes: Any) -> dict[str, Any]:
    return {**STEP, **changes}


def outcome(**changes: Any) -> dict[str, Any]:
    return step(outcomes=[{"id": "pass", "title": "Passed", **changes}])


def test_a_sound_edition_has_no_problems() -> None:
    assert problems_of(fenshire_edition()) == ()
    assert problems(clocks=[CLOCK], duties=[DUTY], routes=route(STEP)) == []


@pytest.mark.parametrize(
    ("sections", "problem"),
    [
        # rules and citations
        ({"rules": []}, "act raise cites FEN-1, which is not a rule of this edition"),
        ({"acts": [{"kind": "raise", "roles": ["worker"], "rules": []}]}, "act raise cites no rule"),
        ({"form": {"rules": [], "facts": [], "named_roles": [], "particulars": []}}, "form cites no rule"),
        ({"clocks": [{**CLOCK, "rules": []}]}, "clock in_time cites no rule"),
        ({"clocks": [{**CLOCK, "rules": ["FEN-9"]}]}, "clock in_time cites FEN-9, which is not a rule of this edition"),
        ({"clocks": [{**CLOCK, "on_breach": [{**REMIND, "rules": ["FEN-9"]}]}]}, "clock in_time, action remind cites FEN-9"),
        ({"clocks": [{**CLOCK, "on_target": [{**REMIND, "rules": []}]}]}, "clock in_time, action remind cites no rule"),
        ({"duties": [{**DUTY, "rules": []}]}, "duty college cites no rule"),
        ({"duties": [{**DUTY, "on_breach": [{**REMIND, "rules": []}]}]}, "duty college, action remind cites no rule"),
        ({"duties": [{**DUTY, "tells": [{"role": "head", "rules": []}]}]}, "duty college, telling head cites no rule"),
        ({"routes": route(STEP, rules=[])}, "route way cites no rule"),
        ({"routes": route(step(rules=[]))}, "step check cites no rule"),
        ({"routes": route(step(tells=[{"role": "head", "rules": []}]))}, "step check, telling head cites no rule"),
        (
            {"routes": route(outcome(tells=[{"role": "head", "rules": []}]))},
            "step check.pass, telling head cites no rule",
        ),
        (
            {"routes": route(outcome(refused=[{"when": {"category": "FEN-B"}, "rules": [], "sentence": "No."}]))},
            "step check, guard of pass cites no rule",
        ),
        ({"routes": route(outcome(rules=["FEN-9"]))}, "step check, outcome pass cites FEN-9, which is not a rule"),
        (
            {"acts": [{"kind": "raise", "roles": ["worker"], "rules": ["FEN-1"], "tells": [{"role": "head", "rules": []}]}]},
            "act raise, telling head cites no rule",
        ),
        (
            {"restrictions": [{"rule": "FEN-9", "title": "x", "hides": ["name"], "from_roles": ["head"]}]},
            "restriction FEN-9 cites FEN-9",
        ),
        (
            {"routes": route(STEP, reopens=[{"step": "check", "when": {"gone": True}, "unless": "closed", "rules": []}])},
            "route way, reopening check cites no rule",
        ),
        # ways
        ({"routes": []}, "the last route has no condition, so that every notification finds one: add it"),
        ({"routes": route(STEP, when={"gone": True})}, "the last route has no condition"),
        ({"routes": route()}, "route way has no step"),
        ({"routes": route(step(outcomes=[]))}, "route way, step check has no outcome: nobody could ever decide it"),
        ({"routes": route(outcome(next="sing"))}, "route way, step check.pass leads to 'sing', which is no step"),
        ({"routes": route(STEP, step(id="lost"))}, "route way, step lost is never reached"),
        ({"routes": route(outcome(next="check"))}, "route way has a step from which it cannot end"),
        ({"routes": route(step(done_by_raiser="done"))}, "route way, step check: done_by_raiser names no outcome of it"),
        (
            {"routes": route(STEP, reopens=[{"step": "x", "when": {"gone": True}, "unless": "closed", "rules": ["FEN-1"]}])},
            "route way reopens 'x', which is no step",
        ),
        ({"routes": [*route(STEP, when={"gone": True}), *route(STEP)]}, "two routes have the id 'way'"),
        ({"routes": route(STEP, step(outcomes=[{"id": "no", "title": "No"}]))}, "two steps have the id 'check'"),
        (
            {"routes": route(step(outcomes=[{"id": "a", "title": "A"}, {"id": "a", "title": "B"}]))},
            "step check: two outcomes have the id 'a'",
        ),
        ({"definitions": {"gone": {"there": True}, "there": {"gone": True}}}, "leads back to itself"),
        # clocks
        ({"clocks": [{**CLOCK, "met_by": []}]}, "clock in_time can never be met: say met_by"),
        ({"clocks": [{**CLOCK, "starts": "opened:nothing"}]}, "clock in_time waits for 'opened:nothing', which never happens"),
        ({"clocks": [{**CLOCK, "met_by": ["decided:check.no"]}]}, "clock in_time waits for 'decided:check.no'"),
        ({"clocks": [{**CLOCK, "met_by": ["decided:nothing.pass"]}]}, "clock in_time waits for 'decided:nothing.pass'"),
        ({"clocks": [{**CLOCK, "met_by": ["done:nothing"]}]}, "clock in_time waits for 'done:nothing'"),
        ({"clocks": [{**CLOCK, "from_facts": ["happened"]}]}, "clock in_time counts from 'happened', which is no moment"),
        ({"clocks": [{**CLOCK, "from_facts": ["nothing"]}]}, "clock in_time counts from 'nothing', which is no moment"),
        ({"clocks": [{**CLOCK, "on_breach": [{**REMIND, "does": "tell"}]}]}, "clock in_time: to tell needs a role"),
        ({"clocks": [{**CLOCK, "on_target": [{**REMIND, "does": "escalate"}]}]}, "clock in_time: to escalate needs a role"),
        ({"clocks": [{**CLOCK, "on_breach": [{**REMIND, "does": "send_on"}]}]}, "clock in_time: to send_on needs an outcome"),
        (
            {"clocks": [{**CLOCK, "on_breach": [{**REMIND, "does": "send_on", "outcome": "nothing"}]}]},
            "clock in_time: no step has the outcome 'nothing'",
        ),
        ({"clocks": [{**CLOCK, "within": "immediate", "repeats": True}]}, "clock in_time is due immediately and repeats"),
        ({"circulation": [WAY, WAY]}, "two ways to share have the id 'onward'"),
        ({"clocks": [CLOCK, CLOCK]}, "two clocks, duties, requests or reviews have the id 'in_time'"),
        ({"clocks": [CLOCK], "duties": [{**DUTY, "id": "in_time"}]}, "two clocks, duties, requests or reviews have the id 'in_time'"),
        # duties
        ({"duties": [{**DUTY, "opens": []}]}, "duty college never opens: say opens"),
        ({"duties": [{**DUTY, "opens": ["done:itself"]}]}, "duty college waits for 'done:itself', which never happens"),
        ({"duties": [{**DUTY, "from_facts": ["plan"]}]}, "duty college counts from 'plan', which is no moment"),
        ({"duties": [{**DUTY, "on_breach": [{**REMIND, "does": "tell"}]}]}, "duty college: to tell needs a role"),
        # acts and roles
        ({"acts": [{"kind": "close", "roles": ["manager"], "rules": ["FEN-1"]}]}, "nobody may raise a notification"),
        ({"acts": [{"kind": "raise", "roles": [], "rules": ["FEN-1"]}]}, "nobody may raise a notification"),
        ({"acts": [{"kind": "raise", "roles": ["king"], "rules": ["FEN-1"]}]}, "act raise names the role 'king', which is not in roles"),
        ({"routes": route(step(role="king"))}, "step check names the role 'king'"),
        ({"clocks": [{**CLOCK, "owner": "king"}]}, "clock in_time names the role 'king'"),
        ({"clocks": [{**CLOCK, "on_breach": [{**REMIND, "does": "tell", "role": "king"}]}]}, "clock in_time names the role 'king'"),
        ({"duties": [{**DUTY, "lead": "king"}]}, "duty college names the role 'king'"),
        ({"duties": [{**DUTY, "consults": ["king"]}]}, "duty college names the role 'king'"),
        ({"duties": [{**DUTY, "on_breach": [{**REMIND, "does": "tell", "role": "king"}]}]}, "duty college names the role 'king'"),
        ({"restrictions": [{"rule": "FEN-5", "title": "x", "hides": ["name"], "from_roles": ["king"]}]}, "restriction FEN-5 names the role 'king'"),
        # form
        ({"form": {"rules": ["FEN-1"], "facts": ["colour"], "named_roles": [], "particulars": []}}, "form asks for the fact 'colour', which is not known"),
        ({"form": {"rules": ["FEN-1"], "facts": [], "named_roles": ["king"], "particulars": []}}, "form lets somebody be named for 'king', which is not in roles"),
        ({"form": {"rules": ["FEN-1"], "facts": [], "named_roles": [], "particulars": ["shoe_size"]}}, "form or restriction names the particular 'shoe_size', which is not known"),
        ({"restrictions": [{"rule": "FEN-5", "title": "x", "hides": ["shoe_size"], "from_roles": ["head"]}]}, "form or restriction names the particular 'shoe_size'"),
    ],
)  # fmt: skip
def test_what_leads_nowhere_is_said(sections: Changes, problem: str) -> None:
    found = problems(**sections)
    assert [each for each in found if problem in each], found


@pytest.mark.parametrize("status", ["assumption", "conflict"])
def test_a_rule_that_can_be_read_otherwise_says_how(status: str) -> None:
    rule = {"id": "FEN-6", "kind": "route", "section": "7", "says": "So.", "status": status}
    rules = [rule, *yaml.safe_load((HERE / "fenshire.yaml").read_text("utf-8"))["rules"]]
    assert problems(rules=rules) == [f"rule FEN-6 is marked {status}: say the other_reading"]
    assert problems(rules=[{**rule, "other_reading": "Or so."}, *rules[1:]]) == []
    assert problems(rules=[{**rule, "status": "gap"}, *rules[1:]]) == []


def test_a_problem_is_said_once() -> None:
    found = problems(clocks=[{**CLOCK, "owner": "king"}], duties=[{**DUTY, "lead": "king"}])
    assert len(found) == len(set(found)) == 2


def test_every_role_that_is_given_something_is_found_with_the_part_that_gives_it() -> None:
    tells = [{"role": "clerk", "rules": ["FEN-1"]}]
    edition = fenshire_edition(
        yaml.safe_dump(
            {
                "routes": route(step(tells=tells)),
                "clocks": [{**CLOCK, "on_target": [{**REMIND, "does": "tell", "role": "auditor"}]}],
                "duties": [{**DUTY, "consults": ["head"]}],
            }
        )
    )
    used = set(roles_used(edition))
    assert {
        ("step check", "clerk"),
        ("step check", "manager"),
        ("act raise", "worker"),
        ("duty college", "liaison"),
        ("duty college", "head"),
        ("clock in_time", "manager"),
        ("clock in_time", "auditor"),
        ("restriction FEN-5", "head"),
    } <= used
