"""A small authority in which everybody stands in another relation to one case: the columns of the access matrix."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from shared_kernel.messaging.parked_messages import ParkedMessage
from shared_kernel.parked import ParkedCommit
from tests.unit.casework.authorities import fenshire, real
from tests.unit.casework.case import NOON
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House, deployment_of
from tests.unit.gateway.visiting import signed_in

RELATIONS: Mapping[str, str] = {
    "raiser": "raised the case; holds a role that raises and updates",
    "named": "was named for a role when it was raised, and has a notice of it",
    "author": "decided the first step; holds the roles of the first and of the second",
    "desk": "holds the role of the step that waits, and the front door",
    "head": "holds the role from which the restriction keeps the adult's name",
    "lead": "leads the duty, and proposed that it is not required",
    "standin": "is the duty's deputy",
    "second": "may confirm that the duty is not required",
    "guest": "had the case shared with them by name; receives national alerts",
    "archivist": "holds the role with which the case was shared",
    "locum": "has nothing to do with it, and opened emergency access; looks after sending national alerts",
    "inspector": "holds the post of oversight",
    "governor": "holds the posts of information governance and of the records",
    "auditor": "has nothing to do with it, receives a report, is the second person for the records",
    "elsewhere": "holds the role of the first step in another area",
    "operator": "runs the platform, and holds no other post",
    "nopost": "works for the authority and holds no post",
    "kent-director": "a director of another authority",
    "fenshire/police": "the agency with which it was shared, to which the duty is owed, and which raised the concern",
    "fenshire/clinic": "another agency",
    "kent/kent-police": "an agency of another authority",
}
PEOPLE = [each for each in RELATIONS if "/" not in each and not each.startswith("kent-")]
POSTS = {
    "worker": "raiser", "kin": "named", "head": "head", "liaison": "lead", "clerk": "standin", "chief": "second",
    "visitor": "guest", "archive": "archivist", "bank": "locum", "oversight": "inspector",
    "information_governance": "governor", "auditor": "auditor", "platform": "operator",
}  # fmt: skip
DIRECTORY = yaml.safe_dump(
    {
        "people": [{"id": each, "name": each.title(), "email": f"{each}@fenshire.example"} for each in PEOPLE],
        "posts": [
            *({"role": role, "area": "*", "holders": [person]} for role, person in POSTS.items()),
            {"role": "manager", "area": "fen", "holders": ["author"]},
            {"role": "manager", "area": "hill", "holders": ["elsewhere"]},
            {"role": "desk", "area": "*", "holders": ["desk", "author"]},
            {"role": "records_officer", "area": "*", "holders": ["governor"]},
            {"role": "head_of_information", "area": "*", "holders": ["auditor"]},
        ],
        "custodian": {"body": "LUT", "role": "visitor", "keeper": "bank"},
    }
)
EDITION = """
roles: {worker: Worker, manager: Manager, desk: Duty desk, head: Head, kin: Kin, liaison: Liaison, clerk: Clerk,
        chief: Chief, visitor: Visitor, archive: Archive, auditor: Auditor}
acts:
- {kind: raise, roles: [worker, manager], rules: [FEN-1], tells: [{role: kin, rules: [FEN-1]}]}
- {kind: consult, roles: [manager], rules: [FEN-1]}
- {kind: update, roles: [worker, manager], rules: [FEN-1]}
- {kind: close, roles: [manager], rules: [FEN-1]}
routes:
- id: two_stations
  title: Two stations
  rules: [FEN-1]
  steps:
  - id: check
    title: Check it
    role: manager
    rules: [FEN-1]
    outcomes: [{id: pass, title: Passed, next: approve}]
  - id: approve
    title: Approve it
    role: desk
    rules: [FEN-1]
    approves: [check]
    outcomes: [{id: pass, title: Passed, next: sign}]
  - id: sign
    title: Sign it
    role: head
    rules: [FEN-1]
    outcomes: [{id: signed, title: Signed}]
duties:
- {id: police, title: Tell the police, rules: [FEN-3], to: Fen Police, lead: liaison, deputy: clerk, confirmed_by: [chief],
   opens: [raised]}
circulation:
- {id: onward, title: Onward, rules: [FEN-1], to_anybody: true}
- {id: archive, title: To the archive, rules: [FEN-1], by: [worker], to_roles: [archive]}
- {id: police, title: To the police, rules: [FEN-1], by: [worker], to_bodies: {police: Fen Police}}
requests:
- {id: analysis, title: Analyse it, rules: [FEN-1], by: [manager], of: [desk], outcomes: [{id: given, title: Given}]}
reports:
- {id: figures, title: Figures, rules: [FEN-1], by: head, to: [auditor]}
form: {rules: [FEN-1], facts: [subject_kind, happened, missing_since], named_roles: [kin],
       particulars: [name, account, adult_name]}
"""
COMMENT = {"particulars": {"comment": "Invented."}}
CONCERN = {"urgency": "today", "facts": {}, "particulars": {"name": "Invented Child", "account": "Seen alone."}}
SUBSCRIPTION = {"url": "https://hooks.police.example/needfire", "events": ["share.given"]}
CONTACTS = {
    "primary": "alerts@lut.example",
    "second": None,
    "out_of_hours": None,
    "webhook": None,
    "channels": ["mail"],
}
CHANGE = {"contacts": CONTACTS, "begins": "2027-01-01T00:00:00+00:00"}
SECRET_NAME = "Invented Adult"
LOST = ParkedCommit("gateway", "intake", "notification-lost", 1, 10**6, "KeyError", NOON, "fenshire")
GARBAGE = ParkedMessage("0" * 32, "undecodable", "rpc-intake", "", "", None, 9, "0" * 64, False, NOON)


def house_of(folder: Path) -> House:
    """Fenshire with this directory and edition, beside Kent."""
    return House(folder, deployment_of(fenshire(EDITION, DIRECTORY), real("kent")))


def filled(house: House, callers: Callers, placed: bool, ended: bool) -> dict[str, str]:
    """Plays the case. Returns the ids that stand in addresses."""
    notification = callers.raised(
        "raiser",
        particulars={"name": "Invented Child", "account": "Gone.", "adult_name": SECRET_NAME},
        named={"kin": "named"},
        restrictions=["FEN-5"] if placed else [],
    )
    case = f"/v1/notifications/{notification}"
    number = notification.removeprefix("notification-")
    subscription = callers.done("/v1/agency/subscriptions", SUBSCRIPTION, "fenshire/police")["subscription_id"]
    concern = callers.done("/v1/agency/concerns", CONCERN, "fenshire/police")["concern_id"]
    ids = {
        "notification_id": notification, "task_id": f"task-{number}-2", "notice_id": f"notice-{number}-1",
        "duty_id": f"duty-{number}-1", "share_id": f"share-3-{number}", "concern_id": concern, "report_id": "figures",
        "code": "fenshire", "edition": "trial", "earlier": "trial", "name": "needfire.css",
    }  # fmt: skip
    callers.done(f"/v1/tasks/task-{number}-1/decision", {"outcome": "pass"}, "author")
    for body, to in (
        ("onward", {"to_person": "guest"}),
        ("archive", {"to_role": "archive"}),
        ("police", {"to_body": "police"}),
    ):
        callers.done(f"{case}/shares", {"circulation": body, **to, **COMMENT}, "raiser")
    callers.done(f"{case}/emergency-access", {"hours": 2, **COMMENT}, "locum")
    callers.done(f"/v1/duties/{ids['duty_id']}/not-required", COMMENT, "lead")
    [delivery] = callers.said("/v1/agency/deliveries", "fenshire/police")["deliveries"]
    ids |= {"subscription_id": subscription, "delivery_id": delivery["delivery_id"]}
    if ended:
        callers.done(f"/v1/duties/{ids['duty_id']}/completion", {"reference": "R-1"}, "lead")
        callers.done(f"{case}/closure", {"particulars": {"resolution": "Found."}}, "author")
    callers.done("/v1/exercises", {"exercise_id": "exercise-1", "custodians": ["LUT"]}, "locum")
    ids |= {
        "alert_id": "alert-0",
        "action_id": "action-1",
        "unsent_id": "none",
        "review_id": "none",
        "filter_id": "none",
        "change": "1",
        "meeting_id": "meeting-0",
        "assessment_id": f"assessment-{number}-1",
        "section": "none",
        "resource_id": "none",
        "text": "none",
        "exercise_id": "exercise-1",
        "message_id": "exercise-1.1",
    }
    house.case.parked.park(LOST)
    house.services.workers.of["intake"].kept_messages.keep(GARBAGE, b"Jane Doe")
    callers.said("/v1/custodian/messages/exercise-1.1", "guest")  # opened, so that it is not opened by asking again
    change = callers.done("/v1/custodians/LUT/changes", CHANGE, "locum")["change_id"]
    proof = callers.done("/v1/custodians/LUT/proofs", {"contact": "primary"}, "locum")["proof_id"]
    ids |= {"custodian": "LUT", "change_id": change, "proof_id": proof, "received_id": "received-0", "sender": "nobody"}
    ids["person"] = house.person_of(notification)
    begun = signed_in(callers, "raiser").sent("/raise", {"form_key": "begun"}).headers["location"]
    ids |= {"draft_id": begun.split("/")[2], "page": begun.split("/")[3]}
    return ids
