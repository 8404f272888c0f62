"""A child's flags as FHIR R4: valid resources, the least that is necessary, for health agencies and nobody else."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

from tests.unit.casework.authorities import fenshire
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House

CLINIC, POLICE = "fenshire/clinic", "fenshire/police"
STATED = """
circulation:
- {id: to_clinic, title: To the clinic, rules: [FEN-3], by: [manager], to_bodies: {clinic: The clinic, police: The police}}
duties:
- {id: tell_clinic, title: Tell the clinic, rules: [FEN-2], to: clinic, lead: liaison, opens: [raised], within: 24h}
"""


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, fenshire(STATED))


def shared(callers: Callers, to: str = "clinic") -> str:
    notification = callers.raised()
    said = {"circulation": "to_clinic", "to_body": to, "particulars": {"comment": "Please see the child soon."}}
    callers.done(f"/v1/notifications/{notification}/shares", said, "manager")
    return notification


def valid(resource: dict[str, Any]) -> dict[str, Any]:
    """The resource, as the models of FHIR 4.0.1 take it."""
    kind = resource["resourceType"]
    model = importlib.import_module(f"fhirclient.models.{kind.lower()}")
    made = getattr(model, kind)(resource, strict=True)
    assert made.as_json() == resource
    return resource


def fhir(callers: Callers, path: str, by: str = CLINIC, status: int = 200) -> dict[str, Any]:
    answer = callers.call("GET", f"/fhir/r4{path}", by)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/fhir+json"
    return valid(answer.json())


def resources(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    return [valid(each["resource"]) for each in bundle.get("entry", ())]


def test_it_says_which_version_it_speaks(callers: Callers) -> None:
    told = fhir(callers, "/metadata")
    assert told["fhirVersion"] == "4.0.1"
    assert {each["type"] for each in told["rest"][0]["resource"]} == {"Flag", "Communication", "Task"}


@pytest.mark.parametrize("kind", ["Flag", "Communication", "Task"])
def test_each_is_found_and_read_and_says_nothing_of_whom(callers: Callers, kind: str) -> None:
    shared(callers)
    [found] = resources(fhir(callers, f"/{kind}"))
    assert fhir(callers, f"/{kind}/{found['id']}") == found
    for told in ("Invented Child", "Please see", "breakfast", "notification-", "person-"):
        assert told not in str(found)


def test_a_flag_ends_with_the_case_and_a_message_is_read_by_a_receipt(callers: Callers) -> None:
    notification = shared(callers)
    [flag] = resources(fhir(callers, "/Flag"))
    [message] = resources(fhir(callers, "/Communication"))
    assert (flag["status"], message["status"]) == ("active", "in-progress")
    callers.done(f"/v1/agency/shares/{flag['id']}/receipt", {}, CLINIC)
    callers.done(f"/v1/notifications/{notification}/closure", {"particulars": {"resolution": "Found."}}, "manager")
    [flag] = resources(fhir(callers, "/Flag"))
    [message] = resources(fhir(callers, "/Communication"))
    assert (flag["status"], "end" in flag["period"]) == ("inactive", True)
    assert (message["status"], "received" in message) == ("completed", True)


def test_a_child_has_one_identifier_within_an_agency(callers: Callers) -> None:
    shared(callers)
    shared(callers)
    flags = resources(fhir(callers, "/Flag"))
    values = [each["subject"]["identifier"]["value"] for each in flags]
    assert len(set(values)) == 2, "two children"
    chosen = resources(fhir(callers, f"/Flag?subject:identifier={values[0]}"))
    assert [each["id"] for each in chosen] == [flags[0]["id"]]
    [message] = resources(fhir(callers, f"/Communication?subject:identifier=urn:needfire:person|{values[0]}"))
    assert message["id"] == flags[0]["id"]


def test_what_was_shared_with_another_and_who_is_no_health_agency_is_refused_as_fhir_does(callers: Callers) -> None:
    shared(callers, "police")
    assert fhir(callers, "/Flag").get("entry") is None
    share = callers.said("/v1/agency/shares", POLICE)["shares"][0]["share_id"]
    assert fhir(callers, f"/Flag/{share}", status=404)["issue"][0]["code"] == "not-found"
    assert fhir(callers, "/Flag", POLICE, 403)["issue"][0]["code"] == "forbidden"
    assert fhir(callers, "/Flag", f"{CLINIC} shares.read", 403)["issue"][0]["code"] == "forbidden"
    assert fhir(callers, "/Flag", "manager", 403)["issue"][0]["code"] == "forbidden"
    assert fhir(callers, "/Flag", "", 401)["issue"][0]["code"] == "login"
    assert fhir(callers, "/Flag?cursor=x", CLINIC, 422)["issue"][0]["code"] == "invalid"


def test_a_bundle_goes_on_by_its_link(callers: Callers) -> None:
    for _ in range(3):
        shared(callers)
    for kind in ("Flag", "Task"):
        first = fhir(callers, f"/{kind}?_count=2")
        [following] = [each["url"] for each in first["link"] if each["relation"] == "next"]
        rest = fhir(callers, following.removeprefix("/fhir/r4"))
        assert len({each["id"] for each in (*resources(first), *resources(rest))}) == 3
        assert [each["relation"] for each in rest["link"]] == ["self"]
