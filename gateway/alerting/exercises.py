"""Exercises: started by who looks after sending, listed, and what each showed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from access import Alerts, Reader, permit
from contracts import gateway_exercises as told
from contracts.cascade import StartExerciseV1
from contracts.gateway_words import Person
from contracts.refusals import Refusal
from documents.message import ENDING
from gateway.alerting.sent import SERVICE
from gateway.auditing.trail import shown
from gateway.commanding import send
from gateway.parts import Parts
from gateway.read_models.cascades import line_of
from gateway.read_models.folding import Document
from gateway.reading import whose_of
from gateway.threads import in_thread
from gateway.words.alert_story import custodian_name

HEARD = frozenset({"acknowledged", "searched", "not_known", "known", "sighting", "linked", "found"})
"""Receipts by which a person shows that they have it."""
KINDS = ("initial", "update", "renewal", *ENDING)
_ID = re.compile(r"exercise-[a-z0-9-]{1,64}")


async def start(
    parts: Parts, reader: Reader, asked: told.ExerciseStart, command_id: str, digest: str
) -> told.ExerciseStarted:
    """Starts an exercise, or sends its next message. Raises Refusal."""
    permit(reader, "run_alerts", Alerts(reader.authority))
    exercise_id = asked.exercise_id or f"exercise-{command_id.lower()}"
    if not _ID.fullmatch(exercise_id):
        raise Refusal("malformed", {"exercise_id": "Give 'exercise-' and small letters, digits or hyphens."})
    before = await in_thread(parts.alerting.cascades.of, whose_of(parts, reader), exercise_id)
    custodians = asked.custodians or (tuple(before[-1]["custodians"]) if before else ())
    command = StartExerciseV1(exercise_id, len(before) + 1, asked.kind, custodians)
    accepted = await send(parts, SERVICE, command, reader, command_id, digest)
    return told.ExerciseStarted(exercise_id, accepted["message_id"])


async def listed(
    parts: Parts, reader: Reader, before: str | None, limit: int
) -> tuple[tuple[Document, ...], str | None]:
    """The newest messages of the authority's exercises, and where the next page begins."""
    permit(reader, "run_alerts", Alerts(reader.authority))
    found = await in_thread(parts.alerting.cascades.exercises, whose_of(parts, reader), before, limit + 1)
    here = found[:limit]
    shown(*(each["_id"] for each in here))
    return here, here[-1]["order"] if len(found) > limit else None


def line(message: Document, reader: Reader) -> told.ExerciseLine:
    """A message of an exercise as a line in a list."""
    known = reader.directory.person_by_id.get(message["started_by"] or "")
    lines = [line_of(message, code) for code in message["custodians"]]
    return told.ExerciseLine(
        exercise_id=message["about_id"],
        message_id=message["_id"],
        number=message["number"],
        kind=message["kind"],
        started_at=datetime.fromisoformat(message["started_at"]),
        started_by=Person(known.id, known.name) if known else None,
        custodians=len(lines),
        acknowledged=sum(not HEARD.isdisjoint(each["receipts"]) for each in lines),
    )


def report(messages: Sequence[Document]) -> told.ExerciseReport:
    """What the exercise showed, custodian by custodian."""
    return told.ExerciseReport(messages[0]["about_id"], tuple(_lines(messages)))


def _lines(messages: Sequence[Document]) -> Iterator[told.ReportLine]:
    for message in messages:
        begun = datetime.fromisoformat(message["started_at"])
        for code in message["custodians"]:
            line = line_of(message, code)
            heard = [each["at"] for name, each in line["receipts"].items() if name in HEARD]
            yield told.ReportLine(
                message["_id"],
                message["number"],
                code,
                custodian_name(code),
                line["state"],
                _seconds(begun, line["sent_at"]),
                _seconds(begun, min(heard, default=None)),
                line["approaches"],
                line["reason"],
            )


def _seconds(begun: datetime, at: str | None) -> int | None:
    return round((datetime.fromisoformat(at) - begun).total_seconds()) if at else None
