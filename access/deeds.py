"""What can be done, by name, and for what purpose: every route and every command declares its deed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Deed = Literal[
    "anyone",
    "read_procedures",
    "suggest",
    "list",
    "search_people",
    "read_records",
    "hold_records",
    "lift_hold",
    "propose_deletion",
    "confirm_deletion",
    "export_person",
    "redact_text",
    "receive_retention",
    "read_audit",
    "read_case",
    "watch",
    "raise",
    "consult",
    "update",
    "close",
    "read_item",
    "work_task",
    "decide_task",
    "reassign_task",
    "receive_notice",
    "share",
    "ask",
    "propose_alert",
    "write_message",
    "assess",
    "set_level",
    "read_register",
    "keep_register",
    "answer_register",
    "hold_meeting",
    "complete_duty",
    "propose_not_required",
    "confirm_not_required",
    "emergency_access",
    "delegate_absence",
    "end_absence",
    "raise_concern",
    "read_concern",
    "decide_concern",
    "receive_feedback",
    "read_owed",
    "acknowledge_duty",
    "receive_share",
    "read_deliveries",
    "replay_delivery",
    "subscribe",
    "read_flags",
    "receive_alerts",
    "run_alerts",
    "read_custodians",
    "keep_custodian",
    "prove_custodian",
    "read_running",
    "drive_parked",
    "replay_cases",
    "read_directory",
]
DEEDS: tuple[Deed, ...] = get_args(Deed)

Purpose = Literal["casework", "emergency", "oversight", "subject_access", "partner", "replay"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)

READING: frozenset[Deed] = frozenset({"anyone", "read_procedures", "list", "read_case", "watch", "read_item"})
DEEDS_FOR: Mapping[Purpose, frozenset[Deed]] = {
    "casework": frozenset(DEEDS),
    "emergency": READING,
    "oversight": READING,
    "subject_access": READING,
    "partner": READING,
    "replay": frozenset({"replay_cases"}),
}
"""What may be done for each purpose at all: to work on a case one must have to do with it."""
