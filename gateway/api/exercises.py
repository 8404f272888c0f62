"""Exercises: started, listed, their report by authority and their ledger, for who looks after sending."""

from __future__ import annotations

from contracts import gateway_exercises as bodies
from contracts.gateway_ledger import AlertLedger, Redrive
from contracts.gateway_receipts import ReceiptAccepted
from gateway.alerting import exercises
from gateway.alerting.ledger import exercise_messages, ledger, redrive
from gateway.api.alert_ledger import CHANGE, LEDGER, page, wanted
from gateway.api.cursors import PAGING, cursor_at, limit_of, place_of
from gateway.api.operation import Asked, Operation, of_tag
from gateway.parts import Parts
from gateway.read_models.cases import is_order


async def start(parts: Parts, asked: Asked) -> bodies.ExerciseStarted:
    """Start an exercise, or send the next message of one. It goes the ways of an alert, is marked wherever it is seen, and touches no case."""
    return await exercises.start(parts, asked.reader, asked.body, asked.command_id, asked.digest)


async def listed(parts: Parts, asked: Asked) -> bodies.ExerciseList:
    """The messages of your authority's exercises, the newest first."""
    here, following = await exercises.listed(parts, asked.reader, place_of(asked, is_order), limit_of(asked))
    return bodies.ExerciseList(tuple(exercises.line(each, asked.reader) for each in here), cursor_at(following))


async def report(parts: Parts, asked: Asked) -> bodies.ExerciseReport:
    """What an exercise showed: of every custodian how far it came, how long it took, how often it was tried."""
    return exercises.report(await exercise_messages(parts, asked.reader, asked.path["exercise_id"]))


async def of_exercise(parts: Parts, asked: Asked) -> AlertLedger:
    """How far each custodian is with a message of the exercise."""
    return page(ledger(await exercise_messages(parts, asked.reader, asked.path["exercise_id"]), wanted(asked)))


async def redrive_exercise(parts: Parts, asked: Asked) -> ReceiptAccepted:
    """Have a message of the exercise brought to a custodian once more."""
    body: Redrive = asked.body
    await exercise_messages(parts, asked.reader, asked.path["exercise_id"])
    message_id = f"{asked.path['exercise_id']}.{body.message}"
    return await redrive(parts, asked.reader, message_id, body.custodian, asked.command_id, asked.digest)


EXERCISE = "/v1/exercises/{exercise_id}"
OPERATIONS = of_tag(
    "Exercises",
    Operation(
        "POST",
        "/v1/exercises",
        "start_exercise",
        "Start an exercise, or send its next message",
        "run_alerts",
        start,
        bodies.ExerciseStarted,
        bodies.ExerciseStart,
        201,
        refusals=("unknown_custodian", "update_before_alert", "alert_message_ended", "busy"),
    ),
    Operation(
        "GET",
        "/v1/exercises",
        "list_exercises",
        "List your authority's exercises",
        "run_alerts",
        listed,
        bodies.ExerciseList,
        query=PAGING,
    ),
    Operation(
        "GET",
        f"{EXERCISE}/report",
        "report_exercise",
        "Read what an exercise showed",
        "run_alerts",
        report,
        bodies.ExerciseReport,
        refusals=("not_found",),
    ),
    Operation(
        "GET",
        f"{EXERCISE}/ledger",
        "read_exercise_ledger",
        "Read how far each custodian is with an exercise",
        "run_alerts",
        of_exercise,
        AlertLedger,
        query=LEDGER,
        refusals=("not_found",),
    ),
    Operation(
        "POST",
        f"{EXERCISE}/redrives",
        "redrive_exercise",
        "Bring a message of an exercise to a custodian once more",
        "run_alerts",
        redrive_exercise,
        ReceiptAccepted,
        Redrive,
        201,
        refusals=CHANGE,
    ),
)
