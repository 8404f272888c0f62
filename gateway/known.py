"""What access knows of a case and its items, built from the read model's document."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from access import Case, Item
from access.approving import authors_of, writers_of
from gateway.read_models.cases import owed_bodies
from gateway.read_models.folding import Document
from gateway.read_models.tray_items import waiting_roles
from needfire.procedure import Edition, Request, Step


def known_case(document: Document, edition: Edition) -> Case:
    """The case, of which the read model holds all that both services have told."""
    shared, routed = document.get("shared", {}), document.get("escalation", {})
    return Case(
        authority=document["authority"],
        area=document["area"],
        edition=edition,
        raised_by=document["raised_by"],
        involved=frozenset(document["involved"]),
        shared_people=frozenset(shared.get("people", ())),
        shared_roles=frozenset(shared.get("roles", ())),
        waiting_roles=waiting_roles(routed),
        shared_bodies=frozenset(shared.get("bodies", ())),
        owed_bodies=owed_bodies(routed),
        emergency=_emergency(document),
    )


def _emergency(document: Document) -> dict[str, datetime]:
    opened = document.get("intake", {}).get("emergency", ())
    return {
        each["by"]: datetime.fromisoformat(each["ends"]) for each in sorted(opened, key=lambda each: str(each["ends"]))
    }


def known_item(case: Case, routing: Document, kind: str, item_id: str) -> Item:
    """The task, notice or duty of this id, which the routing has."""
    return {"task": _task, "notice": _notice, "duty": _duty}[kind](case, routing, item_id)


def _task(case: Case, routing: Document, task_id: str) -> Item:
    task = routing["tasks"][task_id]
    route = case.edition.route(routing["route"])
    part = (route.step(task["step"]) if route else None) or case.edition.request(task["step"])
    approves = part.approves if isinstance(part, Step | Request) else ()
    authors = authors_of(approves, case.raised_by, _deciders(routing["tasks"])) | _writer(case, routing, task["step"])
    return Item(case, task["role"], tuple(task["people"]), authors=authors, rules=part.rules if part else ())


def _writer(case: Case, routing: Document, step: str) -> frozenset[str]:
    waiting = routing.get("message")
    return writers_of(waiting["message"], waiting["by"], case.edition.alerting, step) if waiting else frozenset()


def _deciders(tasks: Document) -> dict[str, Any]:
    return {each["step"]: each["decided"]["by"] for each in tasks.values() if each["state"] == "decided"}


def _notice(case: Case, routing: Document, notice_id: str) -> Item:
    notice, route = routing["notices"][notice_id], case.edition.route(routing["route"])
    return Item(case, notice["role"], tuple(notice["people"]), rules=route.rules if route else ())


def _duty(case: Case, routing: Document, duty_id: str) -> Item:
    duty = routing["duties"][duty_id]
    part = next((each for each in case.edition.duties if each.id == duty["duty"]), None)
    proposed = duty.get("proposed") or {}
    return Item(
        case,
        duty["lead"],
        tuple(duty["people"]),
        deputies=(duty["deputy"],) if duty.get("deputy") else (),
        confirming=tuple(duty.get("confirmed_by", ())),
        proposed_by=proposed.get("by"),
        body=duty["to"],
        rules=part.rules if part else (),
    )
