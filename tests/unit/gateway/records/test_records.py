"""What is held about a person: kept as long as the schedule says, held by law, deleted by two, and then gone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gateway.web import records as retention_page
from shared_kernel.commits import verify_chain
from tests.unit.gateway.callers import RAISE, Callers, refused
from tests.unit.gateway.house import House
from tests.unit.gateway.visiting import signed_in

ACT = ("keeper", "second-keeper")


def raised(callers: Callers, **particulars: str) -> Any:
    said = particulars or {"name": "Invented Child", "account": "Not seen since breakfast."}
    return callers.done("/v1/notifications", {**RAISE, "particulars": said})


def closed(callers: Callers, case: Any) -> None:
    done = {"particulars": {"resolution": "All is well."}}
    callers.done(f"/v1/notifications/{case['notification_id']}/closure", done, "manager")


def records(callers: Callers, person: str) -> Any:
    return callers.said(f"/v1/people/{person}/records", "keeper")


def act(callers: Callers, person: str, path: str, body: Any, by: str = "keeper") -> Any:
    return callers.done(f"/v1/people/{person}/{path}", body, by)


def refusal(callers: Callers, person: str, path: str, body: Any, code: str, status: int, by: str = "keeper") -> Any:
    return refused(callers.post(f"/v1/people/{person}/{path}", body, by), code, status)


def deleted(callers: Callers, person: str) -> None:
    act(callers, person, "deletion", {"reason": "court_order", "reference": "IG-2026-1", "although_kept": True})
    act(callers, person, "deletion/confirmation", {"agrees": True}, "second-keeper")


# --- who may -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["worker", "manager", "head", "kent-records-officer"])
@pytest.mark.parametrize("path", ["records", "certificate", "export"])
def test_only_who_keeps_the_records_reads_them(callers: Callers, by: str, path: str) -> None:
    person = raised(callers)["person"]
    answer = callers.get(f"/v1/people/{person}/{path}", by)
    unknown = callers.get(f"/v1/people/person-unknown/{path}", by)
    assert answer.content == unknown.content
    assert answer.status_code in (403, 404)


def test_another_authoritys_keeper_does_not_learn_that_there_is_somebody(callers: Callers) -> None:
    person = raised(callers)["person"]
    theirs = callers.get(f"/v1/people/{person}/records", "kent-records-officer")
    nobodys = callers.get("/v1/people/person-unknown/records", "kent-records-officer")
    assert (theirs.status_code, theirs.content) == (404, nobodys.content)


# --- retention -----------------------------------------------------------------------------------------------------------


def test_it_is_kept_while_a_case_is_open_and_then_as_long_as_the_last_one(callers: Callers, house: House) -> None:
    first = raised(callers)
    person = first["person"]
    assert records(callers, person)["kept_until"] is None
    closed(callers, first)
    told = records(callers, person)
    assert told["kept_until"] == "2032-11-17"
    assert told["records"][0]["because"] == (
        f"{first['notification_id']}: 6 years from 2026-11-17, when it ended, come to 2032-11-17 "
        "(A closed notification; An invented law, Fen Act 1901, s. 1; as the source says)."
    )
    again = callers.done("/v1/notifications", {**RAISE, "person": person})
    assert records(callers, person)["kept_until"] is None
    house.passes(days=3)
    closed(callers, again)
    assert records(callers, person)["kept_until"] == "2032-11-20"


def test_of_many_the_page_shows_those_that_ended_first_and_says_that_there_are_more(
    callers: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = raised(callers), raised(callers)
    closed(callers, first)
    closed(callers, second)
    monkeypatch.setattr(retention_page, "LOOKED_AT", 1)
    monkeypatch.setattr(retention_page, "earlier", lambda *_: date(2032, 12, 31))
    page = signed_in(callers, "keeper").get("/records").text
    assert [each["person"] in page for each in (first, second)].count(True) == 1
    assert "Of each kind only the records that ended first are shown." in page


def test_what_runs_out_is_shown_by_month_before_it_does(callers: Callers) -> None:
    case, still_open = raised(callers), raised(callers)
    closed(callers, case)
    assert callers.said("/v1/retention", "keeper")["months"] == []
    told = callers.said("/v1/retention", "second-keeper", until="2032-12-31")
    [month] = told["months"]
    assert month["month"] == "2032-11"
    [one] = month["people"]
    assert (one["person"], one["kept_until"], one["is_held"]) == (case["person"], "2032-11-17", False)
    assert still_open["person"] not in str(told)
    assert {each["record"]: each["status"] for each in told["classes"]} == {
        "closed": "text",
        "not_required": "own_choice",
        "concern_not_taken_up": "own_choice",
    }
    refused(callers.get("/v1/retention", "worker"), "not_permitted", 403)
    refused(callers.get("/v1/retention", "keeper", until="soon"), "malformed", 422)


# --- holds ---------------------------------------------------------------------------------------------------------------


def test_a_hold_keeps_until_it_is_lifted_with_a_reason(callers: Callers) -> None:
    person = raised(callers)["person"]
    act(callers, person, "holds", {"reason": "public_inquiry", "reference": "INQ-7"})
    act(callers, person, "holds", {"reason": "complaint"}, "second-keeper")
    body = {"reason": "court_order", "although_kept": True}
    assert refusal(callers, person, "deletion", body, "held", 409)["details"] == {
        "holds": {"1": "public_inquiry", "2": "complaint"}
    }
    act(callers, person, "holds/lift", {"hold": 1, "reason": "inquiry_ended"})
    refusal(callers, person, "deletion", body, "held", 409)
    refusal(callers, person, "holds/lift", {"hold": 1, "reason": "inquiry_ended"}, "no_such_hold", 422)
    act(callers, person, "holds/lift", {"hold": 2, "reason": "placed_in_error"})
    act(callers, person, "deletion", body)
    one, other = records(callers, person)["holds"]
    assert (one["placed_by"]["name"], one["lifted_because"]) == ("Kit Ings", "inquiry_ended")
    assert (other["placed_by"]["name"], other["lifted_by"]["name"]) == ("Lou Weir", "Kit Ings")


def test_a_hold_that_is_placed_after_the_proposal_stops_it(callers: Callers) -> None:
    person = raised(callers)["person"]
    act(callers, person, "deletion", {"reason": "other", "although_kept": True})
    act(callers, person, "holds", {"reason": "police_investigation"})
    refusal(callers, person, "deletion/confirmation", {"agrees": True}, "held", 409, "second-keeper")
    assert records(callers, person)["deleted"] is None


@pytest.mark.parametrize("reference", ["Invented Child", "O'Brien", "x" * 61, "no digit", "", "A 1"])
def test_a_name_in_the_reference_never_leaves_the_gateway(callers: Callers, house: House, reference: str) -> None:
    person = raised(callers)["person"]
    sent = len(house.services.commands)
    problem = refusal(callers, person, "holds", {"reason": "other", "reference": reference}, "malformed", 422)
    assert len(house.services.commands) == sent
    assert reference == "" or reference not in str(problem)


# --- deletion ------------------------------------------------------------------------------------------------------------


def test_before_its_time_has_run_out_it_is_refused_unless_it_is_meant_so(callers: Callers, house: House) -> None:
    case = raised(callers)
    person = case["person"]
    body = {"reason": "time_has_run_out"}
    assert refusal(callers, person, "deletion", body, "kept_still", 409)["details"]["kept_until"] is None
    closed(callers, case)
    problem = refusal(callers, person, "deletion", body, "kept_still", 409)
    assert problem["details"]["kept_until"] == "2032-11-17"
    assert "6 years from 2026-11-17" in problem["details"]["because"][0]
    house.passes(days=6 * 366)
    act(callers, person, "deletion", body)
    assert not records(callers, person)["proposal"]["although_kept"]


def test_nobody_deletes_alone_and_who_disagrees_ends_it(callers: Callers) -> None:
    person = raised(callers)["person"]
    refusal(callers, person, "deletion/confirmation", {"agrees": True}, "nothing_proposed", 409)
    act(callers, person, "deletion", {"reason": "other", "although_kept": True})
    refusal(callers, person, "deletion", {"reason": "other", "although_kept": True}, "already_proposed", 409)
    refusal(callers, person, "deletion/confirmation", {"agrees": True}, "second_person_needed", 403)
    act(callers, person, "deletion/confirmation", {"agrees": False}, "second-keeper")
    assert records(callers, person)["proposal"] is None
    refusal(callers, person, "deletion/confirmation", {"agrees": True}, "nothing_proposed", 409, "second-keeper")


def test_what_two_people_deleted_is_gone_with_a_certificate_and_the_chains_verify(
    callers: Callers, house: House
) -> None:
    case, other = raised(callers), raised(callers, name="Invented Other")
    notification, person = case["notification_id"], case["person"]
    callers.done(
        f"/v1/notifications/{notification}/updates",
        {"based_on": 0, "particulars": {"account": "More of it."}},
        "manager",
    )
    deleted(callers, person)
    house.case.settle()
    house.follow()
    seen = callers.said(f"/v1/notifications/{notification}")
    assert (seen["opened"]["erased"], seen["opened"]["erased_on"]) == (True, "2026-11-17")
    assert "Invented Child" not in str(seen)
    people = callers.post("/v1/people/search", {"name": "invented"}, "worker").json()["people"]
    assert [each["person"] for each in people] == [other["person"]]
    certificate = callers.said(f"/v1/people/{person}/certificate", "keeper")
    assert (certificate["texts"], certificate["reference"]) == (2, "IG-2026-1")
    assert [certificate[name]["name"] for name in ("proposed_by", "confirmed_by")] == ["Kit Ings", "Lou Weir"]
    assert "17 November 2026" in certificate["sentence"]
    for chain in certificate["chains"]:
        store = house.case.escalation if chain["stream"].startswith("routing-") else house.case.intake
        commits = store.stream(chain["stream"])
        verify_chain(commits)
        assert commits[chain["version"] - 1].hash == chain["hash"]
    assert {each["stream"].partition("-")[0] for each in certificate["chains"]} == {
        "notification",
        "person:person",
        "routing",
    }
    assert house.keys.find("fenshire", [person]) == {}
    assert person in records(callers, person)["deleted"]["sentence"]


def test_what_was_deleted_is_not_deleted_held_or_added_to_again(callers: Callers, house: House) -> None:
    person = raised(callers)["person"]
    deleted(callers, person)
    house.case.settle()
    house.follow()
    for path, body in (
        ("deletion", {"reason": "other", "although_kept": True}),
        ("deletion/confirmation", {"agrees": True}),
        ("holds", {"reason": "other"}),
    ):
        refusal(callers, person, path, body, "person_deleted", 409, "second-keeper")
    refused(callers.post("/v1/notifications", {**RAISE, "person": person}), "person_deleted", 409)
    refused(callers.get(f"/v1/people/{person}/export", "keeper"), "person_deleted", 409)


def test_broken_off_anywhere_it_comes_to_the_same_end(callers: Callers, house: House) -> None:
    person = raised(callers)["person"]
    call = house.services.call

    def breaks(service: str, method: str, /, **more: Any) -> Any:
        if method == "deleted":
            raise TimeoutError
        return call(service, method, **more)

    house.lagging = True
    deleted_once = {"reason": "court_order", "although_kept": True}
    act(callers, person, "deletion", deleted_once)
    act(callers, person, "deletion/confirmation", {"agrees": True}, "second-keeper")
    [confirmed] = [each for each in house.case.intake.feed(0, 100) if each.events[0].name == "DeletionConfirmed"]
    object.__setattr__(house.shredder, "call", breaks)
    with pytest.raises(TimeoutError):
        house.shredder(confirmed)
    object.__setattr__(house.shredder, "call", call)
    house.shredder(confirmed)
    house.shredder(confirmed)
    deletions = [each for each in house.case.intake.feed(0, 100) if each.events[0].name == "PersonDeleted"]
    assert len(deletions) <= 1
    house.lagging = False
    house.case.settle()
    house.follow()
    assert records(callers, person)["deleted"]["texts"] == 1


def test_the_view_of_records_is_built_again_to_the_same(callers: Callers, house: House) -> None:
    person = raised(callers)["person"]
    act(callers, person, "holds", {"reason": "other"})
    act(callers, person, "holds/lift", {"hold": 1, "reason": "other"})
    deleted(callers, person)
    house.case.settle()
    house.follow()
    before = house.persons.every()
    house.persons.drop()
    house.case._checkpoints.forget("gateway", "intake")
    house.follow()
    assert house.persons.every() == before
