"""National alerts: propose, list, read; what a message asks; write it; ask why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from access import Deed, Way, permit
from contracts import gateway_alerts as bodies
from contracts import national_alerts as contract
from contracts.gateway_photographs import LONGEST as LONGEST_UPLOAD
from contracts.gateway_photographs import PhotographAttached, PhotographUpload
from contracts.refusals import Refusal
from gateway.alerting import photographs
from gateway.api.cursors import PAGING, cursor_at, limit_of, place_of
from gateway.api.operation import Asked, Operation, Query, of_tag
from gateway.checking import check_people, read_facts
from gateway.commanding import key_of, send
from gateway.parts import Parts
from gateway.read_models.cases import is_order
from gateway.reading import Found, find_alerted, find_case, opener_for, setting_of
from gateway.words import alerts as words
from needfire.alerting import Alerting, AlertMessage, AlertPart
from needfire.facts import as_json

SERVICE = "national_alerts"
LONGEST = 5_000
TOO_LONG = f"Say it as a text of at most {LONGEST} characters."
MESSAGE = Query("message", "The message whose form is asked for: initial, update, renewal or de_alert.")


async def propose(parts: Parts, asked: Asked) -> bodies.AlertProposed:
    """Put a notification to the threshold. A "no" is recorded too, and refused with its grounds."""
    body: bodies.AlertProposal = asked.body
    found = await find_case(parts, asked.reader, "read_case", body.notification_id)
    alerting = _alerting(found)
    _permit(asked, found, alerting.by, alerting.rules)
    check_people(asked.reader.directory, *(each.asked_by for each in body.enquiries))
    facts = as_json(read_facts(body.facts, asked.reader))
    _check_enquiries(body, alerting)
    made = tuple(contract.Enquiry(each.fact, each.asked_by, each.asked_of, each.asked_at) for each in body.enquiries)
    command = contract.ProposeAlertV1(found.document["_id"], facts, made)
    accepted = await send(parts, SERVICE, command, asked.reader, asked.command_id, asked.digest)
    if accepted["verdict"] != "met":
        details = {"answer": accepted["answer"], "passes_from": accepted["passes_from"]}
        raise Refusal("threshold_not_met", details, tuple(accepted["rules"]))
    return bodies.AlertProposed(
        accepted["notification_id"], accepted["version"], accepted["alert_id"], accepted["verdict"]
    )


def _check_enquiries(body: bodies.AlertProposal, alerting: Alerting) -> None:
    """A fact's name is one that is asked so: nothing else leaves the gateway. Raises Refusal."""
    if {each.fact for each in body.enquiries} - set(alerting.enquiries):
        raise Refusal("enquiries_required", {"facts": list(alerting.enquiries)}, alerting.rules)


def _alerting(found: Found) -> Alerting:
    alerting = found.names.edition.alerting
    if alerting is None or words.SOURCE not in found.document:
        raise Refusal("not_found")
    return alerting


def _permit(asked: Asked, found: Found, by: tuple[str, ...], rules: tuple[str, ...]) -> None:
    permit(asked.reader, asked.deed, Way(found.case, by, rules), found.purpose)


async def _found(parts: Parts, asked: Asked, deed: Deed = "read_case") -> Found:
    kind, _, rest = asked.path["alert_id"].partition("-")
    if kind != "alert":
        raise Refusal("not_found")
    found = await find_case(parts, asked.reader, deed, f"notification-{rest}")
    _alerting(found)
    return found


async def listed(parts: Parts, asked: Asked) -> bodies.AlertList:
    """The alerts of the notifications that the reader may see, newest notification first."""
    permit(asked.reader, asked.deed)
    page = await find_alerted(parts, asked.reader, place_of(asked, is_order), limit_of(asked))
    return bodies.AlertList(tuple(words.summary(each.document) for each in page.found), cursor_at(page.next))


async def one(parts: Parts, asked: Asked) -> bodies.Alert:
    """The whole alert."""
    found = await _found(parts, asked)
    return words.alert(found.document, found.names, await opener_for(parts, asked.reader, found))


async def why(parts: Parts, asked: Asked) -> bodies.AlertWhy:
    """Every decision on the alert."""
    found = await _found(parts, asked)
    return words.why(found.document, found.names)


async def form(parts: Parts, asked: Asked) -> bodies.AlertForm:
    """What a message asks in this case."""
    found = await _found(parts, asked)
    message = _message(found, asked.query.get("message", "initial"))
    within = setting_of(parts, asked.reader, found)
    return words.form(asked.path["alert_id"], message, _asked(parts, asked, found, message), within, found.names)


def _message(found: Found, kind: str) -> AlertMessage:
    alerting = _alerting(found)
    message = alerting.message(kind)
    if message is None or message.written is None:
        kinds = [each.kind for each in alerting.messages if each.written]
        raise Refusal("no_such_message", {"messages": kinds}, alerting.rules)
    return message


def _asked(parts: Parts, asked: Asked, found: Found, message: AlertMessage) -> list[AlertPart]:
    return list(_alerting(found).asked(message.kind, setting_of(parts, asked.reader, found)))


async def write(parts: Parts, asked: Asked) -> bodies.MessageAccepted:
    """Complete the form of a message: what stands in one's own words is sealed here."""
    body: bodies.MessageForm = asked.body
    found = await _found(parts, asked)
    message = _message(found, body.message)
    _permit(asked, found, message.by, message.rules)
    facts = as_json(read_facts(body.facts, asked.reader))
    form = {part.name: part for part in _asked(parts, asked, found, message)}
    given = _check_form(body, form)
    await _check_attached(parts, asked, body.answers, form)
    sealed = (await key_of(parts, asked.reader, found.document["person"])).seal(given) if given else None
    command = contract.WriteMessageV1(
        found.document["_id"], body.message, facts, body.answers, tuple(sorted(given)), sealed
    )
    accepted = await send(parts, SERVICE, command, asked.reader, asked.command_id, asked.digest)
    return bodies.MessageAccepted(accepted["notification_id"], accepted["version"], accepted["alert_id"])


def _check_form(body: bodies.MessageForm, asked: dict[str, AlertPart]) -> dict[str, str]:
    """What is really said in one's own words; refused where what would go in clear is not as it is asked. Raises Refusal."""
    said = {name: text for name, text in body.particulars.items() if not isinstance(text, str) or text.strip()}
    typed = {name: asked[name].problem(value) for name, value in body.answers.items() if name in asked}
    wrong = {name: problem for name, problem in typed.items() if problem}
    wrong |= {name: TOO_LONG for name, text in said.items() if not isinstance(text, str) or len(text) > LONGEST}
    unknown = (body.answers.keys() | said.keys()) - asked.keys()
    misplaced = {name for name in said if name in asked and asked[name].kind != "sealed"}
    if wrong or unknown or misplaced:
        parts = {name: problem for name, problem in wrong.items() if name in asked}
        raise Refusal("alert_parts_required", {"parts": parts, "unknown": len(unknown) + len(misplaced)})
    return said


async def attach(parts: Parts, asked: Asked) -> PhotographAttached:
    """Attach a photograph to the alert; the form of a message then names it."""
    found = await _found(parts, asked)
    initial = _message(found, "initial")
    _permit(asked, found, initial.by, initial.rules)
    return await photographs.attach(parts, asked.reader, found, asked.path["alert_id"], asked.body, asked.command_id)


async def _check_attached(parts: Parts, asked: Asked, given: Mapping[str, Any], form: dict[str, AlertPart]) -> None:
    """A photograph that the form names is attached. Raises Refusal."""
    for name, value in given.items():
        if form[name].kind == "photograph" and not await photographs.is_attached(
            parts, asked.reader, asked.path["alert_id"], value
        ):
            wrong = {name: f"{form[name].question} Attach it first, and give its reference."}
            raise Refusal("alert_parts_required", {"parts": wrong, "unknown": 0}, form[name].rules)


_OVER = ("not_permitted", "not_found", "facts_refused", "facts_needed", "notification_ended", "alert_current",
    "alert_ended", "message_pending", "threshold_not_met", "busy", "edition_changed")  # fmt: skip
PATH = "/v1/alerts/{alert_id}"

OPERATIONS = of_tag(
    "National alerts",
    Operation(
        "POST",
        "/v1/alerts",
        "propose_alert",
        "Put a notification to the threshold of a national alert",
        "propose_alert",
        propose,
        bodies.AlertProposed,
        bodies.AlertProposal,
        201,
        refusals=(*_OVER, "facts_required", "enquiries_required", "unknown_person"),
    ),
    Operation(
        "GET", "/v1/alerts", "list_alerts", "List national alerts", "list", listed, bodies.AlertList, query=PAGING
    ),
    Operation(
        "GET", PATH, "read_alert", "Read a national alert", "read_case", one, bodies.Alert, refusals=("not_found",)
    ),
    Operation(
        "GET",
        f"{PATH}/form",
        "read_alert_form",
        "Read what a message of a national alert asks",
        "read_case",
        form,
        bodies.AlertForm,
        query=(MESSAGE,),
        refusals=("not_found", "no_such_message"),
    ),
    Operation(
        "POST",
        f"{PATH}/messages",
        "write_alert_message",
        "Complete the form of a message of a national alert",
        "write_message",
        write,
        bodies.MessageAccepted,
        bodies.MessageForm,
        201,
        refusals=(
            *_OVER,
            "no_such_message",
            "no_alert_current",
            "threshold_not_judged",
            "message_refused",
            "alert_parts_required",
            "person_deleted",
        ),
    ),
    Operation(
        "POST",
        f"{PATH}/photographs",
        "attach_photograph",
        "Attach a photograph to a national alert",
        "write_message",
        attach,
        PhotographAttached,
        PhotographUpload,
        201,
        refusals=("not_permitted", "not_found", "not_a_photograph", "person_deleted", "no_such_message"),
        largest=LONGEST_UPLOAD + 1_000,
    ),
    Operation(
        "GET",
        f"{PATH}/why",
        "why_alert",
        "Ask why of a national alert: every decision, with its rules, facts and arithmetic",
        "read_case",
        why,
        bodies.AlertWhy,
        refusals=("not_found",),
    ),
)
