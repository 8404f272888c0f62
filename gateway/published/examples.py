"""An example of any contract, from its types and the names of its fields: invented, and always the same."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from types import NoneType, UnionType
from typing import Any, Literal, TypeGuard, Union, get_args, get_origin, get_type_hints

from contracts.commands import Command
from contracts.escalation_beside import AbsenceDelegatedV1, AbsenceEndedV1
from contracts.intake_persons import Cut, RedactTextV1, TextRedactedV1
from needfire.decisions import Decision

_NUMBER = "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b"
_MOMENT = datetime(2026, 11, 20, 21, 40, tzinfo=UTC)
TEXTS: Mapping[str, str] = {
    "notification_id": f"notification-{_NUMBER}",
    "task_id": f"task-{_NUMBER}-1",
    "came_from": f"task-{_NUMBER}-1",
    "asked_by": "kent-social-worker",
    "notice_id": f"notice-{_NUMBER}-1",
    "duty_id": f"duty-{_NUMBER}-1",
    "clock_id": f"clock-{_NUMBER}-1",
    "command_id": "3f0c4c0e-9a52-4f0e-8f1d-6f6d0c1b2a3d",
    "digest": "5d41402abc4b2a76b9719d911017c592ae5d41402abc4b2a76b9719d911017c5",
    "edition_digest": "b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184",
    "authority": "kent",
    "actor": "kent-team-manager",
    "area": "ashford",
    "edition": "2023-12",
    "rule": "KEN23-NTK-G",
    "fact": "happened",
    "role": "service_manager",
    "with_role": "service_manager",
    "lead": "principal_social_worker",
    "owner": "service_manager",
    "to": "the Youth Justice Board",
    "to_person": "kent-service-manager",
    "delegate": "kent-service-manager",
    "person": f"person-{_NUMBER}",
    "step": "service_manager",
    "route": "need_to_know",
    "outcome": "send_on",
    "title": "Service manager comments and sends on",
    "about": "A notification was raised",
    "circulation": "onward",
    "to_role": "service_manager",
    "to_body": "safeguarding_board",
    "request": "fuller_analysis",
    "of_role": "service_manager",
    "evidence": "the reference number that it gave",
    "deputy": "service_manager",
    "duty": "youth_justice_board",
    "clock": "alert_the_unit",
    "reference": "YJB-2026-0042",
    "because": "The notification was closed.",
    "by_trigger": "decided:service_manager.send_on",
    "name": "RaiseNotification",
    "question": "Who does “Service manager comments and sends on”?",
    "answer": "The service manager.",
    "message_id": f"alert-{_NUMBER}.1",
    "alert_id": f"alert-{_NUMBER}",
    "exercise_id": "exercise-spring",
    "follows": f"alert-{_NUMBER}.1",
    "risk": "high",
    "reason": "recipient_refused",
    "risk_id": f"risk-{_NUMBER}",
    "assessment_id": f"assessment-{_NUMBER}-2",
    "previous": f"assessment-{_NUMBER}-1",
    "instrument": "vulnerability_checklist 1",
    "level": "high",
    "section": "emotional_health",
    "place": "EH4",
    "sentence": "A score should rest on evidence; none is named for this one.",
    "received_id": "received-5d41402abc4b2a76b9719d911017c592",
    "sender": "alerts.kent.example",
    "webhook_id": f"alert-{_NUMBER}.1.BDG.1",
    "webhook_timestamp": "1795211984",
    "webhook_signature": "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
    "content": "{}",
    "delivered_as": f"alert-{_NUMBER}.1.BDG.1",
    "severity": "Severe",
    "link": f"https://needfire.kent.example/national-alerts/alert-{_NUMBER}.1",
    "mark": "1",
    "custodian": "BDG",
    "change_id": f"change-{_NUMBER}",
    "proof_id": f"proof-{_NUMBER}",
    "primary": "custodian-bdg@bdg.example",
    "second": "custodian-bdg-second@bdg.example",
    "out_of_hours": "custodian-bdg-out-of-hours@bdg.example",
    "address": "custodian-bdg@bdg.example",
    "webhook": "https://alerts.bdg.example/custodian",
    "stream": f"notification-{_NUMBER}",
    "hash": "b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184",
    "text": f"notification-{_NUMBER}@1.0",
    "sealed": "s2.1.account:cGxhY2Vob2xkZXIgZm9yIGNpcGhlcnRleHQ,name:cGxhY2Vob2xkZXI",
}
ONE_OF_MANY: Mapping[str, Any] = {
    "given": ["child_described", "reason"],
    "because": ["6 years from 2026-11-21, when it ended, come to 2032-11-21."],
    "categories": ["KEN23-NTK-G"],
    "rules": ["KEN23-FORM-1"],
    "people": ["kent-service-manager"],
    "facts_used": ["happened", "offence"],
    "withdrawn": ["whereabouts"],
    "restrictions": [],
    "consults": ["director"],
    "confirmed_by": ["service_manager"],
    "custodians": ["BDG"],
    "messages": [f"alert-{_NUMBER}.1"],
    "channels": ["webhook", "mail"],
    "values": ["3"],
    "beside": ["EH4"],
    "rests_on": [1],
    "starts": ["harm_reduction"],
    "unanswered": ["SE5"],
    "acknowledged": ["NBL-V14 EH4"],
    "indicated": [],
    "told": ["register_log_holder"],
    "unmet": ["accommodation"],
    "items": [f"notification-{_NUMBER}"],
    "present": ["police"],
    "bodies": ["police"],
    "asked": ["police"],
    "roles": ["risk_management_group"],
    "arithmetic": ["Counted 24 hours from Friday 20 November 2026 at 21:40."],
}
MAPPINGS: Mapping[str, Any] = {
    "answers": {"protection_category": "neglect", "linked_localities": ["E10000016"]},
    "facts": {"happened": ["charge"], "offence": "section_18", "charged_at": "2026-11-20T21:40:00+00:00"},
    "named": {"service_manager": "kent-service-manager"},
    "particulars": {"description": "Of the child, in one's own words."},
    "records": {"national_escalation_needed": False},
    "data": {},
    "views": {"police": "agrees"},
    "asked": {"history": True},
    "texts": {"harm_feared": "s2.1.EH4.harm_feared:cGxhY2Vob2xkZXI"},
}
ANYTHING: Mapping[str, Any] = {"before": None, "after": ["charge"]}
_OF_STAFF = {"person": "kent-team-manager"}
OTHERWISE: Mapping[type, Mapping[str, Any]] = {
    Decision: {"edition": "kent 2023-12"},
    Command: {"version": 1},
    AbsenceDelegatedV1: _OF_STAFF,
    AbsenceEndedV1: _OF_STAFF,
    RedactTextV1: {"name": "account"},
    TextRedactedV1: {"name": "account"},
    Cut: {"start": 0, "end": 8},
}


def example(contract: type) -> Any:
    """An instance of the contract, every field filled."""
    hints = get_type_hints(contract)
    values = {each.name: _value(each.name, hints[each.name]) for each in dataclasses.fields(contract)}
    return contract(**{**values, **OTHERWISE.get(contract, {})})


def _value(name: str, kind: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _value(name, next(each for each in get_args(kind) if each is not NoneType))
    if origin is Literal:
        return get_args(kind)[0]
    if origin is tuple:
        return _several(name, get_args(kind)[0])
    if origin is not None:
        return MAPPINGS[name]
    return _single(name, kind)


def _several(name: str, kind: Any) -> tuple[Any, ...]:
    if get_origin(kind) is Literal and name not in ONE_OF_MANY:
        return get_args(kind)[:1]
    return (example(kind),) if _is_contract(kind) else tuple(ONE_OF_MANY[name])


def _single(name: str, kind: Any) -> Any:
    if kind is str:
        return TEXTS.get(name) or "kent-team-manager"
    if kind is datetime:
        return _MOMENT + (timedelta(hours=24) if name in ("due", "ends") else timedelta())
    if _is_contract(kind):
        return example(kind)
    return {bool: False, int: 1, date: date(2012, 5, 17), Any: ANYTHING.get(name)}[kind]


def _is_contract(kind: Any) -> TypeGuard[type]:
    return isinstance(kind, type) and dataclasses.is_dataclass(kind)
