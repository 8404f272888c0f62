"""The pages of the directory of custodians: the list, an entry with its forms, and the page that a test message leads to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import get_args

from starlette.responses import RedirectResponse, Response

from contracts.custodians import ContactKind, Contacts
from contracts.gateway_directory import ContactsProposal, EntryAccepted
from contracts.refusals import Refusal
from gateway.alerting import keeping
from gateway.alerting.directory import entries, find_entry
from gateway.alerting.entries import in_full, line
from gateway.parts import Parts
from gateway.web.acting import Trouble, arrived, asked_of, trouble_of
from gateway.web.page import Page, View, Visit
from needfire.london_time import start_of

PATH = "/custodians"
SOON = timedelta(minutes=1)
"""What is to hold from now on begins so much later, so that it is not over when it arrives."""


async def listed(parts: Parts, visit: Visit) -> View:
    """Every body, by name; or only those of which a contact has yet to prove itself."""
    lines = [line(each, visit.signed_in) for each in await entries(parts, visit.signed_in)]
    only = visit.request.query_params.get("only") == "stale"
    stale = [each for each in lines if each.stale]
    return View(
        "custodians.html", {"lines": stale if only else lines, "all": len(lines), "stale": len(stale), "only": only}
    )


async def one(parts: Parts, visit: Visit) -> View:
    """An entry."""
    return await _entry(parts, visit, Trouble(""), {})


async def _entry(parts: Parts, visit: Visit, trouble: Trouble, filled: dict[str, str]) -> View:
    found = await find_entry(parts, visit.signed_in, _code(visit))
    told = in_full(found, visit.signed_in)
    held = found.custodian.contacts_at(visit.signed_in.at)
    now = {name: getattr(held, name) or "" for name in ("primary", "second", "out_of_hours", "webhook", "key")}
    return View(
        "custodian.html", {"entry": told, "trouble": trouble, "filled": filled or now, "me": visit.signed_in.person}
    )


def _code(visit: Visit) -> str:
    return str(visit.request.path_params["custodian"])


async def propose(parts: Parts, visit: Visit) -> View | Response:
    """A change that waits for a second person."""
    form = {name: text.strip() for name, text in visit.form.items()}
    webhook = form.get("webhook") or None
    contacts = Contacts(
        form.get("primary", ""),
        form.get("second") or None,
        form.get("out_of_hours") or None,
        webhook,
        ("webhook", "mail") if webhook else ("mail",),
        form.get("key") or None,
    )
    try:
        body = ContactsProposal(contacts, _begins(form.get("begins", ""), visit.signed_in.at))
        return await _done(parts, visit, await keeping.propose(parts, asked_of(parts, visit, body), _code(visit), body))
    except Refusal as refusal:
        if refusal.kind.status != 422:
            raise
        shown = await _entry(parts, visit, trouble_of(refusal), form)
        return View(shown.template, shown.shows, 422)


def _begins(written: str, now: datetime) -> datetime:
    """The start of that day, in England; soon, where none or today is given. Raises Refusal `malformed`."""
    try:
        begins = start_of(date.fromisoformat(written)) if written else now
    except ValueError:
        raise Refusal("malformed", {"begins": "Give a day, such as 2026-12-01, or leave it empty."}) from None
    return now + SOON if now - timedelta(days=1) < begins <= now else begins


async def decide(parts: Parts, visit: Visit) -> Response:
    """The second person's word on a change."""
    agrees, change_id = visit.form.get("agrees") == "yes", visit.request.path_params["change_id"]
    return await _done(
        parts, visit, await keeping.decide(parts, asked_of(parts, visit, None), _code(visit), change_id, agrees)
    )


async def ask_proof(parts: Parts, visit: Visit) -> Response:
    """A test message to a contact."""
    contact = visit.form.get("contact", "")
    if contact not in get_args(ContactKind):
        raise Refusal("no_such_contact")
    return await _done(
        parts, visit, await keeping.ask_proof(parts, asked_of(parts, visit, None), _code(visit), contact)
    )


async def show_proof(parts: Parts, visit: Visit) -> View:
    """Where a test message leads: the button that says that a person has read it."""
    proof_id = visit.request.path_params["proof_id"]
    waits = await keeping.check_proof(parts, visit.signed_in, _code(visit), proof_id)
    return View("proof.html", {"custodian": _code(visit), "proof_id": proof_id, "waits": waits})


async def give_proof(parts: Parts, visit: Visit) -> Response:
    """A person has read it."""
    proof_id = visit.request.path_params["proof_id"]
    return await _done(
        parts, visit, await keeping.give_proof(parts, asked_of(parts, visit, None), _code(visit), proof_id)
    )


async def _done(parts: Parts, visit: Visit, accepted: EntryAccepted) -> Response:
    await arrived(parts.alerting.entries_caught_up, accepted.custodian, accepted.version, "national_alerts")
    return RedirectResponse(f"{PATH}/{accepted.custodian}", 303)


ONE = f"{PATH}/{{custodian}}"
PAGES = (
    Page("GET", PATH, "read_custodians", listed),
    Page("GET", ONE, "read_custodians", one),
    Page("POST", f"{ONE}/changes", "keep_custodian", propose),
    Page("POST", f"{ONE}/changes/{{change_id}}/decision", "keep_custodian", decide),
    Page("POST", f"{ONE}/proofs", "keep_custodian", ask_proof),
    Page("GET", f"{ONE}/proofs/{{proof_id}}", "prove_custodian", show_proof),
    Page("POST", f"{ONE}/proofs/{{proof_id}}/confirmation", "prove_custodian", give_proof),
)
