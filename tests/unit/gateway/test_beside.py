"""What is asked beside the route, and duties that may not be required: told in the case, the trays, the story."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from access import Reader
from contracts.escalation import DelegateAbsenceV1, EndAbsenceV1
from contracts.gateway_answers import Notification
from gateway.read_models import absences, cases, tray_items
from gateway.reading import case_setting, names_of
from gateway.words.cases import notification
from gateway.words.opening import Opener
from gateway.words.story import timeline
from tests.unit.casework.case import NOON, Case
from tests.unit.escalation.fen import raised
from tests.unit.gateway.commits import feeds, of_this
from tests.unit.gateway.house import House
from tests.unit.gateway.test_folding import folded

STATED = """
duties:
- {id: police, title: Tell the police, rules: [FEN-3], to: the police, lead: liaison, opens: [raised], confirmed_by: [head], evidence: the log number}
requests:
- id: analysis
  title: A fuller analysis
  rules: [FEN-2]
  by: [head]
  of: [worker]
  within: 5wd
  urgent: 1wd
  outcomes: [{id: given, title: Given}, {id: declined, title: Declined, comment: required}]
reviews:
- {id: weekly, title: The weekly look, rules: [FEN-4], by: manager, every: 1w, outcomes: [{id: looked, title: Looked at}]}
"""


def told(case: Case, tmp_path: Path) -> tuple[Notification, list[str]]:
    """The case as it is told, and the sentences of its story."""
    document = folded(cases.VIEW, [*of_this("intake", case), *of_this("escalation", case)])
    house = House(tmp_path, case.deployment)
    authority = case.deployment.authorities["fenshire"]
    reader = Reader("worker", "fenshire", case.deployment.directories["fenshire"], case.clock.now())
    names = names_of(authority, reader, "trial")
    within = case_setting(document, names.edition, reader.at, house.case.deployment.calendar)
    story = timeline(document, names, Opener(None))
    return notification(document, names, Opener(None), within), [each.sentence for each in story.entries]


def waiting(case: Case) -> list[str]:
    """The tasks and duties that lie in trays."""
    part = folded(tray_items.VIEW, of_this("escalation", case))["routing"]
    found = {each["id"] for each in tray_items.waiting_items(part)}
    return [*(t["step"] for t in part["tasks"].values() if t["task_id"] in found)] + [
        d["duty"] for d in part["duties"].values() if d["duty_id"] in found
    ]


def test_a_request_lies_in_its_tray_with_who_asked_and_its_own_answers(tmp_path: Path) -> None:
    case = raised(STATED)
    case.given(case.ask("analysis", urgent=True), by="head")
    answer, story = told(case, tmp_path)
    [task] = [each for each in answer.tasks if each.beside]
    assert (task.title, task.urgent, task.state) == ("A fuller analysis", True, "open")
    assert task.asked_by and task.asked_by.name == "Gus Dyke"
    assert task.asked and task.asked.erased
    assert {each.id: each.comment_required for each in task.outcomes} == {"given": False, "declined": True}
    assert "Gus Dyke asked for “A fuller analysis”, urgently." in story
    assert "analysis" in waiting(case)


def test_a_review_comes_as_a_task_beside_the_route(tmp_path: Path) -> None:
    case = raised(STATED)
    case.passes(days=8)
    answer, story = told(case, tmp_path)
    assert [each.title for each in answer.tasks if each.beside] == ["The weekly look"]
    assert any("“The weekly look” now waits with Bo Sedge" in each for each in story)


def test_a_duty_that_is_proposed_as_not_required_waits_until_a_second_person_agrees(tmp_path: Path) -> None:
    case = raised(STATED)
    case.given(case.propose_not_required("police"), by="liaison")
    answer, _ = told(case, tmp_path)
    [duty] = answer.duties
    assert duty.proposed_by and (duty.proposed_by.name, duty.not_required_by) == ("Ivy Wash", None)
    assert duty.evidence == "the log number"
    assert "police" in waiting(case)
    case.given(case.confirm_not_required("police"), by="head")
    answer, story = told(case, tmp_path)
    [duty] = answer.duties
    assert duty.not_required_by and duty.not_required_by.name == "Gus Dyke"
    assert duty.proposed_by and duty.proposed_by.name == "Ivy Wash"
    assert "police" not in waiting(case)
    assert "Ivy Wash proposed that the police need not be told; a second person must agree." in story
    assert "Gus Dyke agreed that the police need not be told." in story


def test_a_duty_stands_where_the_second_person_does_not_agree(tmp_path: Path) -> None:
    case = raised(STATED)
    case.given(case.propose_not_required("police"), by="liaison")
    case.given(case.confirm_not_required("police", agrees=False), by="head")
    answer, story = told(case, tmp_path)
    assert (answer.duties[0].proposed_by, answer.duties[0].not_required_by) == (None, None)
    assert "police" in waiting(case)
    assert "Gus Dyke did not agree: the police is still to be told." in story


def test_who_comes_back_early_is_no_longer_away() -> None:
    case = raised(STATED)
    case.given(DelegateAbsenceV1("clerk", NOON, NOON + timedelta(days=30)), by="liaison")
    case.passes(days=3)
    case.given(EndAbsenceV1(), by="liaison")
    found = [("escalation", each) for each in feeds(case)["escalation"] if each.stream.startswith("absences")]
    [absence] = folded(absences.VIEW, found)["absences"]
    assert absence["ends"].startswith("2026-11-20T12:00:00")


RECORD = """
duties:
- {id: file, does: record, title: Put it on the file, rules: [FEN-3], to: the file, lead: liaison, opens: [raised], confirmed_by: [head]}
"""


def test_a_record_that_is_to_be_made_is_not_called_a_body_that_is_told(tmp_path: Path) -> None:
    case = raised(RECORD)
    answer, story = told(case, tmp_path)
    assert [each.does for each in answer.duties] == ["record"]
    assert "Must be recorded: Put it on the file. Led by the Liaison officer: Ivy Wash." in story
    case.given(case.propose_not_required("file"), by="liaison").given(
        case.confirm_not_required("file", agrees=False), by="head"
    )
    case.given(case.complete("file"), by="liaison")
    _, story = told(case, tmp_path)
    assert "Ivy Wash proposed that this need not be recorded: Put it on the file; a second person must agree." in story
    assert "Gus Dyke did not agree: still to be recorded: Put it on the file." in story
    assert "Ivy Wash recorded as done: Put it on the file. Reference: REF-1." in story
    assert not [each for each in story if "told" in each and "the file" in each]
