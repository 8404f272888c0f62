"""The plan: written whole, by whom it may be, with all that it has to say; its progress. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts import risk_register as contract
from contracts.refusals import Refusal
from contracts.risk_register import PlanAction
from needfire.instruments.register_judging import Plan, judge_plan
from services.risk_management.register.copies import copied
from services.risk_management.register.entry import Entry, refuse_unless
from services.risk_management.register.grounds import Grounds, refuse_for

MOST_ACTIONS = 100


def write_plan(command: contract.WritePlanV1, state: Entry, grounds: Grounds) -> tuple[Any, ...]:
    """Writes the plan whole. On the register the group does, or who carries out a change on which it agreed."""
    rules = grounds.register.plan.rules
    refuse_unless(state, "assessed", "with_agency", "referred", "on_register", "step_down", rules=rules)
    _check_bodies(command, grounds)
    refuse_for("plan_incomplete", judge_plan(grounds.register, _as_judged(command)))
    _check_change(command, state, grounds)
    number = state.plan.number + 1 if state.plan else 1
    bodies = tuple(dict.fromkeys(each.agency for each in command.actions if each.agency))
    decision = grounds.decision("Does the plan say all that it has to?", "Yes.", rules)
    written = contract.PlanWrittenV1(
        risk_id=state.risk_id,
        number=number,
        bodies=bodies,
        written_by=grounds.actor,
        written_at=grounds.now,
        decisions=(decision,),
        **vars(command),
    )
    copies = (copied(state, grounds, number, bodies),) if state.stage in ("on_register", "step_down") else ()
    return (written, *copies)


def _as_judged(command: contract.WritePlanV1) -> Plan:
    return Plan(
        actions=[set(_stated(each)) for each in command.actions],
        professionals={each.professional_id: set(each.given) for each in command.professionals},
        states={*command.given, *(("next_review",) if command.next_review else ())},
    )


def _stated(action: PlanAction) -> Iterator[str]:
    yield from action.given
    if action.agency:
        yield "agency"
    if action.by_when:
        yield "by_when"


def _check_bodies(command: contract.WritePlanV1, grounds: Grounds) -> None:
    """Refuses ids that are none of this edition's, or not each of its own: only ids stand in clear."""
    known = grounds.register.bodies
    if {each.agency for each in command.actions if each.agency} - known.keys():
        raise Refusal("unknown_body", {"bodies": dict(known)}, grounds.register.plan.rules)
    ids = [each.action_id for each in command.actions] + [each.professional_id for each in command.professionals]
    if len(ids) != len(set(ids)) or len(ids) > MOST_ACTIONS:
        raise Refusal("malformed", {"actions": f"Give each an id of its own, and at most {MOST_ACTIONS} in all."})


def _check_change(command: contract.WritePlanV1, state: Entry, grounds: Grounds) -> None:
    stated = grounds.register.plan
    if command.change is not None:
        change = state.changes.get(command.change)
        if change is None or not change.agreed or change.carried_out:
            raise Refusal("change_not_agreed", {"change": command.change}, stated.change_rules)
    elif state.stage == "on_register" and not grounds.reader.holds(stated.decided_by, state.area):
        raise Refusal("change_not_agreed", {"role": grounds.role_title(stated.decided_by)}, stated.change_rules)


def mark_action(command: contract.MarkActionV1, state: Entry, grounds: Grounds) -> tuple[Any, ...]:
    """Says that an action is done, or is not after all."""
    if state.plan is None or command.action_id not in state.plan.actions:
        raise Refusal("not_found")
    return (
        contract.ActionMarkedV1(
            state.risk_id, state.notification_id, command.action_id, command.done, grounds.actor, grounds.now
        ),
    )
