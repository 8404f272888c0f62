"""Messages of national alerts and of exercises on their way: each with the line of every custodian.

Folded from the service's `cascade:` and `receipt:` streams: a document a message. A custodian's line stands in it as soon as
anything is known of it; until then it is pending.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, get_args

from access import AgencyReader
from access.visibility import Visibility
from contracts.cascade import Receipt, Result
from gateway.read_models.folding import Document, Happening, OutOfOrder, View, changed, happenings, instant
from shared_kernel.commits import Commit

NAME = "cascades"
START = "start"
RESULTS: tuple[Result, ...] = get_args(Result)
STATES = ("pending", "failed", "sent", "delivered", "opened", "acknowledged", "searched", *RESULTS)
"""How far a line can be, each further than the one before; of several results the last of these counts."""
TOLD = ("message_id", "number", "kind", "follows")


def key(source: str, commit: Commit) -> str | None:
    """The message that the commit is about."""
    kind, _, rest = commit.stream.partition(":")
    if source != "national_alerts" or kind not in ("cascade", "receipt"):
        return None
    return rest if kind == "cascade" else rest.rpartition(":")[0]


def stream(_source: str, commit: Commit) -> str:
    """The message's own stream, or that of one custodian's line."""
    kind, _, rest = commit.stream.partition(":")
    return START if kind == "cascade" else rest.rpartition(":")[2]


def take(told: Document, source: str, commit: Commit) -> Document:
    """The message after this commit. Raises OutOfOrder, UnknownEvent."""
    code, events = stream(source, commit), happenings(source, commit)
    if code == START:
        return changed(told, STARTING, events)
    if "lines" not in told:
        raise OutOfOrder
    line = _copied(told["lines"].get(code) or new_line())
    told["lines"] = dict(sorted({**told["lines"], code: changed(line, LINES, events)}.items()))
    return told


def new_line() -> Document:
    """A custodian's line before anything is known of it."""
    return {"state": "pending", "approaches": 1, "sent_at": None, "contact": None, "channel": None, "reason": None,
            "silent": None, "receipts": {}}  # fmt: skip


def line_of(document: Document, code: str) -> Document:
    """The custodian's line in the message."""
    found: Document = document["lines"].get(code) or new_line()
    return found


def _copied(line: Document) -> Document:
    return {**line, "receipts": dict(line["receipts"])}


def _started(part: Document, event: Happening) -> None:
    data, exercise = event.data, event.name == "ExerciseStarted"
    about = data["exercise_id"] if exercise else data["alert_id"]
    part.update({name: data[name] for name in TOLD})
    part.update(
        about_id=about,
        exercise=exercise,
        started_at=instant(data["started_at"]),
        original=instant(data["original"]),
        follows_sent=instant(data["follows_sent"]),
        started_by=data.get("started_by"),
        risk=data.get("risk"),
        edition=data.get("edition", ""),
        rules=list(data.get("rules", ())),
        custodians=sorted(data["custodians"]),
        lines={},
        order=f"{instant(data['started_at'])}|{part['_id']}",
        marks=sorted({*map(custodian_mark, data["custodians"]), about_mark(part["authority"], about)}
                     | ({exercise_mark(part["authority"])} if exercise else set())),
    )  # fmt: skip


def _further(line: Document, state: str) -> None:
    if STATES.index(state) > STATES.index(line["state"]):
        line["state"] = state


def _approached(line: Document, event: Happening) -> None:
    line.update(approaches=event.data["approach"], silent=None)
    if line["state"] == "failed":
        line["state"] = "pending"


def _sent(line: Document, event: Happening) -> None:
    data = event.data
    line.update(contact=data["contact"], channel=data["channel"], reason=None)
    line["sent_at"] = line["sent_at"] or instant(data["sent_at"])
    _further(line, "sent")


def _failed(line: Document, event: Happening) -> None:
    line.update({name: event.data[name] for name in ("contact", "channel", "reason")})


def _silent(line: Document, event: Happening) -> None:
    line["silent"] = {"because": event.data["because"], "since": instant(event.data["since"])}
    if line["sent_at"] is None:
        _further(line, "failed")


def _given(line: Document, event: Happening) -> None:
    receipt: Receipt = event.data["receipt"]
    line["receipts"][receipt] = {"at": instant(event.data["given_at"]), "by": event.data["by"]}
    line["silent"] = None if receipt not in ("delivered", "opened") else line["silent"]
    _further(line, receipt)


def _told_elsewhere(_line: Document, _event: Happening) -> None:
    """The receipt says it; the answer goes to the case, or to the drill's report."""


Change = Callable[[Document, Happening], None]
STARTING: Mapping[tuple[str, int], Change] = {("CascadeStarted", 1): _started, ("ExerciseStarted", 1): _started}
LINES: Mapping[tuple[str, int], Change] = {
    ("CustodianApproached", 1): _approached,
    ("MessageSent", 1): _sent,
    ("MessageFailed", 1): _failed,
    ("CustodianSilent", 1): _silent,
    ("ReceiptGiven", 1): _given,
    ("CustodianResponded", 1): _told_elsewhere,
    ("ExerciseAnswered", 1): _told_elsewhere,
}
VIEW = View(NAME, key, take, stream=stream, own=dict)


def custodian_mark(code: str) -> str:
    """The mark of a message that was sent to this body."""
    return f"custodian {code}"


def about_mark(authority: str, about_id: str) -> str:
    """The mark of an authority's messages of one alert or exercise."""
    return f"{authority} about {about_id}"


def exercise_mark(authority: str) -> str:
    """The mark of the messages of an authority's exercises."""
    return f"{authority} exercises"


def received_marks(whose: Visibility) -> frozenset[str]:
    """What was sent to the body for which the reader receives alerts."""
    body = whose.reader.receives_for
    return frozenset({custodian_mark(body)}) if body else frozenset()


def exercise_marks(whose: Visibility) -> frozenset[str]:
    """Exercises are for who looks after sending in the authority that started them."""
    reader = whose.reader
    runs = not isinstance(reader, AgencyReader) and reader.runs_alerts
    return frozenset({exercise_mark(whose.authority)}) if runs else frozenset()


class Cascades(Protocol):
    """Port: the questions that messages on their way answer. None is answered without saying who may see what."""

    def received(self, whose: Visibility, message_id: str) -> Document | None:
        """The message of this id, if it was sent to the body that the reader receives for."""

    def inbox(self, whose: Visibility, before: str | None, limit: int) -> tuple[Document, ...]:
        """The newest that were sent to that body, from below the `order` given."""

    def beside(self, whose: Visibility, message: Document) -> tuple[Document, ...]:
        """The messages of the same alert or exercise that were sent to that body, in order."""

    def of(self, whose: Visibility, about_id: str) -> tuple[Document, ...]:
        """The messages of one alert or exercise of the reader's own authority, in order: whether they may see what it is
        about was judged before."""

    def exercises(self, whose: Visibility, before: str | None, limit: int) -> tuple[Document, ...]:
        """The newest messages of the authority's exercises, for who looks after them."""


class Alerted(Protocol):
    """Port: the case of which a message tells, for the body that it was sent to, whichever authority that is."""

    def behind(self, whose: Visibility, message: Document) -> Document | None:
        """The case, where the message was sent to the body that the reader receives for."""


def in_order(documents: Iterable[Document]) -> tuple[Document, ...]:
    """By their numbers."""
    return tuple(sorted(documents, key=lambda each: int(each["number"])))


def case_behind(message: Document) -> str:
    """The notification of a live alert's message."""
    return f"notification-{str(message['about_id']).removeprefix('alert-')}"


def any_of(marks: frozenset[str], document: Mapping[str, Any]) -> bool:
    """Whether the document bears one of these marks."""
    return not marks.isdisjoint(document["marks"])
