"""What is done on the high risk register is recorded of the notification: the facts that it makes known, then the act itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts import intake_register as contract
from contracts import risk_register as register
from needfire.decisions import rules_of
from services.intake.alerts import recorded_facts
from services.intake.domain import Grounds, Notification

Told = tuple[str, str, Mapping[str, Any], Mapping[str, Any]]
"""The act, what is said of it, the facts that it makes known, what was recorded with it."""


def record_register(command: contract.RecordRegisterV1, state: Notification, grounds: Grounds) -> tuple[Any, ...]:
    """Records the facts, if they are new, and what was done."""
    told = contract.RegisterToldV1(
        command.notification_id,
        command.act,
        command.about,
        command.by,
        grounds.now,
        command.records,
        command.told,
        command.rules,
    )
    facts = recorded_facts(
        "What has the register made known?", command.facts, command.by, command.rules, state, grounds
    )
    return (*facts, told)


def command_for(event: Any) -> contract.RecordRegisterV1 | None:
    """What an event of the register asks of intake, if anything."""
    telling = _TOLD.get(type(event))
    if telling is None:
        return None
    act, about, facts, records = telling(event)
    by = next(
        (getattr(event, name) for name in ("by", "referred_by", "decided_by", "written_by") if hasattr(event, name)),
        ITSELF,
    )
    told = getattr(event, "told", ())
    return contract.RecordRegisterV1(
        event.notification_id, act, about, by, facts, records, told, rules_of(event.decisions)
    )


ITSELF = "service:risk_management"


def _planned(event: register.PlanWrittenV1) -> Told:
    return "planned", "A plan was written", {"risk_plan_attached": True}, {}


def _referred(event: register.ReferredV1) -> Told:
    facts = {"risk_assessment_attached": True, "risk_plan_attached": True}
    act = "referred_again" if event.again else "referred"
    return act, "Referred to the high risk register: it waits for the group", facts, {"plan_on_case_file": True}


def _decided(event: register.ReferralDecidedV1) -> Told:
    if event.concurs:
        return "concurs", "On the high risk register", {"register_standing": "on_it"}, event.views
    return "does_not_concur", "The group does not concur: back to the agency, with reasons", {}, event.views


def _reviewed(event: register.EntryReviewedV1) -> Told:
    records = {"unmet_need": next(iter(event.unmet), "none"), "keyworker_still_right": event.keyworker_still_right}
    return event.cycle, "Reviewed on the register", {}, records


def _missed(event: register.ReviewMissedV1) -> Told:
    return f"missed:{event.cycle}", f"On the high risk register, this was due and not recorded: {event.title}", {}, {}


def _left(event: register.LeftRegisterV1) -> Told:
    standing = "step_down" if event.step_down_ends else "not_on_it"
    facts = {"register_standing": standing, "left_register_at": event.at.isoformat()}
    act = "left_otherwise" if event.otherwise else "reduced"
    return act, "Off the high risk register", facts, {"why": event.otherwise or "risk_reduced"}


def _met(event: register.StepDownReviewedV1) -> Told:
    records = {"checklist_updated": True, "keyworker_still_right": event.keyworker_still_right}
    return "step_down_review", "The care team has met", {}, records


def _over(event: register.StepDownEndedV1) -> Told:
    facts = {"register_standing": "not_on_it"}
    return "step_down_over", "Step-down is over", facts, {"further_concern": event.further_concern}


def _proposed(event: register.ChangeProposedV1) -> Told:
    return "change_proposed", "A change of the plan was asked for", {}, {}


def _change_decided(event: register.ChangeDecidedV1) -> Told:
    act = "change_agreed" if event.agreed else "change_not_agreed"
    return act, "A change of the plan was decided", {}, {"debated": event.debated}


def _resource(event: register.ResourceDecidedV1) -> Told:
    act = "resource_granted" if event.granted else "resource_not_granted"
    return act, "Funding or resources were decided", {}, {"unmet_need": event.need}


_TOLD: Mapping[type, Callable[[Any], Told]] = {
    register.PlanWrittenV1: _planned,
    register.ReferredV1: _referred,
    register.ReferralDecidedV1: _decided,
    register.EntryReviewedV1: _reviewed,
    register.ReviewMissedV1: _missed,
    register.LeftRegisterV1: _left,
    register.StepDownReviewedV1: _met,
    register.StepDownEndedV1: _over,
    register.ChangeProposedV1: _proposed,
    register.ChangeDecidedV1: _change_decided,
    register.ResourceDecidedV1: _resource,
}
