"""Pages on which what is held about a person is gone through, for them: the export as it stands, and each text of it."""

from __future__ import annotations

from starlette.responses import Response

from contracts import gateway_records as bodies
from contracts.intake_persons import Cut
from contracts.refusals import Refusal
from gateway.api import records as operations
from gateway.parts import Parts
from gateway.records.exporting import exported, text_of
from gateway.records.held import find_held
from gateway.records.marking import MarksUnclear, cuts_of, marked
from gateway.web.acting import NOTHING, Trouble, done_or_shown
from gateway.web.keeping import carried_out, page_of
from gateway.web.page import Page, View, Visit
from gateway.web.records import PERSON, held_of


async def show_export(parts: Parts, visit: Visit) -> View:
    """What an export would hold now, and which texts wait."""
    found = await exported(parts, visit.signed_in, await held_of(parts, visit))
    return View("export.html", {"export": found})


async def show_text(parts: Parts, visit: Visit) -> View:
    """A text that is to be gone through."""
    return await _text_view(parts, visit, NOTHING)


async def _text_view(parts: Parts, visit: Visit, trouble: Trouble) -> View:
    given = visit.request.path_params
    held = await find_held(parts, visit.signed_in, visit.deed, given["person"])
    found = await text_of(parts, visit.signed_in, held, given["text"], given["name"])
    about = {"person": given["person"], "title": found.title, "text": found.value}
    filled = {"marked": visit.form.get("marked") or marked(found.value, map(vars, found.cuts or ()))}
    version = held.decided.get("versions", {}).get("intake", 0)
    path = f"/people/{given['person']}/texts/{given['text']}/{given['name']}"
    return View("text.html", {**about, "filled": filled, "trouble": trouble, "version": version, "path": path})


async def redact(parts: Parts, visit: Visit) -> View | Response:
    """Takes down what of it is about others: what stands between double square brackets."""

    async def done() -> None:
        given = visit.request.path_params
        held = await find_held(parts, visit.signed_in, visit.deed, given["person"])
        found = await text_of(parts, visit.signed_in, held, given["text"], given["name"])
        cuts = tuple(Cut(*each) for each in _cuts(found.value, visit))
        body = bodies.RedactionRequest(given["text"], given["name"], cuts)
        await carried_out(parts, visit, operations.redact, body)

    async def again(trouble: Trouble) -> View:
        return await _text_view(parts, visit, trouble)

    return await done_or_shown(done(), f"{page_of(visit)}/export", again)


def _cuts(text: str, visit: Visit) -> tuple[tuple[int, int], ...]:
    try:
        return cuts_of(text, visit.form.get("marked", ""))
    except MarksUnclear as problem:
        raise Refusal("malformed", {"marked": str(problem)}) from None


PAGES = (
    Page("GET", f"{PERSON}/export", "export_person", show_export),
    Page("GET", f"{PERSON}/texts/{{text}}/{{name}}", "redact_text", show_text),
    Page("POST", f"{PERSON}/texts/{{text}}/{{name}}", "redact_text", redact),
)
