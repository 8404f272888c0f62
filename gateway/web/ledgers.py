"""The ledger's part of a page, of an alert or an exercise, and its button: once more, by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.responses import RedirectResponse, Response

from contracts.refusals import Refusal
from documents.message import ENDING, TITLES
from gateway.alerting.ledger import FILTERS, Wanted, is_code, ledger, redrive
from gateway.parts import Parts
from gateway.read_models.folding import Document
from gateway.web.acting import arrived, asked_of
from gateway.web.page import Visit
from gateway.words.alert_states import STATES

LINES = 60


def ledger_shown(visit: Visit, messages: Sequence[Document], path: str) -> dict[str, Any]:
    """What the ledger's part of a page shows; nothing where no message is out."""
    asked = visit.request.query_params
    number, state, after = (
        asked.get("message", ""),
        visit.place("state", FILTERS.__contains__),
        visit.place("after", is_code),
    )
    wanted = Wanted(int(number) if number.isdecimal() and len(number) < 6 else None, state, after, LINES)
    found = ledger(messages, wanted) if messages else None
    numbers = [(each["number"], TITLES[each["kind"]]) for each in messages]
    return {
        "ledger": found, "numbers": numbers, "state": state, "line_states": STATES, "path": path, "ends": ENDING,
        "runs": visit.signed_in.runs_alerts, "after": after,
    }  # fmt: skip


async def redriven(parts: Parts, visit: Visit, about_id: str, pages: str) -> Response:
    number, custodian = visit.form.get("message", ""), visit.form.get("custodian", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 6):
        raise Refusal("not_found")
    by = asked_of(parts, visit, None)
    message_id = f"{about_id}.{int(number)}"
    accepted = await redrive(parts, visit.signed_in, message_id, custodian, by.command_id, by.digest)
    await arrived(parts.alerting.cascades_caught_up, message_id, accepted.version, custodian)
    return RedirectResponse(f"{pages}/{about_id}?message={int(number)}#line-{custodian}", 303)
