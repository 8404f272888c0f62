"""All that risk management is asked, and all that its feed holds: assessments, and the high risk register."""

from __future__ import annotations

from contracts import risk_assessments, risk_register

COMMANDS = {**risk_assessments.COMMANDS, **risk_register.COMMANDS}
MAKES_KNOWN = (*risk_assessments.MAKES_KNOWN, *risk_register.MAKES_KNOWN)
EVENTS = {**risk_assessments.EVENTS, **risk_register.EVENTS}
