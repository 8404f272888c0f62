"""National alerts as an edition states them: who proposes one, what its form asks, who passes each message, what it ends in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from needfire.conditions import Condition, Setting
from needfire.routes import Guard
from needfire.triggers import Trigger

Message = Literal["initial", "update", "found", "de_alert", "renewal"]
PartKind = Literal["sealed", "words", "day", "localities", "photograph"]

RECORDED: Mapping[Message, str] = {
    "initial": "national_alert_issued_at",
    "update": "national_alert_updated_at",
    "renewal": "national_alert_updated_at",
    "found": "national_alert_ended_at",
    "de_alert": "national_alert_ended_at",
}
"""The fact that the release of each message makes known."""
ENDING: tuple[Message, ...] = ("found", "de_alert")
MOST_LOCALITIES = 212
_LOCALITY = re.compile(r"[ENSW][0-9]{8}")
_PHOTOGRAPH = re.compile(r"attachment-[a-z0-9-]{1,64}")


@dataclass(frozen=True)
class AlertPart:
    """One part of the form: in one's own words (`sealed`), one of `words`, a day, the codes of local authorities' areas,
    or a photograph that was attached.

    It is asked in `messages` (none named: in all) where `when` holds; unless it is `required`, or `required_if` the answer to
    another part is so, it may be left out.
    """

    name: str
    question: str
    rules: tuple[str, ...]
    kind: PartKind = "sealed"
    words: Mapping[str, str] | None = None
    messages: tuple[Message, ...] = ()
    when: Condition | None = None
    required: bool = True
    required_if: Mapping[str, str] = field(default_factory=dict)

    def is_required(self, answers: Mapping[str, Any]) -> bool:
        """Whether a message with these answers must have it."""
        led_to = any(answers.get(name) == value for name, value in self.required_if.items())
        return self.required or led_to

    def problem(self, value: Any) -> str | None:
        """What is wrong with an answer, as a sentence that never repeats it; None when it can be recorded."""
        match self.kind:
            case "sealed":
                return f"{self.question} Say it in your own words, among the particulars."
            case "words":
                known = isinstance(value, str) and value in (self.words or {})
                return None if known else f"{self.question} Choose one of: {', '.join(self.words or {})}."
            case "day":
                return None if _is_day(value) else f"{self.question} Give a day, such as 2026-11-17."
            case "localities":
                return None if _are_localities(value) else f"{self.question} Give a list of codes, such as E10000016."
            case "photograph":
                fits = isinstance(value, str) and _PHOTOGRAPH.fullmatch(value)
                return None if fits else f"{self.question} Give the reference of the attachment."


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _are_localities(value: Any) -> bool:
    if not isinstance(value, list | tuple) or len(value) > MOST_LOCALITIES:
        return False
    return all(isinstance(each, str) and _LOCALITY.fullmatch(each) for each in value)


@dataclass(frozen=True)
class AlertMessage:
    """One kind of message: who writes it, what stands against it, and its way to the custodians.

    Written, it decides the form's task (`written`, such as "decided:form.completed"), or opens the task of whoever checks it
    ("opened:check"). What then happens on the edition's requests is followed: `signed_off`, `sent_back`, `released`.
    Without `written` there is nothing to write: `released` alone sends it.
    """

    kind: Message
    rules: tuple[str, ...]
    released: Trigger
    by: tuple[str, ...] = ()
    written: Trigger | None = None
    signed_off: Trigger | None = None
    sent_back: tuple[Trigger, ...] = ()
    refused: tuple[Guard, ...] = ()

    @property
    def checks(self) -> frozenset[str]:
        """The steps on which somebody other than the author says whether the message passes."""
        return frozenset(each.of for each in (*self.sent_back, *((self.signed_off,) if self.signed_off else ())))


@dataclass(frozen=True)
class Alerting:
    """How national alerts are made under this edition.

    `threshold` is put to the test by whoever holds a role of `by`; the facts of `enquiries` count only with who was asked
    by whom, and when. `missing_since` are the moments that a message gives as the original one, the first known first.
    `responses` is the request that a custodian's answer opens.
    """

    rules: tuple[str, ...]
    threshold: str
    by: tuple[str, ...]
    responses: str
    messages: tuple[AlertMessage, ...]
    missing_since: tuple[str, ...] = ("missing_since",)
    enquiries: tuple[str, ...] = ()
    parts: tuple[AlertPart, ...] = field(default=())

    @property
    def roles(self) -> frozenset[str]:
        """Whoever may propose an alert, or write one of its messages."""
        return frozenset({*self.by, *(role for message in self.messages for role in message.by)})

    def message(self, kind: str) -> AlertMessage | None:
        """The message of that kind, if the edition has it."""
        return next((each for each in self.messages if each.kind == kind), None)

    def asked(self, kind: Message, within: Setting) -> Iterator[AlertPart]:
        """The parts of the form that this message asks in this case."""
        for part in self.parts:
            fits = not part.messages or kind in part.messages
            if fits and (part.when is None or part.when.judge(within).holds):
                yield part

    def of(self, trigger: Trigger) -> tuple[AlertMessage, ...]:
        """The messages on whose way this lies."""
        return tuple(each for each in self.messages if trigger in _way(each))


def _way(message: AlertMessage) -> tuple[Trigger | None, ...]:
    return (message.written, message.signed_off, *message.sent_back, message.released)
