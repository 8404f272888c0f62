"""What a story's people do with a national alert: what is sent for it, and how its ledger is shown."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from rich.console import Console

from operations import story_alerts
from operations.story_alerts import AlertCase
from operations.story_ledger import LedgerShown
from operations.story_people import StoryStopped
from operations.story_scenes import Scene

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)
PARTS = [
    {"name": "reason", "kind": "sealed", "required": True},
    {"name": "category", "kind": "words", "required": True, "words": {"neglect": "neglect", "none": "none"}},
    {"name": "has_photograph", "kind": "words", "required": True, "words": {"attached": "yes", "none_there_is": "no"}},
    {"name": "photograph", "kind": "photograph", "required": False},
    {"name": "found_on", "kind": "day", "required": True},
]
LINES = [
    {"name": "Luton", "state": "sent", "sent_at": "t", "channel": "mail", "contact": "primary", "silent": False},
    {"name": "Medway", "state": "failed", "sent_at": None, "silent": True, "reason": "recipient_refused"},
    {"name": "Angus", "state": "pending", "sent_at": None, "silent": False, "reason": None},
]


@dataclass
class FakePeople:
    """Answers what it is told to, and keeps what was sent."""

    answers: Mapping[str, list[Any]]
    sent: list[tuple[str, Any]] = field(default_factory=list)

    def ask(self, _person: str, path: str) -> Any:
        found = next((each for begins, each in self.answers.items() if path.startswith(begins)), None)
        if not found:
            raise StoryStopped("not yet")
        return found.pop(0) if len(found) > 1 else found[0]

    def say(self, _person: str, path: str, body: Any, _refused: str | None = None) -> Any:
        self.sent.append((path, body))


@dataclass
class FakeCase:
    people: FakePeople
    console: Console = field(default_factory=lambda: Console(file=io.StringIO(), width=82))
    alert_id: str = "alert-1"
    path: str = "/v1/notifications/notification-1"
    now: datetime = NOON

    @property
    def shown(self) -> LedgerShown:
        return LedgerShown(self.console)

    def play(self, verb: str, what: Mapping[str, Any]) -> None:
        story_alerts.verbs(cast("AlertCase", self))[verb](Scene(verb, what, "somebody"))

    @property
    def printed(self) -> str:
        return cast("io.StringIO", self.console.file).getvalue()


def test_it_is_proposed_with_who_was_asked() -> None:
    case = FakeCase(FakePeople({"/v1/alerts/alert-1": [{"state": "there"}]}))
    case.play("propose_alert", {"asked": "family", "enquiries": ["on_holiday"]})
    [(path, body)] = case.people.sent
    assert (path, body["notification_id"]) == ("/v1/alerts", "notification-1")
    assert body["enquiries"] == [
        {"fact": "on_holiday", "asked_by": "somebody", "asked_of": "family", "asked_at": NOON.isoformat()}
    ]


def test_a_form_is_filled_in_as_it_is_asked_and_as_the_story_says() -> None:
    routing = [{"versions": {"routing": 4}}, {"versions": {"routing": 5}}]
    case = FakeCase(FakePeople({"/v1/alerts/alert-1/form": [{"parts": PARTS}], "/v1/notifications": routing}))
    case.play("write_alert", {"message": "initial", "answers": {"has_photograph": "none_there_is"}})
    [(path, body)] = case.people.sent
    assert path == "/v1/alerts/alert-1/messages"
    assert body["answers"] == {"category": "neglect", "has_photograph": "none_there_is", "found_on": "2026-11-17"}
    assert list(body["particulars"]) == ["reason"]


def test_a_cascade_is_watched_until_only_those_wait_who_may_and_its_ledger_is_shown() -> None:
    going: list[Any] = [
        {"counts": {"pending": number, "sent": 3 - number}, "next": None, "lines": []} for number in (3, 2)
    ]
    last = {"counts": {"pending": 1, "sent": 1, "failed": 1}, "next": None, "lines": LINES}
    case = FakeCase(FakePeople({"/v1/alerts/alert-1/ledger?message=1": [*going, last]}))
    case.play("watch_cascade", {"message": 1, "waiting": 1, "until": {"sent": 1}})
    assert "The ledger: 3 custodians: 1 pending · 1 sent · 1 failed" in case.printed
    assert "1 by mail, to the first contact" in case.printed
    assert "Medway  failed   recipient refused" in case.printed
    assert "Angus   pending  tried again by itself" in case.printed


def test_a_custodian_says_what_the_story_says() -> None:
    case = FakeCase(FakePeople({"/v1/custodian/messages/alert-1.1": [{"state": "there"}]}))
    case.play("custodian_says", {"message": 1, "receipt": "found", "comment": "Seen."})
    assert case.people.sent == [
        ("/v1/custodian/messages/alert-1.1/receipts", {"receipt": "found", "comment": "Seen."}),
    ]
