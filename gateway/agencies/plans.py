"""Plans that an agency supports, and referrals on which its view is asked: read, received, answered, and changes asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from access import AgencyReader, permit
from contracts import risk_register as contract
from contracts.gateway import NoContent
from contracts.gateway_register import Answered, PlanCopy, SupportedPlan, SupportedPlans
from contracts.gateway_register_requests import AgencyChange, AgencyView
from contracts.refusals import Refusal
from gateway.agencies.cases import case_known_to
from gateway.api.cursors import PAGING, cursor_at, limit_of, place_of
from gateway.api.operation import Asked, Operation, of_tag
from gateway.auditing.trail import shown
from gateway.commanding import sealed, send
from gateway.parts import Parts
from gateway.read_models.cases import is_order
from gateway.read_models.folding import Document
from gateway.read_models.risk_register import ENTRY
from gateway.reading import whose_of
from gateway.threads import in_thread
from gateway.words.names import Names
from gateway.words.opening import Opener
from gateway.words.register_entry import SOURCE, plan_told

SERVICE = "risk_management"


async def listed(parts: Parts, asked: Asked) -> SupportedPlans:
    """What you support or are asked about, the newest case first."""
    reader = asked.agency
    permit(reader, asked.deed)
    before, limit = place_of(asked, is_order), limit_of(asked)
    documents = await in_thread(parts.cases.visible, whose_of(parts, reader), before, limit + 1, reader.at)
    here = documents[:limit]
    lines = tuple(_line(each, entry, reader) for each in here if (entry := _entry(each)) and _bodies(entry, reader))
    shown(*(each.notification_id for each in lines), purpose="partner")
    return SupportedPlans(lines, cursor_at(here[-1]["order"] if len(documents) > limit else None))


def _entry(document: Document) -> Document | None:
    entry: Document | None = document.get(SOURCE, {}).get(ENTRY)
    return entry


def _bodies(entry: Document, reader: AgencyReader) -> tuple[str, ...]:
    """Those of the bodies that the register has to do with now that the agency is."""
    return tuple(sorted(set(entry["bodies"]) & reader.bodies))


def _line(document: Document, entry: Document, reader: AgencyReader) -> SupportedPlan:
    bodies, plan = _bodies(entry, reader), _supported(entry, reader)
    copies = entry["copies"].get(str(plan["number"]), {}) if plan else {}
    received = bool(plan) and all(copies[body]["received_at"] for body in bodies if body in copies)
    asked = entry["stage"] == "referred"
    return SupportedPlan(document["_id"], entry["stage"], bodies, plan["number"] if plan else None, received, asked)


def _supported(entry: Document, reader: AgencyReader) -> Document | None:
    """The plan, of which the agency has a copy: not while only its view is asked."""
    plan: Document | None = entry["plan"]
    there = plan and entry["stage"] in ("on_register", "step_down") and set(plan["bodies"]) & reader.bodies
    return plan if there else None


async def _found(parts: Parts, asked: Asked) -> tuple[Document, Document]:
    """The case and its entry. Raises Refusal `not_found`: also where the register has nothing to do with the agency."""
    reader = asked.agency
    document = await in_thread(parts.cases.one, whose_of(parts, reader), asked.path["notification_id"])
    entry = _entry(document) if document else None
    if document is None or entry is None or not _bodies(entry, reader):
        raise Refusal("not_found")
    permit(reader, asked.deed, case_known_to(parts, reader, document))
    shown(document["_id"], purpose="partner")
    return document, entry


async def one(parts: Parts, asked: Asked) -> PlanCopy:
    """Your copy of the plan; or that your view is asked, and of which level."""
    document, entry = await _found(parts, asked)
    names, line = _names(parts, asked.agency, document), _line(document, entry, asked.agency)
    keys = await in_thread(parts.keys.existing, asked.agency.authority, {document["person"]})
    register, told = names.edition.register, None
    if register and line.plan is not None:
        told = plan_told(entry, names, register, Opener(keys.get(document["person"])))
    level = entry["referrals"][-1]["level"] if entry["referrals"] else None
    return PlanCopy(**vars(line), level=level, copy=told)


def _names(parts: Parts, reader: AgencyReader, document: Document) -> Names:
    editions = parts.people.authority(reader.authority).editions
    edition = editions.get(document["edition"])
    if edition is None:
        raise Refusal("edition_changed")
    directory = parts.people.directory(reader.authority)
    return Names(directory, edition, {each.name: each for each in editions.values()})


async def _send(parts: Parts, asked: Asked, command: Any) -> Answered:
    accepted: Mapping[str, Any] = await send(parts, SERVICE, command, asked.agency, asked.command_id, asked.digest)
    return Answered(accepted["notification_id"], accepted["version"])


async def receive(parts: Parts, asked: Asked) -> Answered:
    """Say that you have the copy of the plan as it stands: only then you count as told."""
    document, entry = await _found(parts, asked)
    plan, bodies = _supported(entry, asked.agency), _bodies(entry, asked.agency)
    if plan is None:
        raise Refusal("not_found")
    waiting = [each for each in bodies if not entry["copies"][str(plan["number"])][each]["received_at"]]
    body = (waiting or list(bodies))[0]
    command = contract.ReceiveCopyV1(document["_id"], plan["number"], body, asked.agency.agency)
    return await _send(parts, asked, command)


async def answer(parts: Parts, asked: Asked) -> Answered:
    """Say whether you agree with the assessed level."""
    document, entry = await _found(parts, asked)
    body: AgencyView = asked.body
    text = await sealed(parts, asked.agency, document["person"], body.particulars)
    for_body = _bodies(entry, asked.agency)[0]
    command = contract.RecordViewV1(document["_id"], for_body, body.view, asked.agency.agency, text)
    return await _send(parts, asked, command)


async def ask_change(parts: Parts, asked: Asked) -> Answered:
    """Ask for a change of a plan that you support; the group debates and decides it."""
    document, entry = await _found(parts, asked)
    if _supported(entry, asked.agency) is None:
        raise Refusal("not_found")
    text = await sealed(parts, asked.agency, document["person"], asked.body.particulars)
    body = _bodies(entry, asked.agency)[0]
    return await _send(parts, asked, contract.ProposeChangeV1(document["_id"], body, asked.agency.agency, text))


PATH = "/v1/agency/plans"
ONE = f"{PATH}/{{notification_id}}"
_OVER = ("not_found", "register_stage", "edition_changed", "busy")
OPERATIONS = of_tag(
    "Agencies: plans",
    Operation(
        "GET",
        PATH,
        "list_supported_plans",
        "List the plans that your agency supports or is asked about",
        "read_owed",
        listed,
        SupportedPlans,
        query=PAGING,
        scope="plans.read",
    ),
    Operation(
        "GET",
        ONE,
        "read_supported_plan",
        "Read your agency's copy of a plan",
        "read_case",
        one,
        PlanCopy,
        refusals=("not_found", "edition_changed"),
        scope="plans.read",
    ),
    Operation(
        "POST",
        f"{ONE}/receipt",
        "receive_supported_plan",
        "Say that your agency has its copy of the plan",
        "answer_register",
        receive,
        Answered,
        NoContent,
        201,
        refusals=(*_OVER, "already_received"),
        scope="plans.read",
    ),
    Operation(
        "POST",
        f"{ONE}/view",
        "answer_level",
        "Say whether your agency agrees with the assessed level",
        "answer_register",
        answer,
        Answered,
        AgencyView,
        201,
        refusals=(*_OVER, "unknown_body", "person_deleted"),
        scope="tasks.write",
    ),
    Operation(
        "POST",
        f"{ONE}/changes",
        "ask_plan_change",
        "Ask for a change of a plan that your agency supports",
        "answer_register",
        ask_change,
        Answered,
        AgencyChange,
        201,
        refusals=(*_OVER, "comment_required", "person_deleted"),
        scope="tasks.write",
    ),
)
