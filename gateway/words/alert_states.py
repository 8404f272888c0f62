"""How far alerts, their messages and custodians' lines are, in words."""

from __future__ import annotations

ALERT_STATES = {
    "none": "Nothing proposed", "not_met": "Threshold not met", "proposed": "Proposed", "current": "Current",
    "ended": "Ended",
}  # fmt: skip
MESSAGE_STATES = {
    "written": "Waits to be checked", "sent_back": "Sent back", "signed_off": "Signed off, waits to be released",
    "withdrawn": "Withdrawn", "released": "Released",
}  # fmt: skip
STATES = {
    "pending": "Not sent yet", "failed": "Could not be sent", "sent": "Sent", "delivered": "Delivered", "opened": "Opened",
    "acknowledged": "Acknowledged", "searched": "Records searched", "not_known": "Answered: not known",
    "known": "Answered: known", "sighting": "Answered: seen", "linked": "Answered: linked", "found": "Answered: found",
}  # fmt: skip
WAITS = frozenset({"pending", "failed", "sent", "delivered", "opened", "acknowledged", "searched"})
"""What waits for the custodian's answer."""
