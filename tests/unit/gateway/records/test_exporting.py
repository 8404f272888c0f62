"""All that is held about a person, for them: what is about others is left out, and a text waits until it was gone through."""

from __future__ import annotations

from typing import Any

from tests.unit.gateway.callers import RAISE, Callers, refused
from tests.unit.gateway.house import House

PARTICULARS = {
    "name": "Invented Child",
    "date_of_birth": "2012-05-17",
    "adult_name": "Grown Example",
    "contact": "The neighbour, Bo Example",
    "account": "Bo Example told us. Not seen since breakfast.",
}


def raised(callers: Callers) -> Any:
    return callers.done("/v1/notifications", {**RAISE, "particulars": PARTICULARS})


def export(callers: Callers, person: str) -> Any:
    return callers.said(f"/v1/people/{person}/export", "keeper")


def test_what_is_about_others_is_left_out_and_a_text_waits(callers: Callers) -> None:
    person = raised(callers)["person"]
    told = export(callers, person)
    assert told["about"] == {"Name": "Invented Child", "Date of birth": "2012-05-17"}
    assert told["left_out"] == ["Name of the adult", "Contact for details"]
    [text] = told["cases"][0]["texts"]
    assert (text["name"], text["value"], told["withheld"]) == ("account", None, 1)
    assert text["withheld"].startswith("Withheld until")
    for other in ("Grown Example", "Bo Example", "breakfast"):
        assert other not in str(told)


def test_once_somebody_has_gone_through_it_a_text_is_given_out_without_what_is_about_others(callers: Callers) -> None:
    person = raised(callers)["person"]
    [text] = export(callers, person)["cases"][0]["texts"]
    body = {"text": text["text"], "name": "account", "cuts": [{"start": 0, "end": 10}]}
    callers.done(f"/v1/people/{person}/redactions", body, "second-keeper")
    told = export(callers, person)
    assert told["cases"][0]["texts"][0]["value"] == "█" * 10 + " told us. Not seen since breakfast."
    assert told["withheld"] == 0
    callers.done(f"/v1/people/{person}/redactions", {**body, "cuts": []}, "second-keeper")
    assert export(callers, person)["cases"][0]["texts"][0]["value"] == PARTICULARS["account"]


def test_a_text_is_read_in_full_to_be_gone_through_and_says_what_is_left_out_of_it(
    callers: Callers, house: House
) -> None:
    person = raised(callers)["person"]
    [text] = export(callers, person)["cases"][0]["texts"]
    path = f"/v1/people/{person}/texts/{text['text']}/account"
    found = callers.said(path, "keeper")
    assert (found["value"], found["title"], found["cuts"]) == (PARTICULARS["account"], text["title"], None)
    cut = {"start": 0, "end": 10}
    body = {"text": text["text"], "name": "account", "cuts": [cut]}
    callers.done(f"/v1/people/{person}/redactions", body, "second-keeper")
    assert callers.said(path, "second-keeper")["cuts"] == [cut]
    logged = house.access_log.first(1_000)[-1].entry
    assert (logged.purpose, person in logged.things, logged.actor) == ("subject_access", True, "second-keeper")
    for other in ("contact", "name", "unheard_of"):
        refused(callers.get(f"/v1/people/{person}/texts/{text['text']}/{other}", "keeper"), "not_found", 404)
    refused(callers.get(path, "manager"), "not_permitted", 403)


def test_what_cannot_be_cut_is_refused(callers: Callers) -> None:
    person = raised(callers)["person"]
    [text] = export(callers, person)["cases"][0]["texts"]
    body = {"text": text["text"], "name": "account"}
    for cuts in ([(5, 5)], [(5, 4)], [(0, 5), (4, 8)], [(0, 10_000)], [(-1, 3)]):
        wrong = {**body, "cuts": [{"start": start, "end": end} for start, end in cuts]}
        refused(callers.post(f"/v1/people/{person}/redactions", wrong, "keeper"), "cuts_refused", 422)
    for other in ({**body, "text": "notification-x@1.0"}, {**body, "name": "name"}, {**body, "name": "contact"}):
        refused(callers.post(f"/v1/people/{person}/redactions", other, "keeper"), "not_found", 404)


def test_what_others_did_in_the_case_is_exported_too(callers: Callers) -> None:
    case = raised(callers)
    task = callers.said("/v1/tasks", "manager")["tasks"][0]["task_id"]
    callers.done(f"/v1/tasks/{task}/decision", {"outcome": "drop", "particulars": {"comment": "Seen."}}, "manager")
    texts = export(callers, case["person"])["cases"][0]["texts"]
    assert [each["name"] for each in texts] == ["account", "comment"]
    assert texts[1]["text"].startswith("routing-")


def test_reading_an_export_is_in_the_access_log_with_its_purpose(callers: Callers, house: House) -> None:
    person = raised(callers)["person"]
    export(callers, person)
    logged = house.access_log.first(1_000)[-1].entry
    assert (logged.purpose, person in logged.things, logged.actor) == ("subject_access", True, "keeper")


CONCERN = {
    "urgency": "today",
    "facts": {"subject_kind": "child"},
    "particulars": {"name": "Invented Child", "account": "Bo Example rang.", "contact": "Bo Example"},
}


CAME_TO_NOTHING = {
    "outcome": "no_further_action",
    "reason": "known_already",
    "particulars": {"comment": "Known to us.", "feedback": "Thank you."},
}


def concerned(callers: Callers, house: House) -> tuple[str, str]:
    concern = callers.done("/v1/agency/concerns", CONCERN, "fenshire/police")["concern_id"]
    return concern, str(house.concerns.load([concern])[concern]["intake"]["person"])


def test_what_an_agency_told_is_exported_although_nothing_was_raised_from_it(callers: Callers, house: House) -> None:
    concern, person = concerned(callers, house)
    callers.done(f"/v1/concerns/{concern}/decision", CAME_TO_NOTHING, "desk-1")
    told = export(callers, person)
    assert (told["about"], told["left_out"], told["cases"]) == ({"Name": "Invented Child"}, ["Contact for details"], [])
    [found] = told["concerns"]
    assert (found["agency"], found["state"]) == ("Fenshire Police (invented)", "no_further_action")
    assert [each["name"] for each in found["texts"]] == ["account", "comment", "feedback"]
    assert told["withheld"] == 3 and "Bo Example" not in str(told)
    body = {"text": found["texts"][0]["text"], "name": "account", "cuts": [{"start": 0, "end": 10}]}
    assert body["text"] == f"{concern}@1.0"
    callers.done(f"/v1/people/{person}/redactions", body, "keeper")
    assert export(callers, person)["concerns"][0]["texts"][0]["value"] == "█" * 10 + " rang."


def test_a_concern_alone_is_kept_and_its_deletion_is_certified(callers: Callers, house: House) -> None:
    concern, person = concerned(callers, house)
    held = callers.said(f"/v1/people/{person}/records", "keeper")
    assert (held["kept_until"], [each["concern_id"] for each in held["concerns"]]) == (None, [concern])
    assert held["concerns"][0]["because"] == f"{concern} is still open."
    deletion = f"/v1/people/{person}/deletion"
    refused(callers.post(deletion, {"reason": "court_order"}, "keeper"), "kept_still", 409)
    callers.done(f"/v1/concerns/{concern}/decision", CAME_TO_NOTHING, "desk-1")
    [told] = callers.said(f"/v1/people/{person}/records", "keeper")["concerns"]
    assert told["kept_until"] == "2028-05-17"
    assert f"{concern}: 18 months from 2026-11-17, when it ended, come to 2028-05-17" in told["because"]
    refused(callers.post(deletion, {"reason": "time_has_run_out"}, "keeper"), "kept_still", 409)


def test_a_concern_alone_is_shown_before_its_time_runs_out_and_then_shredded_with_a_certificate(
    callers: Callers, house: House
) -> None:
    concern, person = concerned(callers, house)
    callers.done(f"/v1/concerns/{concern}/decision", CAME_TO_NOTHING, "desk-1")
    assert callers.said("/v1/retention", "keeper", until="2028-05-16")["months"] == []
    [month] = callers.said("/v1/retention", "keeper", until="2028-05-17")["months"]
    [one] = month["people"]
    assert (month["month"], one["person"], one["records"]) == ("2028-05", person, [concern])
    house.passes(days=548)
    callers.done(f"/v1/people/{person}/deletion", {"reason": "time_has_run_out"}, "keeper")
    callers.done(f"/v1/people/{person}/deletion/confirmation", {"agrees": True}, "second-keeper")
    house.case.settle()
    house.follow()
    certificate = callers.said(f"/v1/people/{person}/certificate", "keeper")
    assert not certificate["although_kept"] and certificate["texts"] == 3
    assert {concern, f"routing-{concern}"} <= {each["stream"] for each in certificate["chains"]}
    refused(callers.get(f"/v1/people/{person}/export", "keeper"), "person_deleted", 409)
    assert callers.said("/v1/retention", "keeper", until="2028-12-31")["months"] == []
