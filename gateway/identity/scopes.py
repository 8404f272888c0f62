"""What an agency's machine may be let in for, by purpose. A client has those that it is registered with, a token those it asked for."""

from __future__ import annotations

from collections.abc import Mapping

SCOPES: Mapping[str, str] = {
    "concerns.write": "Raise a concern with the authority.",
    "concerns.read": "Read what became of the concerns that it raised.",
    "shares.read": "Read what the authority shared with it.",
    "plans.read": "Read the plans that it supports.",
    "duties.read": "Read what it is owed, and acknowledge it.",
    "tasks.write": "Answer what it was asked for, and give receipts.",
    "deliveries.manage": "Read what was sent to it, and have it sent again.",
    "alerts.receive": "Receive national alerts for the body that it is, and say how far it is.",
    "flags.read": "Read a child's flags as FHIR resources.",
}
