"""Checks of what stands beside an edition's routes, of its times, and of its form: sound parts pass, each fault is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from needfire.checking import cited_parts, roles_used
from tests.unit.casework.authorities import fenshire_edition
from tests.unit.sdk.test_checking import CLOCK, DUTY, REMIND, problems

Stated = Mapping[str, Any]

DONE = {"id": "given", "title": "Given"}
REQUEST: Stated = {
    "id": "analysis",
    "title": "Analysis",
    "rules": ["FEN-2"],
    "by": ["head"],
    "of": ["worker"],
    "outcomes": [DONE],
    "within": "5wd",
    "refused": [{"when": {"gone": True}, "rules": ["FEN-1"], "sentence": "Not yet."}],
    "on_breach": [{**REMIND, "does": "tell", "role": "auditor"}],
}
REVIEW: Stated = {
    "id": "weekly",
    "title": "Weekly",
    "rules": ["FEN-4"],
    "by": "manager",
    "every": "1w",
    "outcomes": [DONE],
}
WAY: Stated = {"id": "wider", "title": "Wider", "rules": ["FEN-1"], "by": ["head"], "to_roles": ["auditor"]}
OPENS = {"rule": "FEN-A", "kind": "opens", "when": {"gone": True}, "sentence": "Missing."}
THRESHOLD: Stated = {"id": "alert", "title": "Alert", "rules": ["FEN-1"], "by": "head", "grounds": [OPENS]}
REPORT: Stated = {"id": "types", "title": "Types", "rules": ["FEN-2"], "by": "auditor", "to": ["head"]}
PART: Stated = {"title": "What", "rules": ["FEN-1"], "facts": ["happened"], "required": ["happened"]}
FORM: Stated = {"rules": ["FEN-1"], "facts": ["happened"], "named_roles": [], "particulars": []}
REPEATING: Stated = {**CLOCK, "repeats": True, "within": "1w"}
SOUND: Mapping[str, Any] = {
    "requests": [REQUEST],
    "reviews": [REVIEW],
    "circulation": [WAY],
    "thresholds": [THRESHOLD],
    "reports": [REPORT],
    "form": {**FORM, "parts": [PART]},
    "clocks": [{**REPEATING, "first": "2w", "lasting": "6mo"}],
    "defining": {"gone": ["FEN-1"]},
}


def with_changed(section: str, **changes: Any) -> dict[str, Any]:
    """One sound part with some fields otherwise."""
    return {section: [{**SOUND[section][0], **changes}]}


def test_all_of_it_can_be_stated() -> None:
    assert problems(**SOUND) == []


@pytest.mark.parametrize(
    ("sections", "problem"),
    [
        (with_changed("requests", by=[], opens=[]), "request analysis is never made: say by (who may ask) or opens"),
        (with_changed("requests", of=[]), "request analysis goes to nobody: say of"),
        (with_changed("requests", within=None), "request analysis says what a missed time does, but has no time"),
        (with_changed("requests", outcomes=[]), "analysis has no outcome: nobody could ever answer it"),
        (with_changed("requests", outcomes=[{**DONE, "next": "check"}]), "analysis stands beside the route"),
        (with_changed("requests", rules=["FEN-99"]), "request analysis cites FEN-99"),
        (with_changed("requests", by=["king"]), "request analysis names the role 'king'"),
        (with_changed("requests", of=["king"]), "request analysis names the role 'king'"),
        (with_changed("requests", opens=["decided:check.never"]), "request analysis waits for 'decided:check.never'"),
        (with_changed("requests", opens=["known:colour"]), "request analysis waits for 'known:colour'"),
        (with_changed("requests", from_facts=["plan"]), "request analysis counts from 'plan', which is no moment"),
        (with_changed("requests", on_breach=[{**REMIND, "does": "tell"}]), "request analysis: to tell needs a role"),
        ({"requests": [REQUEST, REQUEST]}, "have the id 'analysis'"),
        ({"requests": [{**REQUEST, "id": "check"}]}, "a step and a request or review have the id 'check'"),
        (with_changed("reviews", outcomes=[]), "weekly has no outcome"),
        (with_changed("reviews", by="king"), "review weekly names the role 'king'"),
        (with_changed("reviews", every="immediate"), "review weekly cannot come round immediately"),
        (with_changed("reviews", starts="opened:nowhere"), "review weekly waits for 'opened:nowhere'"),
        (with_changed("circulation", to_roles=[]), "circulation wider goes to nobody: say to_roles, to_bodies or"),
        (with_changed("circulation", to_roles=["king"]), "circulation wider names the role 'king'"),
        (with_changed("circulation", rules=[]), "circulation wider cites no rule"),
        (with_changed("thresholds", by="king"), "threshold alert names the role 'king'"),
        (with_changed("thresholds", grounds=[{**OPENS, "kind": "requires"}]), "threshold alert could never be met"),
        (with_changed("thresholds", grounds=[{**OPENS, "rule": "FEN-99"}]), "threshold alert, ground cites FEN-99"),
        (with_changed("thresholds", grounds=[{**OPENS, "yields_to_exceptional": True}]), "alert, FEN-A: yields to except"),
        (with_changed("thresholds", grounds=[{**OPENS, "kind": "exceptional"}]), "nothing yields to it: say opens"),
        (with_changed("reports", to=["king"]), "report types names the role 'king'"),
        ({"duties": [{**DUTY, "on_breach": [{**REMIND, "does": "escalate", "role": "head"}]}]}, "a duty is none: say tell"),
        ({"duties": [{**DUTY, "on_breach": [{**REMIND, "does": "send_on", "outcome": "pass"}]}]}, "a duty is none: say tell"),
        ({"duties": [{**DUTY, "deputy": "king"}]}, "duty college names the role 'king'"),
        ({"duties": [{**DUTY, "confirmed_by": ["king"]}]}, "duty college names the role 'king'"),
        ({"form": {**FORM, "parts": [{**PART, "facts": ["plan"], "required": []}]}}, "'plan' is no field of the form"),
        ({"form": {**FORM, "parts": [{**PART, "required": ["plan"]}]}}, "'plan' is required, but no field of the part"),
        ({"clocks": [{**CLOCK, "first": "2w"}]}, "clock in_time says first or lasting, but does not repeat"),
        ({"clocks": [{**CLOCK, "lasting": "6mo"}]}, "clock in_time says first or lasting, but does not repeat"),
        ({"clocks": [{**CLOCK, "counts": "before", "within": "5wd"}]}, "clock in_time counts back"),
        ({"clocks": [{**REPEATING, "counts": "before"}]}, "clock in_time counts back"),
        ({"clocks": [{**CLOCK, "counts": "before", "target": "1h"}]}, "clock in_time counts back"),
        ({"clocks": [{**REPEATING, "within": "end_of_day"}]}, "clock in_time is due by the end of the day and repeats"),
        ({"clocks": [{**CLOCK, "starts": "known:colour"}]}, "clock in_time waits for 'known:colour'"),
        ({"defining": {"nothing": ["FEN-1"]}}, "defining names 'nothing', which is no definition"),
        ({"defining": {"gone": ["FEN-99"]}}, "definition gone cites FEN-99"),
        ({"rules": [{"id": "FEN-9", "kind": "wish", "section": "1", "says": "x"}]}, "has the kind 'wish', which is none of"),
    ],
)  # fmt: skip
def test_what_leads_nowhere_is_said(sections: Stated, problem: str) -> None:
    found = problems(**sections)
    assert [each for each in found if problem in each], found


def test_every_such_part_gives_its_roles_something_and_cites() -> None:
    edition = fenshire_edition(yaml.safe_dump(dict(SOUND)))
    used, cited = set(roles_used(edition)), dict(cited_parts(edition))
    assert {
        ("request analysis", "head"),
        ("request analysis", "worker"),
        ("request analysis", "auditor"),
        ("review weekly", "manager"),
        ("circulation wider", "head"),
        ("circulation wider", "auditor"),
        ("threshold alert", "head"),
        ("report types", "auditor"),
        ("report types", "head"),
    } <= used
    assert {
        "request analysis": ("FEN-2",),
        "request analysis, guard": ("FEN-1",),
        "request analysis, action tell": ("FEN-4",),
        "review weekly": ("FEN-4",),
        "circulation wider": ("FEN-1",),
        "threshold alert": ("FEN-1",),
        "threshold alert, ground": ("FEN-A",),
        "report types": ("FEN-2",),
        "form, part What": ("FEN-1",),
        "definition gone": ("FEN-1",),
    }.items() <= cited.items()
