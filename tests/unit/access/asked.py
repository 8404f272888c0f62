"""What is sent to each operation in the matrix, so that nothing but access stands against it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.pictures import PICTURE
from tests.unit.access.world import CHANGE, COMMENT, CONCERN, GARBAGE, LOST, SUBSCRIPTION

BODIES: Mapping[str, Any] = {
    "raise_notification": {
        "authority": "fenshire", "area": "fen", "facts": {"happened": ["missing"]}, "categories": ["FEN-A"],
        "particulars": {"name": "Invented Child"},
    },
    "record_consultation": {"with_role": "manager", "with_person": "author", "advice": "raise"},
    "update_notification": {"based_on": 0, "facts": {"subject_kind": "child"}},
    "close_notification": {"particulars": {"resolution": "Found."}},
    "share_notification": {"circulation": "onward", "to_person": "auditor", **COMMENT},
    "make_request": {"request": "analysis", **COMMENT},
    "open_emergency_access": {"hours": 1, **COMMENT},
    "search_people": {"name": "Nobody"},
    "decide_task": {"outcome": "pass"},
    "return_task": COMMENT,
    "reassign_task": {"to_person": "desk"},
    "complete_duty": {"reference": "R-1"},
    "propose_duty_not_required": COMMENT,
    "confirm_duty_not_required": {"agrees": False},
    "delegate_absence": {"delegate": "guest", "starts": "2026-11-18T09:00:00+00:00", "ends": "2026-11-19T09:00:00+00:00"},
    "suggest_categories": {"facts": {}, "authority": "fenshire"},
    "decide_concern": {"outcome": "no_further_action", "reason": "other", **COMMENT},
    "give_concern_feedback": {"particulars": {"feedback": "It was looked into."}},
    "raise_concern": CONCERN,
    "place_hold": {"reason": "complaint"},
    "lift_hold": {"hold": 1, "reason": "other"},
    "propose_deletion": {"reason": "court_order"},
    "confirm_deletion": {"agrees": False},
    "redact_text": {"text": "none", "name": "name"},
    "answer_custodian_message": {"receipt": "acknowledged"},
    "answer_agency_custodian_message": {"receipt": "acknowledged"},
    "propose_contacts": CHANGE,
    "decide_contacts": {"agrees": True},
    "match_received_alert": {"name": "Nobody"},
    "record_received_search": {"result": "not_known"},
    "redrive_alert": {"message": 1, "custodian": "LUT"},
    "redrive_exercise": {"message": 1, "custodian": "LUT"},
    "write_alert_message": {"message": "initial"},
    "attach_photograph": {"content": PICTURE},
    "save_assessment_draft": {"instrument": "none 1", "based_on": 0, "answers": {}},
    "set_assessment_level": {"level": "high"},
    "write_plan": {"actions": [], "professionals": []},
    "mark_plan_action": {"done": True},
    "receive_plan_copy": {"plan": 1, "body": "police", "reference": "R-1"},
    "record_view": {"body": "police", "view": "agrees"},
    "decide_referral": {"concurs": True},
    "decide_plan_change": {"agreed": True, "debated": True},
    "review_entry": {"cycle": "monthly_review"},
    "decide_resource": {"need": "support", "granted": True},
    "review_step_down": {"keyworker_still_right": True},
    "end_step_down": {"further_concern": False},
    "call_meeting": {"at": "2026-11-18T09:00:00+00:00"},
    "set_agenda": {"items": []},
    "hold_meeting": {"present": []},
    "answer_level": {"view": "agrees"},
    "save_report_filter": {"report_id": "figures", "days": 7},
    "subscribe": SUBSCRIPTION,
    "acknowledge_duty": {"reference": "P-1"},
    "drive_parked_stream": {"owner": "gateway", "reader": "gateway", "source": "intake", "stream": LOST.stream},
    "drive_parked_message": {"owner": "intake", "message_id": GARBAGE.message_id},
}  # fmt: skip
"""Where nothing is named, an empty object is sent."""
QUERIES: Mapping[str, str] = {"GET /raise/brief": f"?form={'a' * 32}"}
"""What a page leads on to by itself, where it is asked for without."""


def body_of(name: str, person: str, ids: Mapping[str, str]) -> Any:
    """What this person sends: a delegate is somebody of their own authority."""
    body = BODIES.get(name, {})
    if name == "begin_assessment":
        return {"notification_id": ids["notification_id"], "which": "first"}
    if name == "propose_alert":
        return {"notification_id": ids["notification_id"]}
    if name == "receive_retention":
        return {"record_id": ids["notification_id"]}
    return (
        {**body, "delegate": "kent-team-manager"} if name == "delegate_absence" and person == "kent-director" else body
    )
