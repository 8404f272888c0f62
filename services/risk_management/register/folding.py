"""Folds somebody's way on and off the register from the events of their stream. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import reduce
from typing import Any

from contracts import risk_assessments as assessing
from contracts import risk_register as contract
from contracts.refusals import Refusal
from contracts.risk_register import STEP_DOWN
from services.risk_management.register.entry import Assessed, Change, Entry, Plan, Referral, Reviewed


def entry_of(events: Iterable[Any]) -> Entry:
    """The entry that these events tell. Raises Refusal `not_found`."""
    state: Entry | None = reduce(evolve, events, None)
    if state is None:
        raise Refusal("not_found")
    return state


def evolve(state: Entry | None, event: Any) -> Entry | None:
    """The entry after this event. What the assessments tell that does not matter here is passed over."""
    if isinstance(event, assessing.RiskLinkedV1):
        return Entry(event.risk_id, event.notification_id, event.area)
    if state is None:
        return None
    change = _CHANGES.get(type(event))
    return change(state, event) if change else state


def _assessed(state: Entry, event: assessing.AssessmentNotedV1) -> Entry:
    older = state.assessed is not None and event.number < state.assessed.number
    if event.level is None or older:
        return state
    return replace(state, assessed=Assessed(event.number, event.assessment_id, event.level))


def _written(state: Entry, event: contract.PlanWrittenV1) -> Entry:
    changes = dict(state.changes)
    if event.change is not None:
        changes[event.change] = replace(changes[event.change], carried_out=True)
    plan = Plan(event.number, tuple(each.action_id for each in event.actions), event.bodies)
    return replace(state, plan=plan, changes=changes)


def _referred(state: Entry, event: contract.ReferredV1) -> Entry:
    referral = Referral(event.number, event.referred_by, state.stage, event.asked)
    return replace(state, stage="referred", referral=referral)


def _view(state: Entry, event: contract.ViewRecordedV1) -> Entry:
    if state.referral is None:
        return state
    views = {**state.referral.views, event.body: event.view}
    return replace(state, referral=replace(state.referral, views=views))


def _decided(state: Entry, event: contract.ReferralDecidedV1) -> Entry:
    if event.concurs:
        entered = {cycle.cycle: Reviewed(event.decided_at, None) for cycle in event.due}
        return replace(
            state,
            stage="on_register",
            due=event.due,
            reviewed=entered,
            entered_with=state.assessed.assessment_id if state.assessed else None,
            looked_at=None,
            left_at=None,
            step_down_ends=None,
        )
    in_step_down = state.referral is not None and state.referral.before == "step_down"
    return replace(state, stage="step_down" if in_step_down else "with_agency")


def _reviewed(state: Entry, event: contract.EntryReviewedV1) -> Entry:
    reviewed = {**state.reviewed, event.cycle: Reviewed(event.at, event.assessment_id)}
    return replace(state, reviewed=reviewed, looked_at=event.assessment_id, due=event.due)


def _left(state: Entry, event: contract.LeftRegisterV1) -> Entry:
    return replace(
        state,
        stage="step_down" if event.step_down_ends else "ended",
        reviewed={STEP_DOWN: Reviewed(event.at, state.looked_at)},
        due=event.due,
        left_at=event.at,
        step_down_ends=event.step_down_ends,
        step_down_meetings=0,
    )


def _met(state: Entry, event: contract.StepDownReviewedV1) -> Entry:
    reviewed = {**state.reviewed, STEP_DOWN: Reviewed(event.at, event.assessment_id)}
    return replace(state, reviewed=reviewed, due=event.due, step_down_meetings=event.number)


def _change_decided(state: Entry, event: contract.ChangeDecidedV1) -> Entry:
    changed = replace(state.changes[event.number], agreed=event.agreed)
    return replace(state, changes={**state.changes, event.number: changed})


_CHANGES: Mapping[type, Callable[[Entry, Any], Entry]] = {
    assessing.AssessmentNotedV1: _assessed,
    contract.PlanWrittenV1: _written,
    contract.ReferredV1: _referred,
    contract.ViewRecordedV1: _view,
    contract.ReferralDecidedV1: _decided,
    contract.CopyReceivedV1: lambda state, event: replace(state, received=state.received | {(event.plan, event.body)}),
    contract.ChangeProposedV1: lambda state, event: replace(
        state, changes={**state.changes, event.number: Change(event.number, event.by)}
    ),
    contract.ChangeDecidedV1: _change_decided,
    contract.EntryReviewedV1: _reviewed,
    contract.LeftRegisterV1: _left,
    contract.StepDownReviewedV1: _met,
    contract.StepDownEndedV1: lambda state, event: replace(state, stage="ended", due=()),
}
