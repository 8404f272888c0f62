"""What risk management tells of a case: which assessments began, and what each has come to."""

from __future__ import annotations

from gateway.read_models.folding import Changes, Document, Happening, instant


def _linked(part: Document, event: Happening) -> None:
    part.update(risk_id=event.data["risk_id"], assessments={})


def _begun(part: Document, event: Happening) -> None:
    names = ("assessment_id", "number", "which", "instrument", "previous", "by")
    told = {name: event.data[name] for name in names}
    begun_at = instant(event.data["begun_at"])
    part["assessments"][str(event.data["number"])] = {**told, "begun_at": begun_at, "noted": None}


def _noted(part: Document, event: Happening) -> None:
    names = ("level", "by", "total", "sections")
    noted = {**{name: event.data[name] for name in names}, "settled_at": instant(event.data["settled_at"])}
    part["assessments"][str(event.data["number"])]["noted"] = noted


def _told_elsewhere(_part: Document, _event: Happening) -> None:
    """Intake tells the facts and the end."""


CHANGES: Changes = {
    ("RiskLinked", 1): _linked,
    ("RiskFactsChanged", 1): _told_elsewhere,
    ("RiskCaseEnded", 1): _told_elsewhere,
    ("AssessmentBegun", 1): _begun,
    ("AssessmentNoted", 1): _noted,
}
