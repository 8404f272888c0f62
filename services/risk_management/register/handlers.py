"""The use cases of the register: each takes a command to the young person's stream, and says what is decided there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from access.policies import ITSELF, Itself, Policy
from contracts import risk_register as contract
from needfire.instruments.register import RegisterRules
from needfire.loading.deployment import Deployment
from services.risk_management.grounding import Held, on_risk
from services.risk_management.register import (
    changes,
    copies,
    leaving,
    missing,
    needs,
    planning,
    referring,
    reviewing,
    stepping_down,
    things,
)
from services.risk_management.register.entry import Entry
from services.risk_management.register.folding import entry_of
from services.risk_management.register.grounds import Grounds
from shared_kernel.command_desk import Handler

Decide = Callable[[Any, Entry, Grounds], tuple[Any, ...]]
NUMBERED = {contract.PlanWrittenV1: "plan", contract.ChangeProposedV1: "change", contract.ReferredV1: "referral"}
"""What is answered with the number that it was given, and under which name."""


def on_entry(deployment: Deployment, decide: Decide, policy: Policy | Itself) -> Handler:
    """A use case on somebody's entry."""

    def carry_out(command: Any, held: Held) -> tuple[Any, ...]:
        return decide(command, entry_of(held.events), Grounds.over(held.grounds))

    return on_risk(deployment, carry_out, policy, _answer)


def _answer(events: tuple[Any, ...]) -> Mapping[str, Any]:
    return {NUMBERED[type(event)]: event.number for event in events if type(event) in NUMBERED}


def _referring(_command: Any, register: RegisterRules) -> tuple[str, ...]:
    return (register.referral.by,)


def _group(_command: Any, register: RegisterRules) -> tuple[str, ...]:
    return (register.concurrence.by,)


def _deciding(_command: Any, register: RegisterRules) -> tuple[str, ...]:
    return (register.plan.decided_by,)


def _asking(_command: Any, register: RegisterRules) -> tuple[str, ...]:
    return register.plan.changes_by


def command_handlers(deployment: Deployment) -> Mapping[type, Handler]:
    """What people and partners may ask of the register, each with its policy."""

    def on(decide: Decide, policy: Policy) -> Handler:
        return on_entry(deployment, decide, policy)

    plan, change = (lambda register: register.plan.rules), (lambda register: register.plan.change_rules)
    copying, group = (lambda register: register.plan.copy_rules), (lambda register: register.concurrence.rules)
    step_down = lambda register: register.step_down.rules if register.step_down else register.rules  # noqa: E731
    return {
        contract.WritePlanV1: on(planning.write_plan, things.by(things.planning, plan)),
        contract.MarkActionV1: on(planning.mark_action, things.by(things.planning, plan)),
        contract.ProposeChangeV1: on(changes.propose_change, things.also_agencies(_asking, change)),
        contract.DecideChangeV1: on(changes.decide_change, things.by(_deciding, change)),
        contract.ReceiveCopyV1: on(copies.receive_copy, things.also_agencies(_deciding, copying)),
        contract.ReferV1: on(referring.refer, things.by(_referring, lambda register: register.referral.rules)),
        contract.RecordViewV1: on(referring.record_view, things.also_agencies(_group, group)),
        contract.DecideReferralV1: on(referring.decide_referral, things.by(_group, group)),
        contract.ReviewEntryV1: on(
            reviewing.review_entry, things.by(things.reviewing, lambda register: register.rules)
        ),
        contract.DecideResourceV1: on(needs.decide_resource, things.by(_group, lambda register: register.needs_rules)),
        contract.LeaveRegisterV1: on(leaving.leave, things.by(_group, lambda register: register.leaving.rules)),
        contract.ReviewStepDownV1: on(stepping_down.review_step_down, things.by(things.stepping_down, step_down)),
        contract.EndStepDownV1: on(stepping_down.end_step_down, things.by(things.ending, step_down)),
    }


def own_handlers(deployment: Deployment) -> Mapping[type, Handler]:
    """What only the service's own worker asks, when a review is due."""
    return {contract.MissReviewV1: on_entry(deployment, missing.miss_review, ITSELF)}
