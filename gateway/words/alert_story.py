"""What happened with a case's national alert, as sentences of the case's story."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from custody.bodies import custodians
from documents.message import TITLES, Kind
from gateway.words.names import Names
from gateway.words.plain import due_in_words

Data = Mapping[str, Any]
QUIET = frozenset({"NotificationLinked", "AlertFactsChanged", "LinkedNotificationEnded"})
"""What intake tells of the case already."""
RESULTS: Mapping[str, str] = {
    "not_known": "the child is not known there",
    "known": "the child is known there",
    "sighting": "the child was seen",
    "linked": "the child is linked to the area",
    "found": "the child was found",
}


def custodian_name(code: str) -> str:
    """What a body is called; one that the directory no longer has by its code."""
    known = custodians().get(code)
    return known.body.name if known else code


def message_name(data: Data) -> str:
    """What a message of the alert is called."""
    kind: Kind = data["message"]
    return f"“{TITLES[kind]}” (message {data['number']} of the national alert)"


def _judged(data: Data, names: Names) -> str:
    begins = f"{names.person(data['by']).name} put it to the threshold of a national alert"
    if data["verdict"] == "met":
        return f"{begins}: it is met"
    passes = data["passes_from"]
    later = f"; by time alone it would be from {due_in_words(datetime.fromisoformat(passes))}" if passes else ""
    return f"{begins}: it is not met{later}"


def _written(data: Data, names: Names) -> str:
    return f"{names.person(data['by']).name} completed {message_name(data)}"


def _sent_back(data: Data, names: Names) -> str:
    who = f"{names.person(data['by']).name} sent it back" if data["by"] else "It came back"
    return f"{who}: {message_name(data)}"


def _signed_off(data: Data, names: Names) -> str:
    return f"{names.person(data['by']).name} signed off {message_name(data)}"


def _answered(data: Data, _names: Names) -> str:
    return f"{custodian_name(data['custodian'])} answered the national alert: {RESULTS[data['result']]}"


def _unreached(data: Data, _names: Names) -> str:
    how = "could not be reached with" if data["because"] == "failure" else "has not acknowledged"
    number = data["message_id"].rpartition(".")[2]
    return (
        f"{custodian_name(data['custodian'])} {how} message {number} of the national alert; its ledger names who else"
    )


SENTENCES: Mapping[str, Callable[[Data, Names], str]] = {
    "ThresholdJudged": _judged,
    "MessageWritten": _written,
    "MessageSentBack": _sent_back,
    "MessageSignedOff": _signed_off,
    "MessageWithdrawn": lambda data, _: f"{message_name(data)} is not wanted any more",
    "AlertReleased": lambda data, _: f"{message_name(data)} went out to the custodians",
    "AlertAnswered": _answered,
    "CustodianUnreached": _unreached,
    "AlertInDoubt": lambda *_: (
        "By facts that were corrected the threshold of the national alert would not be met any more"
    ),
}
OPENED = frozenset({"AlertAnswered"})
"""Whose words stand in the story; a message's own are shown with the alert."""
