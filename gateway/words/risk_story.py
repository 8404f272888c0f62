"""What happened with a case's risk work, as sentences of the case's story."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gateway.words.names import Names

Data = Mapping[str, Any]
QUIET = frozenset({"RiskLinked", "RiskFactsChanged", "RiskCaseEnded"})
"""What intake tells of the case already."""


def _begun(data: Data, names: Names) -> str:
    which = "the first assessment of risk" if data["which"] == "first" else f"review {data['number'] - 1} of the risk"
    return f"{names.person(data['by']).name} began {which}"


def _noted(data: Data, names: Names) -> str:
    total = data["total"]
    score = str(total["lowest"]) if total["lowest"] == total["highest"] else f"{total['lowest']} to {total['highest']}"
    level = f"{names.person(data['by']).name} set the level: {_words(data['level'])}" if data["level"] else "Assessed"
    return f"{level}. The score of assessment {data['number']} is {score}"


def _decided(data: Data, names: Names) -> str:
    if data["concurs"]:
        return "The group concurs: the name is on the high risk register"
    return "The group does not concur: it goes back to the agency with its reasons"


def _change(data: Data, names: Names) -> str:
    return f"A change of the plan was decided on: it is {'made' if data.get('agreed') else 'not made'}"


def _words(written: str) -> str:
    return written.replace("_", " ")


SENTENCES: Mapping[str, Callable[[Data, Names], str]] = {
    "AssessmentBegun": _begun,
    "AssessmentNoted": _noted,
    "PlanWritten": lambda data, names: "The risk management plan was written",
    "ActionMarked": lambda data, names: "It was marked how far an action of the plan is",
    "Referred": lambda data, names: f"Referred to the group at level {_words(data['level'])}",
    "ViewRecorded": lambda data, names: "An agency's view on the level was recorded",
    "ReferralDecided": _decided,
    "PlanCopied": lambda data, names: "A copy of the plan was given to the agencies that support it",
    "CopyReceived": lambda data, names: "An agency received its copy of the plan",
    "ChangeProposed": lambda data, names: "A change of the plan was proposed",
    "ChangeDecided": _change,
    "EntryReviewed": lambda data, names: "The entry on the register was reviewed",
    "ResourceDecided": lambda data, names: "Funding or resources were decided on",
    "ReviewMissed": lambda data, names: "A review of the entry was missed",
    "LeftRegister": lambda data, names: "The name came off the register",
    "StepDownReviewed": lambda data, names: "The care team met in step-down",
    "StepDownEnded": lambda data, names: "Step-down ended",
}
