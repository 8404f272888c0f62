"""What is done on the high risk register: referral, views, the group's decision, the plan and its changes."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from contracts import gateway_register_requests as bodies
from contracts import risk_register as contract
from contracts.gateway import NoContent, Particulars
from contracts.gateway_register import RegisterAccepted
from contracts.refusals import Refusal
from gateway.api.operation import LARGEST_NUMBER, Asked, Operation, of_tag
from gateway.api.register import ENTRY
from gateway.commanding import key_of, sealed, send
from gateway.parts import Parts
from gateway.reading import Found
from gateway.registering import find_entry, find_registered, plan_said
from needfire.instruments.register import RegisterRules

SERVICE = "risk_management"
MEETING = re.compile(r"meeting-[a-z0-9-]{1,64}")
Make = Callable[[str, Any, str | None], Any]


async def carry_out(parts: Parts, asked: Asked, command: Any) -> RegisterAccepted:
    """Sends it, and says what was answered."""
    accepted: Mapping[str, Any] = await send(parts, SERVICE, command, asked.reader, asked.command_id, asked.digest)
    number = next((accepted[name] for name in ("plan", "change", "referral") if name in accepted), None)
    return RegisterAccepted(accepted["notification_id"], accepted["version"], number)


async def on_entry(parts: Parts, asked: Asked, *, begun: bool = True) -> tuple[Found, RegisterRules]:
    """The case that the reader may see, and its register; `begun`: there is an entry."""
    find = find_entry if begun else find_registered
    return await find(parts, asked.reader, "read_case", asked.path["notification_id"])


def acting(make: Make, *, begun: bool = True) -> Callable[[Parts, Asked], Awaitable[RegisterAccepted]]:
    """An act of which nothing stands in clear but ids of the procedure; its comment is sealed. `begun`: there is an entry."""

    async def act(parts: Parts, asked: Asked) -> RegisterAccepted:
        found, register = await on_entry(parts, asked, begun=begun)
        check_ids(asked.body, register)
        said: Particulars | None = getattr(asked.body, "particulars", None)
        text = await sealed(parts, asked.reader, found.document["person"], said)
        return await carry_out(parts, asked, make(found.document["_id"], asked.body, text))

    return act


def check_ids(body: Any, register: RegisterRules) -> None:
    """Refuses what is none of the procedure's: whatever is typed where an id belongs does not leave the gateway."""
    wanted = {
        "body": ("unknown_body", "bodies", register.bodies),
        "cycle": ("unknown_cycle", "cycles", {each.id: each.title for each in register.reviews}),
        "need": ("unknown_need", "needs", register.needs),
        "otherwise": ("leaving_refused", "otherwise", register.leaving.otherwise),
    }
    for name, (code, says, known) in wanted.items():
        if (given := getattr(body, name, None)) is not None and given not in known:
            raise Refusal(code, {says: dict(known)}, register.rules)
    if set(getattr(body, "unmet", ())) - register.needs.keys():
        raise Refusal("unknown_need", {"needs": dict(register.needs)}, register.needs_rules)


async def write_plan(parts: Parts, asked: Asked) -> RegisterAccepted:
    """Write the plan, or replace it whole: what stands in one's own words is sealed here."""
    body: bodies.PlanBody = asked.body
    found, register = await on_entry(parts, asked, begun=False)
    said = plan_said(body, register)
    key = await key_of(parts, asked.reader, found.document["person"])
    text = key.seal(said.texts) if said.texts else None
    command = contract.WritePlanV1(
        found.document["_id"], said.actions, said.professionals, said.given, body.next_review, body.change, text
    )
    return await carry_out(parts, asked, command)


async def mark_action(parts: Parts, asked: Asked) -> RegisterAccepted:
    """Say that an action is done, or is not after all."""
    found, _ = await on_entry(parts, asked)
    known = [each["action_id"] for each in (found.document[SERVICE]["register"]["plan"] or {}).get("actions", ())]
    if asked.path["action_id"] not in known:
        raise Refusal("not_found")
    return await carry_out(
        parts, asked, contract.MarkActionV1(found.document["_id"], asked.path["action_id"], asked.body.done)
    )


def number_of(written: str) -> int:
    """The number in the address. Raises Refusal `not_found`."""
    if not (written.isascii() and written.isdecimal()) or int(written) > LARGEST_NUMBER:
        raise Refusal("not_found")
    return int(written)


async def decide_change(parts: Parts, asked: Asked) -> RegisterAccepted:
    """Agree to a change that was asked for, or not."""
    number = number_of(asked.path["change"])
    return await acting(
        lambda case, body, text: contract.DecideChangeV1(case, number, body.agreed, body.debated, text)
    )(parts, asked)


def meeting_of(body: bodies.GroupDecision) -> str | None:
    """The meeting's id, if it is of the form of one. Raises Refusal `not_found`."""
    if body.meeting_id is not None and not MEETING.fullmatch(body.meeting_id):
        raise Refusal("not_found")
    return body.meeting_id


def act(path: str, name: str, summary: str, handler: Any, request: type, *more: str) -> Operation:
    """An operation of an entry that sends a command."""
    handler.__doc__ = handler.__doc__ or f"{summary}. What is said in the comment is sealed here."
    refusals = ("not_permitted", "not_found", "register_stage", "edition_changed", "person_deleted", "busy", *more)
    address = f"{ENTRY}{path}"
    return Operation(
        "POST", address, name, summary, "keep_register", handler, RegisterAccepted, request, 201, refusals=refusals
    )


OPERATIONS = of_tag(
    "High risk register",
    act(
        "/plan",
        "write_plan",
        "Write the plan, or replace it",
        write_plan,
        bodies.PlanBody,
        "plan_incomplete",
        "change_not_agreed",
        "unknown_body",
    ),
    act("/plan/actions/{action_id}", "mark_plan_action", "Mark an action of the plan", mark_action, bodies.ActionMark),
    act(
        "/plan/receipts",
        "receive_plan_copy",
        "Record that an agency has its copy of the plan",
        acting(lambda case, body, _: contract.ReceiveCopyV1(case, body.plan, body.body, reference=body.reference)),
        bodies.CopyReceipt,
        "already_received",
        "reference_required",
        "unknown_body",
    ),
    act(
        "/referral",
        "refer_to_group",
        "Refer to the group, with assessment and plan",
        acting(lambda case, _body, _: contract.ReferV1(case), begun=False),
        NoContent,
        "referral_refused",
        "assessment_needed",
    ),
    act(
        "/views",
        "record_view",
        "Record what a body says of the assessed level",
        acting(lambda case, body, text: contract.RecordViewV1(case, body.body, body.view, sealed=text)),
        bodies.BodyView,
        "unknown_body",
    ),
    act(
        "/decision",
        "decide_referral",
        "Record the group's decision on a referral",
        acting(lambda case, body, text: contract.DecideReferralV1(case, body.concurs, meeting_of(body), text)),
        bodies.GroupDecision,
        "own_work",
        "entry_refused",
        "referral_refused",
    ),
    act(
        "/changes",
        "propose_plan_change",
        "Ask for a change of the plan",
        acting(lambda case, body, text: contract.ProposeChangeV1(case, body.body, sealed=text)),
        bodies.ChangeAsked,
        "comment_required",
        "unknown_body",
    ),
    act(
        "/changes/{change}/decision",
        "decide_plan_change",
        "Decide on a change of the plan",
        decide_change,
        bodies.ChangeAnswer,
        "own_work",
        "comment_required",
        "change_decided",
    ),
)
