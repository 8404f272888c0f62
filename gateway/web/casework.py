"""What is done to a case on its pages, a page each: update, share, ask, consult, close. What is asked for is the procedure's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from access import Consultation, Deed, judge
from contracts import gateway as bodies
from contracts.gateway_answers import Accepted
from contracts.refusals import Refusal
from contracts.schema import read
from gateway.api import notifications, requests, shares
from gateway.api.operation import Asked
from gateway.parts import Parts
from gateway.reading import Found, find_case, opener_for, setting_of
from gateway.web.acting import NOTHING, Trouble, arrived, asked_of, done_or_shown, nested
from gateway.web.asking import facts_in, filled_with
from gateway.web.page import Page, View, Visit
from gateway.words.cases import notification
from gateway.words.forms import form_parts
from gateway.words.requests import open_to
from gateway.words.sharing import ways_told
from needfire.particulars import PARTICULARS

CASE = "/cases/{notification_id}"
Json = Mapping[str, Any]
TOLD = ("account", "action_taken")
"""What an update says in words, where the authority's form has it."""


@dataclass(frozen=True)
class Doing:
    """One thing that is done to a case: how the form is read, which operation does it, and what it is offered for.

    `offers` gives what the form shows, and nothing where there is nothing for this reader to do.
    """

    name: str
    title: str
    path: str
    deed: Deed
    source: str
    reads: Callable[[Found, Mapping[str, str]], Any]
    act: Callable[[Parts, Asked], Awaitable[Accepted]]
    offers: Callable[[Parts, Visit, Found], Json]


def _said(form: Mapping[str, str]) -> dict[str, Any]:
    return nested({name: text for name, text in form.items() if name.startswith("particulars.")})


def _parts_of(form: Mapping[str, str], name: str, count: int) -> list[str]:
    return (form.get(name, "").split(" ") + [""] * count)[:count]


def _update(found: Found, form: Mapping[str, str]) -> bodies.UpdateRequest:
    """Only what is new: a fact that reads as before was not changed, one that was blanked is withdrawn."""
    names, known = found.names.edition.form.facts, _facts(found)
    answered = facts_in(form, names)
    new = {
        name: value
        for name, value in answered.items()
        if name not in known or filled_with({name: value}) != filled_with({name: known[name]})
    }
    gone = [name for name in names if name in known and name not in answered]
    based_on = form.get("based_on", "")
    number = int(based_on) if based_on.isascii() and based_on.isdecimal() and len(based_on) < 10 else based_on
    return read(bodies.UpdateRequest, {"based_on": number, "facts": new, "withdrawn": gone, **_said(form)})


def _facts(found: Found) -> dict[str, Any]:
    return dict((found.document.get("intake") or found.document.get("escalation", {})).get("facts", {}))


def _update_form(_parts: Parts, visit: Visit, found: Found) -> Json:
    edition, intake = found.names.edition, found.document.get("intake", {})
    names = [name for name in TOLD if name in edition.form.particulars] or ["comment"]
    known = {name: value for name, value in _facts(found).items() if name in edition.form.facts}
    return {
        "parts": form_parts(edition),
        "texts": {f"particulars.{name}": PARTICULARS[name].question for name in names},
        "number": intake.get("number", 0),
        "filled": visit.form or filled_with(known),
    }


def _share(_found: Found, form: Mapping[str, str]) -> bodies.ShareRequest:
    way, kind, whom = _parts_of(form, "way", 3)
    to = {"role": {"to_role": whom}, "body": {"to_body": whom}}.get(kind, {"to_person": form.get("to_person", "")})
    return read(bodies.ShareRequest, {"circulation": way, **to, **_said(form)})


def _share_form(parts: Parts, visit: Visit, found: Found) -> Json:
    within = setting_of(parts, visit.signed_in, found)
    ways = ways_told(found.case, visit.signed_in, found.purpose, found.names, within)
    people = {each.id: each.name for each in visit.signed_in.directory.people if each.id != visit.signed_in.person}
    return {"ways": ways, "people": people} if ways else {}


def _ask(_found: Found, form: Mapping[str, str]) -> bodies.AskRequest:
    asked, of_role = _parts_of(form, "request", 2)
    urgent = {"urgent": form.get("urgent") == "yes"}
    return read(bodies.AskRequest, {"request": asked, "of_role": of_role or None, **urgent, **_said(form)})


def _ask_form(parts: Parts, visit: Visit, found: Found) -> Json:
    within = setting_of(parts, visit.signed_in, found)
    asks = open_to(found.case, visit.signed_in, found.purpose, found.names, within)
    return {"asks": asks} if asks else {}


def _consult(_found: Found, form: Mapping[str, str]) -> bodies.ConsultationRequest:
    given = {name: form.get(name, "") for name in ("with_role", "with_person", "advice")}
    return read(bodies.ConsultationRequest, {**given, **_said(form)})


def _consult_form(_parts: Parts, visit: Visit, found: Found) -> Json:
    reader, act = visit.signed_in, found.names.edition.act("consult")
    if act is None or judge(reader, "consult", Consultation(found.case, ""), found.purpose):
        return {}
    roles = {role: found.names.role(role).title for role in act.roles}
    return {"roles": roles, "people": {each.id: each.name for each in reader.directory.people}}


def _close(_found: Found, form: Mapping[str, str]) -> bodies.ClosureRequest:
    return read(bodies.ClosureRequest, _said(form))


def _if_permitted(deed: Deed, shows: Callable[[Parts, Visit, Found], Json]) -> Callable[[Parts, Visit, Found], Json]:
    def offers(parts: Parts, visit: Visit, found: Found) -> Json:
        return {} if judge(visit.signed_in, deed, found.case, found.purpose) else shows(parts, visit, found)

    return offers


DOINGS = (
    Doing("update", "Update it", f"{CASE}/updates", "update", "intake", _update, notifications.update,
          _if_permitted("update", _update_form)),
    Doing("ask", "Ask somebody", f"{CASE}/requests", "ask", "escalation", _ask, requests.ask, _ask_form),
    Doing("share", "Share it", f"{CASE}/shares", "share", "intake", _share, shares.share, _share_form),
    Doing("consult", "Record a consultation", f"{CASE}/consultations", "consult", "intake", _consult,
          notifications.consult, _consult_form),
    Doing("close", "Close it", f"{CASE}/closure", "close", "intake", _close, notifications.close,
          _if_permitted("close", lambda *_: {"closing": True})),
)  # fmt: skip


def offered(parts: Parts, visit: Visit, found: Found) -> list[tuple[str, str]]:
    """What this reader can do to the case: address and title of each page."""
    if found.document["state"] not in ("open", "finished"):
        return []
    of = found.document["_id"]
    return [(each.path.format(notification_id=of), each.title) for each in DOINGS if each.offers(parts, visit, found)]


def _view_of(doing: Doing) -> Callable[[Parts, Visit, Trouble], Awaitable[View]]:
    async def view(parts: Parts, visit: Visit, trouble: Trouble) -> View:
        reader = visit.signed_in
        found = await find_case(parts, reader, "read_case", visit.request.path_params["notification_id"])
        offers = doing.offers(parts, visit, found)
        if not offers:
            raise _refusal(judge(reader, doing.deed, found.case, found.purpose))
        case = notification(
            found.document, found.names, await opener_for(parts, reader, found), setting_of(parts, reader, found)
        )
        about = {"case": case, "doing": doing, "path": visit.request.url.path, "trouble": trouble}
        return View("doing.html", {**about, "filled": visit.form, **offers})

    return view


def _refusal(found: Refusal | None) -> Refusal:
    """Who sees the case is told that this is not for them: by the rule's own words, where the rule is of the case as a whole."""
    return found if found and found.code == "not_permitted" else Refusal("not_permitted")


def _pages_of(doing: Doing) -> tuple[Page, Page]:
    view = _view_of(doing)

    async def show(parts: Parts, visit: Visit) -> View:
        return await view(parts, visit, NOTHING)

    async def act(parts: Parts, visit: Visit) -> View | Response:
        notification_id = visit.request.path_params["notification_id"]

        async def done() -> None:
            found = await find_case(parts, visit.signed_in, "read_case", notification_id)
            accepted = await doing.act(parts, asked_of(parts, visit, doing.reads(found, visit.form)))
            await arrived(parts.caught_up, notification_id, accepted.version, doing.source)

        async def again(trouble: Trouble) -> View:
            return await view(parts, visit, trouble)

        return await done_or_shown(done(), f"/cases/{notification_id}", again)

    return Page("GET", doing.path, doing.deed, show), Page("POST", doing.path, doing.deed, act)


PAGES = tuple(page for doing in DOINGS for page in _pages_of(doing))
