"""Assessments over HTTP: words sealed, nothing lost, two people at once, what is refused and why, who sees what."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.rules.northumberland.playing import GROUP, LEAD, LINE, PRACTITIONER
from tests.unit.gateway.assessing import REASON, SECRET, begun, filled, house_of, levelled, saved, written
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House

OTHER = "northumberland-records-officer"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return house_of(tmp_path)


def place(callers: Callers, assessment: str, name: str) -> dict[str, Any]:
    told = callers.said(f"/v1/assessments/{assessment}", LEAD)["places"]
    return next((each for each in told if each["place"] == name), {})


def test_from_the_first_answer_to_the_level(callers: Callers, house: House) -> None:
    assessment = levelled(callers)
    told = callers.said(f"/v1/assessments/{assessment}", LEAD)
    assert (told["state"], told["total"]) == ("level_set", {"lowest": 0, "highest": 0})
    assert told["levels"][0]["title"] == "High" and told["levels"][0]["reason"] == {"because": REASON}
    row = callers.said(f"/v1/notifications/{told['notification_id']}/assessments", LEAD)
    assert (row["assessments"][0]["level"], row["change"]) == ("high", 0)
    notification = callers.said(f"/v1/notifications/{told['notification_id']}", LEAD)
    assert notification["facts"]["vulnerability_level"] == "high"
    why = callers.said(f"/v1/assessments/{assessment}/why", LEAD)["decisions"]
    cited = {rule["id"] for each in why for rule in each["rules"]}
    assert {"NBL-P01", "NBL-VCL-TOTAL", "NBL-VCL-LEVEL"} <= cited
    story = callers.said(f"/v1/notifications/{told['notification_id']}/timeline", LEAD)["entries"]
    sentences = [each["sentence"] for each in story]
    assert "Rowan Craster began the first assessment of risk." in sentences
    assert "Rowan Craster set the level: high. The score of assessment 1 is 0." in sentences
    assert not {"RiskLinked.", "AssessmentBegun.", "LevelFollowed."} & set(sentences)
    assert {each["question"] for each in why} >= {"Which level was set?", "What do the scores come to?"}


def test_no_word_of_it_leaves_the_gateway_in_clear(callers: Callers, house: House) -> None:
    assessment = levelled(callers)
    assert place(callers, assessment, "sexual_health")["asked"]["text"] == SECRET
    sent = json.dumps(house.services.commands)
    stored = json.dumps([each.events for each in house.case.log], default=lambda one: dict(vars(one)))
    views = json.dumps([*house.cases.every(), *house.assessments.every()])
    for text in (sent, stored, views):
        assert "invented arcade" not in text and "Invented Child" not in text


def test_what_somebody_else_filled_in_elsewhere_meanwhile_is_not_touched(callers: Callers) -> None:
    assessment = begun(callers)
    assert saved(callers, assessment, {"EH1": {"answer": "2"}}).status_code == 201
    assert saved(callers, assessment, {"EH2": {"answer": "3"}}, 0, PRACTITIONER).status_code == 201
    found = [place(callers, assessment, name)["answer"] for name in ("EH1", "EH2")]
    assert found == [["2"], ["3"]]


def test_at_the_same_place_both_texts_are_kept_until_one_is_saved_anew(callers: Callers) -> None:
    assessment = begun(callers)
    texts = [{"absconding": {"asked": {"text": f"As {who} saw it."}}} for who in ("one", "another")]
    saved(callers, assessment, texts[0])
    problem = refused(saved(callers, assessment, texts[1], 0, PRACTITIONER), "answers_conflict", 409)
    assert problem["details"]["places"] == ["absconding"]
    told = place(callers, assessment, "absconding")
    assert told["asked"]["text"] == "As one saw it."
    assert [each["asked"]["text"] for each in told["beside"]] == ["As another saw it."]
    refused(callers.post(f"/v1/assessments/{assessment}/completion", {}, LEAD), "answers_conflict", 409)
    both = {"absconding": {"asked": {"text": "As both saw it."}}}
    assert saved(callers, assessment, both, problem["details"]["version"]).status_code == 201
    told = place(callers, assessment, "absconding")
    assert (told["asked"]["text"], told["beside"]) == ("As both saw it.", [])


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("EH1", {"answer": "5"}, ["5"]),
        ("EH1", {"answer": "a name, Invented Child"}, ["a name, Invented Child"]),
        ("EH1", {"answer": -1}, ["-1"]),
        ("EH1", {"answer": ["1", "2"]}, ['["1", "2"]']),
        ("PH", {"answer": "4"}, ["4"]),
    ],
)
def test_a_score_that_is_none_is_refused_with_its_rule_and_kept(
    callers: Callers, house: House, name: str, given: Any, kept: list[str]
) -> None:
    assessment = begun(callers)
    problem = refused(saved(callers, assessment, {name: given, "EH2": {"answer": "1"}}), "answers_refused", 422)
    said = problem["details"]["said"]
    assert [each["about"] for each in said] == [name] and said[0]["rules"]
    assert place(callers, assessment, name)["answer"] == kept
    assert place(callers, assessment, "EH2")["answer"] == ["1"]
    assert "Invented Child" not in json.dumps(house.services.commands[-1])
    refused(callers.post(f"/v1/assessments/{assessment}/completion", {}, LEAD), "assessment_refused", 422)


@pytest.mark.parametrize(
    ("answers", "about"),
    [
        ({"young_person_scale": {"asked": {"young_person_scale": "as well as can be"}}}, "young_person_scale"),
        ({"young_person_scale": {"asked": {"young_person_scale": 11}}}, "young_person_scale"),
        ({"EH1": {"answer": "1", "asked": {"history": "often"}}}, "EH1"),
        ({"absconding": {"asked": {"text": 7}}}, "absconding"),
        ({"EH10": {"answer": "1"}}, "unplaced"),
        ({"EH1": {"score": 1}}, "unplaced"),
        ({"EH1": {"answer": "1", "asked": {"weight": "1"}}}, "unplaced"),
    ],
)
def test_other_things_that_cannot_stand_are_refused_and_kept(callers: Callers, answers: Any, about: str) -> None:
    assessment = begun(callers)
    problem = refused(saved(callers, assessment, answers), "answers_refused", 422)
    assert [each["about"] for each in problem["details"]["said"]] == [about]
    assert place(callers, assessment, about)["asked" if about != "EH1" else "place"]


def test_answers_of_another_version_are_kept_aside(callers: Callers) -> None:
    assessment = begun(callers)
    body = {"instrument": "vulnerability_checklist 2", "based_on": 0, "answers": {"EH1": {"answer": "1"}}}
    problem = refused(callers.post(f"/v1/assessments/{assessment}/draft", body, LEAD), "answers_refused", 422)
    assert "NBL-FORM-1" in problem["details"]["said"][0]["rules"]
    assert place(callers, assessment, "EH1") == {}
    assert '"answer": "1"' in place(callers, assessment, "unplaced")["asked"]["unplaced"]
    assert saved(callers, assessment, {"unplaced": None}, 1).status_code == 201
    assert place(callers, assessment, "unplaced")["asked"] == {"unplaced": ""}


def test_a_warning_is_read_before_it_is_left(callers: Callers) -> None:
    assessment = begun(callers)
    doubtful = {**written(), "keyworker_named": {"asked": {"keyworker_named": False}}}
    assert saved(callers, assessment, doubtful).status_code == 201
    path = f"/v1/assessments/{assessment}/completion"
    problem = refused(callers.post(path, {}, LEAD), "warnings_unread", 409)
    [warning] = problem["details"]["said"]
    assert warning["rules"] == ["NBL-KEY-1"]
    callers.done(path, {"acknowledged": [warning["key"], "Invented Child"]}, LEAD)
    told = callers.said(f"/v1/assessments/{assessment}", LEAD)
    assert [each["key"] for each in told["warnings"]] == [warning["key"]]
    refused(saved(callers, assessment, {"EH1": {"answer": "1"}}, 9), "assessment_completed", 409)


def test_the_form_says_what_is_asked_with_its_guidance(callers: Callers) -> None:
    form = callers.said(f"/v1/assessments/{begun(callers)}/form", LEAD)
    items = {item["id"]: item for section in form["sections"] for item in section["items"]}
    assert items["EH8"]["guidance"] and [each["value"] for each in items["PH"]["answers"][0]["answers"]][-1] == "none"
    scale = next(each for each in form["asks"] if each["id"] == "young_person_scale")
    assert (scale["lowest"], scale["highest"], scale["best"]) == (0, 10, 10)
    assert not {"completed_by", "set_by"} & {each["id"] for each in (*form["asks"], *form["level_asks"])}
    assert form["level_facts"] == {"social_worker_involved": "Is a social worker involved?"}


def test_a_level_wants_its_reason_and_an_offered_level(callers: Callers) -> None:
    assessment = filled(callers)
    path = f"/v1/assessments/{assessment}/level"
    body = {"level": "high", "asked": {"because": REASON, "age_and_functioning": True}}
    refused(callers.post(path, body, LEAD), "assessment_incomplete", 409)
    callers.done(f"/v1/assessments/{assessment}/completion", {}, LEAD)
    refused(callers.post(path, body, LEAD), "facts_required", 422)
    refused(callers.post(path, {**body, "level": "Invented Child"}, LEAD), "level_refused", 422)
    without = {"level": "low", "asked": {"age_and_functioning": True, "because": "  "}}
    assert "NBL-VCL-TOTAL" in str(refused(callers.post(path, without, LEAD), "level_refused", 422)["rules"])
    refused(callers.post(path, {**body, "asked": {"weather": "fine"}}, LEAD), "malformed", 422)


@pytest.mark.parametrize(("by", "code", "status"), [(GROUP, "not_permitted", 403), (LINE, "not_permitted", 403)])
def test_who_does_not_assess_reads_and_may_not_write(callers: Callers, by: str, code: str, status: int) -> None:
    assessment = filled(callers)
    assert callers.said(f"/v1/assessments/{assessment}", by)["state"] == "draft"
    refused(saved(callers, assessment, {"EH1": {"answer": "1"}}, 1, by), code, status)
    refused(callers.post(f"/v1/assessments/{assessment}/completion", {}, by), code, status)
    refused(
        callers.post("/v1/assessments", {"notification_id": "notification-9", "which": "first"}, by), "not_found", 404
    )


def test_for_who_does_not_see_the_case_there_is_no_assessment(callers: Callers) -> None:
    assessment = filled(callers)
    for path in ("", "/form", "/why"):
        refused(callers.get(f"/v1/assessments/{assessment}{path}", OTHER), "not_found", 404)
    refused(callers.get("/v1/assessments/assessment-9-1", LEAD), "not_found", 404)
    refused(callers.get("/v1/notifications/notification-9/assessments", LEAD), "not_found", 404)


def test_what_is_written_in_an_assessment_is_held_about_the_person_and_gone_through(
    callers: Callers, house: House
) -> None:
    told = callers.said(f"/v1/assessments/{levelled(callers)}", LEAD)
    path = f"/v1/people/{house.person_of(told['notification_id'])}"
    texts = callers.said(f"{path}/export", OTHER)["cases"][0]["texts"]
    names = {each["name"]: each for each in texts}
    assert {"sexual_health_text", "young_person_next_young_person_next", "level_because"} <= names.keys()
    one = names["sexual_health_text"]
    assert (one["title"], one["value"]) == ("Assessment of risk: sexual health text", None) and one["withheld"]
    cuts = [{"start": 0, "end": 3}]
    callers.done(f"{path}/redactions", {"text": one["text"], "name": one["name"], "cuts": cuts}, OTHER)
    texts = callers.said(f"{path}/export", OTHER)["cases"][0]["texts"]
    assert next(each["value"] for each in texts if each["name"] == "sexual_health_text") == "███" + SECRET[3:]
