"""What rests on a rule that its source does not settle says so, with the other reading, wherever it is read."""

from __future__ import annotations

import html
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from needfire.loading.deployment import Deployment
from needfire.procedure import Rule
from operations.story_trail import Trail
from tests.unit.casework.authorities import fenshire, real
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.commits import CLOCKS
from tests.unit.gateway.house import House
from tests.unit.gateway.visiting import signed_in

V1 = "/v1/notifications"
SAID = {"particulars": {"name": "Invented Child", "account": "Something happened."}}
OTHER = {
    "FEN-1": ("assumption", "Two stations would do."),
    "FEN-2": ("conflict", "Another page says two weeks."),
    "FEN-3": ("gap", None),
    "FEN-A": ("unconfirmed", "The law has changed since."),
}
WAY = """
circulation:
- {id: onward, title: Onward, rules: [FEN-2], to_anybody: true, should: true, refused: [{when: {gone: true}, rules: [FEN-1], sentence: No.}]}
"""


def unsettled(rule: Rule) -> Rule:
    status, other = OTHER.get(rule.id, ("text", None))
    return replace(rule, status=status, other_reading=other)  # type: ignore[arg-type]


def doubtful() -> Deployment:
    """Fenshire, with rules of every status."""
    deployment = fenshire(CLOCKS + WAY)
    authority = deployment.authorities["fenshire"]
    edition = authority.editions["trial"]
    rules = {key: unsettled(rule) for key, rule in edition.rules.items()}
    changed = replace(authority, editions={"trial": replace(edition, rules=rules)})
    return Deployment({"fenshire": changed}, deployment.directories)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, doubtful())


def marks(told: Any) -> dict[str, Any]:
    return {each["id"]: (each["status"], each["other_reading"]) for each in told}


def only(*rules: str) -> dict[str, Any]:
    return {rule: OTHER[rule] for rule in rules}


def test_every_item_says_which_of_its_rules_are_not_settled(callers: Callers, house: House) -> None:
    notification = callers.raised()
    told = callers.said(f"{V1}/{notification}")
    assert marks(told["tasks"][0]["uncertain"]) == only("FEN-1")
    clocks = {each["clock"]: marks(each["uncertain"]) for each in told["clocks"]}
    assert clocks == {"weekly": only("FEN-2"), "police": only("FEN-3")}
    assert marks(told["duties"][0]["uncertain"]) == only("FEN-3")
    assert marks(told["categories"][0]["uncertain"]) == only("FEN-A")
    assert marks(told["expected_shares"][0]["rules"]) == only("FEN-2")
    house.passes(days=8)
    [notice] = callers.said("/v1/notices")["notices"]
    assert notice["uncertain"] == []  # FEN-4, by which it is chased, is the text's own


def test_the_trays_say_so_too(callers: Callers) -> None:
    callers.raised()
    assert marks(callers.said("/v1/tasks", "manager")["tasks"][0]["uncertain"]) == only("FEN-1")
    assert marks(callers.said("/v1/duties", "liaison")["duties"][0]["uncertain"]) == only("FEN-3")


def test_every_decision_says_so_in_why_and_in_the_story(callers: Callers) -> None:
    notification = callers.raised()
    for part, name in (("why", "decisions"), ("timeline", "entries")):
        told = callers.said(f"{V1}/{notification}/{part}")[name]
        decisions = told if name == "decisions" else [each for entry in told for each in entry["decisions"]]
        found = marks(rule for each in decisions for rule in each["rules"])
        assert {key: each for key, each in found.items() if each[0] != "text"} == OTHER


def test_a_suggestion_and_a_refusal_say_so(callers: Callers) -> None:
    body = {"facts": {"happened": ["missing"]}}
    [suggestion] = callers.post("/v1/suggestions", body).json()["suggestions"]
    assert marks([suggestion["rule"]]) == only("FEN-A")
    notification = callers.raised()
    share = {"circulation": "onward", "to_person": "clerk", "particulars": {"comment": "Why."}}
    problem = refused(callers.post(f"{V1}/{notification}/shares", share), "share_refused", 409)
    assert marks(problem["reasons"]) == only("FEN-1")


def test_the_page_says_so_where_it_rests_on_one_without_being_asked_why(callers: Callers) -> None:
    page = signed_in(callers, "manager").get(f"/cases/{callers.raised()}").text
    for said in ("Our assumption", "The source says two things", "Gap in the source", "Not confirmed yet"):
        assert f">{said}</span>" in page
    for _, other in OTHER.values():
        assert other is None or f"The other reading: {other}" in page
    assert '<summary>Why? <span class="tag tag-' in page


def test_the_pages_of_the_trays_say_so(callers: Callers) -> None:
    callers.raised()
    tasks = signed_in(callers, "manager").get("/tasks").text
    duties = signed_in(callers, "liaison").get("/duties").text
    assert "Our assumption" in tasks and "The other reading: Two stations would do." in tasks
    assert "Gap in the source" in duties


def test_the_trail_marks_each_and_tells_the_other_reading_once(callers: Callers) -> None:
    notification = callers.raised()
    written = io.StringIO()
    trail = Trail(Console(file=written, width=200))
    trail.entries(callers.said(f"{V1}/{notification}/timeline")["entries"])
    share = {"circulation": "onward", "to_person": "clerk", "particulars": {"comment": "Why."}}
    trail.refusal(callers.post(f"{V1}/{notification}/shares", share).json())
    said = written.getvalue()
    assert "FEN-1 (assumption)" in said and "FEN-3 (gap)" in said and "FEN-A (unconfirmed)" in said
    assert said.count("FEN-1: the other reading: Two stations would do.") == 1
    assert "Refused" in said and said.rindex("FEN-1 (assumption)") > said.index("Refused")


def lutons_page(luton: Callers) -> str:
    """The page of a case in which some rules are open in their source."""
    case = {"area": "north", "facts": {"subject_kind": "child"}, "categories": ["LUT-OTHER-1"], **SAID}
    raised = luton.done("/v1/notifications", case, "luton-team-manager")
    return str(signed_in(luton, "luton-team-manager").get(f"/cases/{raised['notification_id']}").text)


def test_the_words_of_such_a_rule_stand_once_on_a_page_and_are_pointed_to_afterwards(tmp_path: Path) -> None:
    with House(tmp_path, real("luton")).open() as luton:
        page = lutons_page(luton)
    for rule in set(re.findall(r'id="uncertain-([A-Z0-9-]+)"', page)):
        assert page.count(f'id="uncertain-{rule}"') == 1, rule
    for rule in set(re.findall(r'href="#uncertain-([A-Z0-9-]+)"', page)):
        assert f'id="uncertain-{rule}"' in page.split(f'href="#uncertain-{rule}"')[0], rule
    assert 'id="uncertain-LUT-CIRC-8"' in page


def test_long_words_of_such_a_rule_are_folded_behind_their_beginning(tmp_path: Path) -> None:
    with House(tmp_path, real("luton")).open() as luton:
        page = lutons_page(luton)
        rules = luton.said("/v1/authorities/luton/editions/undated", "luton-team-manager")["rules"]
    says = {
        each["id"]: html.escape(each["says"], quote=True).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")
        for each in rules
    }
    folded = re.findall(
        r'<details class="uncertain" id="uncertain-([A-Z0-9-]+)"><summary>(.*?)</summary>(.*?)</details>', page
    )
    whole = re.findall(r'<p class="uncertain" id="uncertain-([A-Z0-9-]+)">(.*?)</p>', page)
    assert folded and all(len(says[rule]) <= 90 for rule, _ in whole)
    for rule, short, rest in folded:
        assert says[rule] in rest or (says[rule] in short and "The other reading" in rest)
        assert len(re.sub(r"<[^>]*>", "", short)) < 140, "what is uncertain is said at once, and shortly"
