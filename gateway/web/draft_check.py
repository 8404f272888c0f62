"""Check your answers: all that was said in a draft, what will happen next and by when, and then it is raised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from starlette.responses import RedirectResponse, Response

from contracts.gateway import RaiseRequest
from contracts.refusals import Refusal
from gateway.api import notifications
from gateway.drafts import keeping
from gateway.foreseeing import foreseen
from gateway.parts import Parts
from gateway.web import raise_steps as steps
from gateway.web.acting import KEY, NOTHING, Trouble, arrived, asked_of, led_or_shown, trouble_of
from gateway.web.drafts import DRAFT
from gateway.web.page import Page, View, Visit
from gateway.web.raise_answers import rows
from gateway.web.raise_body import body_of
from gateway.web.raise_shown import problems_on
from gateway.web.receipts import receipt_of
from gateway.web.writing import CONCERN, Writing, onward, writing
from needfire.wanting import wanted

CHANGED = "It was changed in another window since you checked it. Check it again, then raise it."


async def show(parts: Parts, visit: Visit) -> View | Response:
    """The answers, and what follows from them."""
    of = await writing(parts, visit, visit.request.path_params["draft_id"])
    if of.draft.row.notification_id:
        return RedirectResponse(onward(of), 303)
    return await _view(parts, visit, of, NOTHING)


async def _view(parts: Parts, visit: Visit, of: Writing, trouble: Trouble) -> View:
    open_ones = _open(of, visit)
    try:
        body = None if open_ones else _body(of)
    except Refusal as refusal:  # what no page of ours can have written
        body, open_ones = None, dict(trouble_of(refusal).fields)
    shows = {
        "draft": of.draft,
        "concern": of.concern,
        "edition": of.edition,
        "rows": rows(of, visit.signed_in),
        "later": steps.later(of.asking),
        "open": open_ones,
        "trouble": trouble,
        "where": _where(of),
        "next": await foreseen(parts, visit.signed_in, of.edition, body) if body else None,
        "following": onward(of),
    }
    return View("raise_check.html", shows)


def _body(of: Writing) -> RaiseRequest:
    return body_of(of.draft.fields, of.edition, of.draft.fields.get(CONCERN))


def _open(of: Writing, visit: Visit) -> dict[str, str]:
    """What stands against raising it, as far as it can be seen here, by the field that it is about."""
    asked = (steps.step_named(of.asking, name) for name in (steps.AREA, steps.CATEGORIES))
    every = steps.Step("all", ("facts", "particulars"))
    found = {
        name: said for step in (*asked, every) if step for name, said in problems_on(step, of, visit.signed_in).items()
    }
    needed = (each for each in wanted(of.edition, of.asking.within) if each.required)
    return found | {f"facts.{each.fact}": "This must be answered." for each in needed}


def _where(of: Writing) -> Mapping[str, str]:
    """By field, the page on which it is changed."""
    asked = {name: step.split()[0] for step in of.draft.seen for name in step.split()}
    return {**asked, "area": steps.AREA}


async def raise_it(parts: Parts, visit: Visit) -> View | Response:
    """Raises what was checked, once, and shows the receipt."""
    of = await writing(parts, visit, visit.request.path_params["draft_id"])
    if of.draft.row.notification_id:
        return RedirectResponse(onward(of), 303)
    if visit.form.get("version") != str(of.draft.row.version):
        return replace(await _view(parts, visit, of, Trouble(CHANGED)), status=409)
    said = replace(visit, form={**of.draft.fields, KEY: of.draft.draft_id})

    async def doing() -> str:
        raised = await notifications.raise_notification(parts, asked_of(parts, said, _body(of)))
        await keeping.raised(parts, of.draft, raised.notification_id)
        await arrived(parts.caught_up, raised.notification_id, raised.version)
        return receipt_of(raised.notification_id)

    async def again(trouble: Trouble) -> View:
        return await _view(parts, visit, of, trouble)

    return await led_or_shown(doing(), again)


PAGES = (
    Page("GET", f"{DRAFT}/check", "raise", show),
    Page("POST", f"{DRAFT}/check", "raise", raise_it),
)
