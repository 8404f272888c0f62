"""The brief version of raising: the form of the edition in force on one page."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Mapping

from starlette.responses import RedirectResponse, Response

from contracts.gateway_procedures import FormPartTold
from gateway.api import notifications
from gateway.drafts import keeping
from gateway.parts import Parts
from gateway.web.acting import KEY, NOTHING, Trouble, arrived, asked_of, led_or_shown
from gateway.web.page import Page, View, Visit
from gateway.web.raise_body import LEFT_OUT, body_of, nameable, permitted_areas, readable, suggested
from gateway.web.receipts import receipt_of
from gateway.words.forms import form_parts
from needfire.procedure import Edition

PATH = "/raise/brief"
FORM, FORM_ID = "form", re.compile(r"[0-9a-f]{32}")
"""Which form it is, in its address and as the key under which it is sent: shown again by going back, it is the same."""


async def ask(parts: Parts, visit: Visit) -> View | Response:
    """The form, empty. It has an address of its own, so that who goes back to it after sending it is led on to what came of it."""
    form_id = visit.place(FORM, lambda each: FORM_ID.fullmatch(each) is not None)
    if form_id is None:
        permitted_areas(visit.signed_in, parts.people.edition_in_force(visit.signed_in.authority, visit.signed_in.at))
        return RedirectResponse(f"{PATH}?{FORM}={secrets.token_hex(16)}", 303)
    return await _led_on(parts, visit, form_id) or await _view(parts, visit, NOTHING, visit.form)


async def _led_on(parts: Parts, visit: Visit, form_id: str) -> Response | None:
    """To the receipt, or to the draft that was saved of this form."""
    row = await keeping.begun_with(parts, visit.signed_in, _key(form_id))
    if row is None or row.until <= visit.signed_in.at:
        return None
    onward = _again(row.notification_id) if row.notification_id else f"/drafts/{row.draft_id}/check"
    return RedirectResponse(onward, 303)


def _again(notification_id: str) -> str:
    return f"{receipt_of(notification_id)}?again=yes"


def _key(form_id: str) -> str:
    return f"brief {form_id}"


async def raise_it(parts: Parts, visit: Visit) -> View | Response:
    """Raises it, and shows the receipt; or keeps it as a draft, to go on with a page at a time."""
    if visit.form.get("go") == "later" and not visit.is_held:
        return await _kept(parts, visit)

    form_id = visit.form.get(KEY, "")
    before = await keeping.begun_with(parts, visit.signed_in, _key(form_id)) if form_id else None
    if before and before.notification_id:
        return RedirectResponse(_again(before.notification_id), 303)

    async def done() -> str:
        in_force = parts.people.edition_in_force(visit.signed_in.authority, visit.signed_in.at)
        body = body_of(visit.form, in_force, None)
        raised = await notifications.raise_notification(parts, asked_of(parts, visit, body))
        if form_id:
            await keeping.raised_at_once(parts, visit.signed_in, _key(form_id), raised.notification_id)
        await arrived(parts.caught_up, raised.notification_id, raised.version)
        return receipt_of(raised.notification_id)

    async def again(trouble: Trouble) -> View:
        return await _view(parts, visit, trouble, visit.form)

    return await led_or_shown(done(), again)


async def _kept(parts: Parts, visit: Visit) -> Response:
    permitted_areas(visit.signed_in, parts.people.edition_in_force(visit.signed_in.authority, visit.signed_in.at))
    fields = {name: text for name, text in visit.form.items() if name not in (KEY, "go") and text.strip()}
    draft_id = await keeping.begin(parts, visit.signed_in, _key(visit.form.get(KEY, "")), fields)
    return RedirectResponse(f"/drafts/{draft_id}/check", 303)


async def _view(parts: Parts, visit: Visit, trouble: Trouble, filled: Mapping[str, str]) -> View:
    reader = visit.signed_in
    edition = parts.people.edition_in_force(reader.authority, reader.at)
    areas = permitted_areas(reader, edition)
    return View(
        "raise.html",
        {
            "filled": filled,
            "trouble": trouble,
            "path": PATH,
            "form_id": filled.get(KEY) or visit.request.query_params.get(FORM) or secrets.token_hex(16),
            "areas": areas,
            "parts": _parts(edition, {*(name for name, text in filled.items() if text), *trouble.fields}),
            "categories": [each for each in edition.categories if each.belongs_to == "need_to_know"],
            "met": {each.rule.id for each in suggested(parts, visit, edition, readable(filled, visit, edition).facts)},
            "left_out": LEFT_OUT,
            "restrictions": edition.restrictions,
            "named": {role: edition.roles.get(role, role) for role in edition.form.named_roles},
            "people": nameable(reader, edition, areas),
            "edition": edition,
        },
    )


def _parts(edition: Edition, said: Collection[str]) -> list[tuple[FormPartTold, bool]]:
    """The form's parts, and whether each is unfolded: the first, what must be filled in, and where something stands."""
    found = []
    for number, part in enumerate(form_parts(edition)):
        fields = (
            *(f"particulars.{each.particular}" for each in part.particulars),
            *(f"facts.{each.fact}" for each in part.facts),
        )
        stands = any(name == field or name.startswith((f"{field}-", f"{field}.")) for field in fields for name in said)
        found.append((part, number == 0 or stands or bool(part.required and not part.applies_when)))
    return found


PAGES = (
    Page("GET", PATH, "raise", ask),
    Page("POST", PATH, "raise", raise_it),
)
