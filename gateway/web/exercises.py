"""The pages of exercises: started, listed, and what each showed."""

from __future__ import annotations

from typing import get_args

from starlette.responses import RedirectResponse, Response

from access import Reader
from contracts.cascade import MessageKind
from contracts.gateway_exercises import ExerciseStart
from contracts.refusals import Refusal
from documents.message import ENDING, TITLES
from gateway.alerting import exercises
from gateway.alerting.ledger import exercise_messages, is_code
from gateway.parts import Parts
from gateway.read_models.cascades import START
from gateway.read_models.cases import is_order
from gateway.web.acting import arrived, asked_of
from gateway.web.ledgers import ledger_shown, redriven
from gateway.web.page import Page, View, Visit

PAGE = 25


async def list_exercises(parts: Parts, visit: Visit) -> View:
    """The authority's exercises, and the button that starts one."""
    before = visit.place("before", is_order)
    here, older = await exercises.listed(parts, visit.signed_in, before, PAGE)
    lines = [exercises.line(each, visit.signed_in) for each in here]
    shows = {"lines": lines, "older": older, "first": before is None, "titles": TITLES}
    return View("exercises.html", shows)


async def start_exercise(parts: Parts, visit: Visit) -> Response:
    """A new exercise, or the next message of one."""
    kind = visit.form.get("kind", "initial")
    if kind not in get_args(MessageKind):
        raise Refusal("malformed", {"kind": "Choose a message."})
    codes = tuple(each for each in visit.form.get("custodians", "").replace(",", " ").upper().split())
    if not all(map(is_code, codes)):
        raise Refusal("unknown_custodian")
    by = asked_of(parts, visit, None)
    asked = ExerciseStart(kind, visit.form.get("exercise_id") or None, codes)  # type: ignore[arg-type]  # it is one of them
    started = await exercises.start(parts, visit.signed_in, asked, by.command_id, by.digest)
    await arrived(parts.alerting.cascades_caught_up, started.message_id, 1, START)
    return RedirectResponse(f"/exercises/{started.exercise_id}", 303)


async def show_exercise(parts: Parts, visit: Visit) -> View:
    """An exercise: its report by authority, and its ledger."""
    reader: Reader = visit.signed_in
    messages = await exercise_messages(parts, reader, visit.request.path_params["exercise_id"])
    report = exercises.report(messages)
    over = any(each["kind"] in ENDING for each in messages)
    shows = ledger_shown(visit, messages, f"/exercises/{report.exercise_id}")
    lines = {
        each.custodian: each
        for each in report.lines
        if shows["ledger"] and each.message_id == shows["ledger"].message_id
    }
    return View(
        "exercise.html", {**shows, "exercise_id": report.exercise_id, "report": lines, "over": over, "titles": TITLES}
    )


async def redrive_exercise(parts: Parts, visit: Visit) -> Response:
    """Once more, by hand."""
    exercise_id = visit.request.path_params["exercise_id"]
    await exercise_messages(parts, visit.signed_in, exercise_id)
    return await redriven(parts, visit, exercise_id, "/exercises")


EXERCISE = "/exercises/{exercise_id}"
PAGES = (
    Page("GET", "/exercises", "run_alerts", list_exercises),
    Page("POST", "/exercises", "run_alerts", start_exercise),
    Page("GET", EXERCISE, "run_alerts", show_exercise),
    Page("POST", f"{EXERCISE}/redrives", "run_alerts", redrive_exercise),
)
