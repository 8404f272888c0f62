"""Cases of every kind, played over HTTP on the gateway in memory, which are then multiplied in a store (`filling.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.raising import ACTOR, command_data
from services.national_alerts.desks import Outside
from shared_kernel.delivery.peers import Peers
from tests.rules.northumberland.playing import GROUP
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON
from tests.unit.documents.messages import KENT
from tests.unit.gateway import alerted, assessing, test_agency_concerns, test_received_alerts, test_register
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House, deployment_of
from tests.unit.national_alerts.receiving import SECRET, WALL

KEEPER, RECORDS, SECOND = "kent-management-information", "kent-records-officer", "kent-head-of-information"
BOUND = {"reason": "court_order", "reference": "IG-2026-1", "although_kept": True}
AREAS = ("ashford", "thanet")
Ids = Mapping[str, str]


@dataclass(frozen=True)
class World:
    """What stands in addresses, by whose it is; and the ids of the cases of which there are to be many."""

    ids: Mapping[str, Ids]
    ordinary: tuple[str, ...]
    registered: tuple[str, ...]


def house_of(folder: Path) -> House:
    """Kent; Luton, which also receives alerts from another deployment; and Northumberland, which keeps a register."""
    house = House(folder, deployment_of(*(real(each) for each in ("kent", "luton", "northumberland"))))
    house.case.outside = Outside(Peers({KENT.address: [SECRET]}), wall=lambda: float(WALL))
    house.case.deploy(house.case.deployment)
    return house


def played(house: House, callers: Callers, number: int) -> World:
    """So many ordinary cases of Kent's, a fifth as many entries of Northumberland's register, and one of all else."""
    ordinary = tuple(_raised(callers, each) for each in range(number))
    ids = {
        "kent": {**_kent(house, callers), **_waiting(house, ordinary[0])},
        "luton": _luton(callers),
        "northumberland": _northumberland(house, callers),
        "files": {"name": "needfire.css"},
        "deleted": {"person": _deleted(house, callers)},
    }
    return World(ids, ordinary, tuple(test_register.on_register(callers, house) for _ in range(max(1, number // 5))))


def _raised(callers: Callers, number: int) -> str:
    told = {"name": f"Invented Child {number}", "account": "Charged this afternoon; in the foster placement tonight."}
    body: dict[str, Any] = command_data(NOON)
    return callers.raised(ACTOR, **{**body, "area": AREAS[number % len(AREAS)], "particulars": told})


def _waiting(house: House, case: str) -> Ids:
    routed = house.cases.load([case])[case]["escalation"]
    return {"task_id": next(iter(routed["tasks"])), "duty_id": next(iter(routed["duties"]))}


def _kent(house: House, callers: Callers) -> Ids:
    concern = test_agency_concerns.raised(callers, test_agency_concerns.KENT_POLICE, area="ashford")
    callers.done("/v1/exercises", {"exercise_id": "exercise-1", "custodians": ["LUT"]}, KEEPER)
    alert = alerted.released(callers)
    case = alert.replace("alert-", "notification-")
    proof = callers.done("/v1/custodians/LUT/proofs", {"contact": "primary"}, "luton-management-information")
    person = house.person_of(case)
    text = callers.said(f"/v1/people/{person}/export", RECORDS)["cases"][0]["texts"][0]
    return {
        "notification_id": case, "alert_id": alert, "message_id": f"{alert}.1", "concern_id": concern,
        "exercise_id": "exercise-1", "custodian": "LUT", "proof_id": proof["proof_id"], "person": person,
        "text": text["text"], "name": text["name"], "report_id": "trends", "edition": "2023-12", "earlier": "2016-09",
    }  # fmt: skip


def _deleted(house: House, callers: Callers) -> str:
    person = house.person_of(_raised(callers, 0))
    callers.done(f"/v1/people/{person}/deletion", BOUND, RECORDS)
    callers.done(f"/v1/people/{person}/deletion/confirmation", {"agrees": True}, SECOND)
    house.case.settle()
    house.follow()
    return person


def _luton(callers: Callers) -> Ids:
    told = {"name": "Invented Child", "account": "Not seen since breakfast."}
    facts = {"subject_kind": "child", "legal_status": "care_order", "happened": ["missing"]}
    body = {"area": "north", "facts": facts, "categories": ["LUT-CLA-1"], "particulars": told}
    received = test_received_alerts.received(callers)
    return {
        "notification_id": callers.raised("luton-social-worker", **body), "received_id": received,
        "review_id": "weekly_review",
    }  # fmt: skip


def _northumberland(house: House, callers: Callers) -> Ids:
    house.case.authority = "northumberland"  # whose levels are set
    case = test_register.on_register(callers, house)
    body = {"at": "2026-11-20T10:00:00+00:00", "items": [case]}
    meeting = callers.done("/v1/register/meetings", body, GROUP)["meeting_id"]
    return {
        "notification_id": case,
        "meeting_id": meeting,
        "assessment_id": assessing.filled(callers),
        "section": "social",
    }
