"""Why a document of CAP is not taken."""

from __future__ import annotations

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "too_large": "It is larger than an alert without particulars can be.",
    "doctype": "It has a document type or entities, which are never read.",
    "not_xml": "It is not XML in UTF-8.",
    "not_cap": "It is not one alert of CAP 1.2 with exactly one part info.",
    "field": "A field is missing, given twice, unknown, or not as CAP writes it.",
    "unknown_kind": "It is no Alert, Update or Cancel of a national alert of a kind that is known here.",
    "unknown_status": "Its status is neither Actual nor Exercise.",
    "reference_missing": "An Update and a Cancel name the message that they follow.",
    "reference_ambiguous": "An Update and a Cancel name exactly one message; this names more, or none clearly.",
    "reference_unexpected": "A first Alert follows none.",
}


class CapRefused(Exception):
    """It is not taken. `reason` is one of REASONS, `field` names what is wrong; neither repeats what it said."""

    code = "cap_refused"

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(REASONS[reason])
        self.reason, self.field, self.sentence = reason, field, REASONS[reason]
