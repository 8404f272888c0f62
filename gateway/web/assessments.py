"""Pages of risk assessments: the row of reviews with its trend, the checklist a section a page, check your answers, the level."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from starlette.responses import RedirectResponse, Response

from contracts.gateway_assessments import (
    Assessment,
    AssessmentBeginning,
    AssessmentCompletion,
    AssessmentDraft,
    AssessmentForm,
    LevelDecision,
)
from contracts.refusals import Refusal
from contracts.risk_assessments import Which
from gateway.api import assessments as operations
from gateway.catching_up import CatchingUp
from gateway.parts import Parts
from gateway.read_models.risk_register import ENTRY
from gateway.reading import find_case
from gateway.web.acting import NOTHING, Trouble, asked_of, done_or_shown, trouble_of
from gateway.web.answering import WHOLE, YES_NO, answers_in, asks_by_place, fields_of, section_of
from gateway.web.page import Page, View, Visit
from gateway.web.trends import lines_of
from gateway.words import assessment_forms, assessments
from gateway.words.assessments import SOURCE, Read

Showing = Callable[[Parts, Visit, Trouble], Awaitable[View]]
ASSESSMENT = "/assessments/{assessment_id}"
SECTION = f"{ASSESSMENT}/sections/{{section}}"
RISK = "/cases/{notification_id}/risk"
STATES: Mapping[str, str] = {
    "draft": "Being filled in",
    "complete": "Complete, no level yet",
    "level_set": "Level set",
    "countersigned": "Level set and countersigned",
}


async def show_row(parts: Parts, visit: Visit) -> View:
    """The assessments of a case in order, with the picture of how the scores went."""
    return await _row_view(parts, visit, NOTHING)


async def _row_view(parts: Parts, visit: Visit, trouble: Trouble) -> View:
    found = await find_case(parts, visit.signed_in, "read_case", visit.request.path_params["notification_id"])
    if found.names.edition.assessing is None or SOURCE not in found.document:
        raise Refusal("not_found")
    row = assessments.row(found.document, operations.instruments_of(found))
    open_one = next((each for each in row.assessments if each.settled_at is None), None)
    shows = {
        "row": row,
        "lines": lines_of(row),
        "open_one": open_one,
        "trouble": trouble,
        "levels": _titles(found.names),
        "register": found.names.edition.register,
        "entered": ENTRY in found.document[SOURCE],
    }
    return View("risk.html", shows)


def _titles(names: Any) -> dict[str, str]:
    stated = [each.level for each in names.edition.instruments if each.level]
    return {level.id: level.title for each in stated for level in each.levels}


async def begin(parts: Parts, visit: Visit) -> View | Response:
    """Begins one, and leads to it."""
    notification_id = visit.request.path_params["notification_id"]
    which: Which = "review" if visit.form.get("which") == "review" else "first"
    try:
        accepted = await operations.begin(parts, asked_of(parts, visit, AssessmentBeginning(notification_id, which)))
    except Refusal as refusal:
        if refusal.kind.status != 409:
            raise
        return replace(await _row_view(parts, visit, trouble_of(refusal)), status=409)
    with suppress(TimeoutError):
        await parts.caught_up.until(notification_id, {SOURCE: accepted.version})
    return RedirectResponse(f"/assessments/{accepted.assessment_id}", 303)


async def show_one(parts: Parts, visit: Visit) -> View:
    """What is filled in, section by section, and what comes next."""
    read, told, form = await _told(parts, visit)
    row = assessments.row(read.case, {read.instrument.name: read.instrument})
    return View("assessment.html", {**_about(told, form), "done": _done(told, form), "row": row})


async def _told(parts: Parts, visit: Visit) -> tuple[Read, Assessment, AssessmentForm]:
    """Read as anybody who sees the case reads it: what may be written is judged when it is."""
    read = await operations.read_one(parts, replace(asked_of(parts, visit, None), deed="read_case"))
    form = assessment_forms.form(read.begun["assessment_id"], read.instrument, read.names)
    return read, assessments.assessment(read), form


def _about(told: Assessment, form: AssessmentForm) -> dict[str, Any]:
    return {
        "told": told,
        "form": form,
        "states": STATES,
        "whole": WHOLE,
        "places": {each.place: each for each in told.places},
    }


def _done(told: Assessment, form: AssessmentForm) -> dict[str, tuple[int, int]]:
    """Of each page how many of its items or questions have something."""
    filled = {each.place for each in told.places if each.state != "missing" or each.asked}
    pages = {each.id: [item.id for item in each.items] for each in form.sections}
    pages[WHOLE] = [each.id for each in form.asks]
    return {page: (len(filled.intersection(places)), len(places)) for page, places in pages.items()}


async def show_section(parts: Parts, visit: Visit) -> View:
    """A section's form, with what stands there and what somebody else filled in at the same time."""
    return await _section_view(parts, visit, NOTHING)


async def _section_view(parts: Parts, visit: Visit, trouble: Trouble) -> View:
    section = visit.request.path_params["section"]
    _, told, form = await _told(parts, visit)
    if section != WHOLE and section_of(form, section) is None:
        raise Refusal("not_found")
    shows = {
        **_about(told, form),
        "section": section_of(form, section),
        "page": section,
        "filled": visit.form if visit.is_held else fields_of(told, form, section, parts.digest_secret),
        "trouble": trouble,
    }
    return View("assessment_section.html", shows)


async def save_section(parts: Parts, visit: Visit) -> View | Response:
    """Keeps what was changed on the page, and goes on; shows it again where something cannot stand."""
    assessment_id, section = (visit.request.path_params[each] for each in ("assessment_id", "section"))
    _, _, form = await _told(parts, visit)
    answers = answers_in(visit.form, form, section, parts.digest_secret)
    based_on = int(visit.form["based_on"]) if visit.form.get("based_on", "").isdecimal() else 0
    if answers:
        draft = AssessmentDraft(form.instrument, based_on, answers)
        try:
            accepted = await operations.save(parts, asked_of(parts, visit, draft))
        except Refusal as refusal:
            if refusal.code not in ("answers_conflict", "answers_refused", "not_sent"):
                raise
            if "version" in refusal.details:
                await arrived(parts, assessment_id, refusal.details["version"])
            return replace(await _section_view(parts, visit, _trouble(refusal)), status=refusal.kind.status)
        await arrived(parts, assessment_id, accepted.version)
    return RedirectResponse(_onward(visit.form.get("go", ""), form, section, assessment_id), 303)


def _trouble(refusal: Refusal) -> Trouble:
    said = {each["about"]: each["sentence"] for each in refusal.details.get("said", ()) if each["about"]}
    beside = dict.fromkeys(refusal.details.get("places", ()), "Somebody else filled this in at the same time.")
    return Trouble(refusal.sentence, {**said, **beside})


def _onward(go: str, form: AssessmentForm, section: str, assessment_id: str) -> str:
    pages = [*(each.id for each in form.sections), WHOLE]
    following = pages[pages.index(section) + 1 :]
    if go != "next":
        return f"/assessments/{assessment_id}"
    return f"/assessments/{assessment_id}/" + (f"sections/{following[0]}" if following else "check")


async def arrived(parts: Parts, assessment_id: str, version: int) -> None:
    """Waits a moment until the view has it, so that the next page shows it."""
    with suppress(TimeoutError):
        await CatchingUp(parts.assessments.versions).until(assessment_id, {SOURCE: version})


async def show_check(parts: Parts, visit: Visit) -> View:
    """All answers, what stands against them, what is doubtful."""
    return await _check_view(parts, visit, NOTHING)


async def _check_view(parts: Parts, visit: Visit, trouble: Trouble) -> View:
    _, told, form = await _told(parts, visit)
    pages = {place: page for page in _pages(form) for place in asks_by_place(form, page)}
    return View(
        "assessment_check.html", {**_about(told, form), "pages": pages, "trouble": trouble, "filled": visit.form}
    )


def _pages(form: AssessmentForm) -> list[str]:
    return [*(each.id for each in form.sections), WHOLE]


async def complete(parts: Parts, visit: Visit) -> View | Response:
    """Completes it, with the warnings that were ticked."""
    assessment_id = visit.request.path_params["assessment_id"]
    ticked = tuple(name.removeprefix("read.") for name in visit.form if name.startswith("read."))

    async def done() -> None:
        accepted = await operations.complete(parts, asked_of(parts, visit, AssessmentCompletion(ticked)))
        await arrived(parts, assessment_id, accepted.version)

    return await _done_or_again(done(), f"/assessments/{assessment_id}/level", parts, visit, _check_view)


async def _done_or_again(
    doing: Awaitable[object], onward: str, parts: Parts, visit: Visit, view: Showing
) -> View | Response:
    async def again(trouble: Trouble) -> View:
        return await view(parts, visit, trouble)

    return await done_or_shown(doing, onward, again)


async def show_level(parts: Parts, visit: Visit) -> View:
    """The levels in the procedure's words, beside what the scores come to."""
    return await _level_view(parts, visit, NOTHING)


async def _level_view(parts: Parts, visit: Visit, trouble: Trouble) -> View:
    read, told, form = await _told(parts, visit)
    asks = {fact: question for fact, question in form.level_facts.items() if fact not in read.within.facts}
    return View("assessment_level.html", {**_about(told, form), "asks": asks, "filled": visit.form, "trouble": trouble})


async def set_level(parts: Parts, visit: Visit) -> View | Response:
    """Records the level with its reason."""
    assessment_id, form = visit.request.path_params["assessment_id"], visit.form
    asked = {
        name.removeprefix("asked."): _said(text) for name, text in form.items() if name.startswith("asked.") and text
    }
    facts = {
        name.removeprefix("facts."): _said(text) for name, text in form.items() if name.startswith("facts.") and text
    }

    async def done() -> None:
        body = LevelDecision(form.get("level", ""), asked, facts)
        accepted = await operations.set_level(parts, asked_of(parts, visit, body))
        await arrived(parts, assessment_id, accepted.version)

    return await _done_or_again(done(), f"/assessments/{assessment_id}", parts, visit, _level_view)


def _said(text: str) -> Any:
    return YES_NO.get(text, text)


PAGES = (
    Page("GET", RISK, "read_case", show_row),
    Page("POST", RISK, "assess", begin),
    Page("GET", ASSESSMENT, "read_case", show_one),
    Page("GET", SECTION, "read_case", show_section),
    Page("POST", SECTION, "assess", save_section),
    Page("GET", f"{ASSESSMENT}/check", "read_case", show_check),
    Page("POST", f"{ASSESSMENT}/check", "assess", complete),
    Page("GET", f"{ASSESSMENT}/level", "read_case", show_level),
    Page("POST", f"{ASSESSMENT}/level", "set_level", set_level),
)
