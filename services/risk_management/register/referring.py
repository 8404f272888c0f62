"""Referral to the group, what each body says of the level, and the group's decision. Pure."""

from __future__ import annotations

from typing import Any

from contracts import risk_register as contract
from contracts.refusals import Refusal
from needfire.instruments.assessments import Said
from needfire.instruments.register_judging import judge_entry, judge_referral
from services.risk_management.register.copies import copied
from services.risk_management.register.entry import Entry, Referral, Reviewed, assessed_of, refuse_unless
from services.risk_management.register.grounds import Grounds, cycles_due, refuse_for

ABSENT = "not_represented"


def refer(_command: contract.ReferV1, state: Entry, grounds: Grounds) -> tuple[Any, ...]:
    """Refers at a level at which somebody is referred, with a completed assessment and a plan, or refuses and says why."""
    register, stated = grounds.register, grounds.register.referral
    refuse_unless(state, "assessed", "with_agency", "step_down", "ended", rules=stated.rules)
    has = {*(("assessment",) if state.assessed else ()), *(("plan",) if state.plan else ())}
    refuse_for("referral_refused", judge_referral(register, state.level, has))
    assessed, again = assessed_of(state, stated.rules), state.stage == "step_down"
    rises = register.step_down.rises_rules if register.step_down and again else ()
    decision = grounds.decision(
        "Is it referred to the group?",
        f"Yes, {'again, ' if again else ''}at level {assessed.level.replace('_', ' ')}, with assessment and plan.",
        (*stated.rules, *rises),
        facts={"vulnerability_level": assessed.level},
    )
    return (
        contract.ReferredV1(
            risk_id=state.risk_id,
            notification_id=state.notification_id,
            number=state.referral.number + 1 if state.referral else 1,
            level=assessed.level,
            assessment_id=assessed.assessment_id,
            plan=state.plan.number if state.plan else 0,
            asked=tuple(register.concurrence.views_of),
            roles=register.roles,
            again=again,
            referred_by=grounds.actor,
            referred_at=grounds.now,
            told=(register.concurrence.by,),
            decisions=(decision,),
        ),
    )


def record_view(command: contract.RecordViewV1, state: Entry, grounds: Grounds) -> tuple[Any, ...]:
    """Records a body's view; until the decision a later one stands in its place."""
    stated = grounds.register.concurrence
    referral = _referral(state, stated.rules)
    if command.body not in stated.views_of:
        raise Refusal("unknown_body", {"bodies": dict(stated.views_of)}, stated.rules)
    if command.agency is not None and command.view == ABSENT:
        raise Refusal("malformed", {"view": "An agency that answers is represented: say whether it agrees."})
    answer = {"agrees": "Yes", "does_not_agree": "No", ABSENT: "It was not represented"}[command.view]
    decision = grounds.decision(
        f"Does {stated.views_of[command.body]} agree with the level?", f"{answer}.", stated.rules
    )
    return (
        contract.ViewRecordedV1(
            state.risk_id,
            state.notification_id,
            referral.number,
            command.body,
            command.view,
            grounds.actor,
            grounds.now,
            (decision,),
            command.sealed,
        ),
    )


def _referral(state: Entry, rules: tuple[str, ...]) -> Referral:
    refuse_unless(state, "referred", rules=rules)
    if state.referral is None:
        raise Refusal("not_found")
    return state.referral


def decide_referral(command: contract.DecideReferralV1, state: Entry, grounds: Grounds) -> tuple[Any, ...]:
    """The group's decision, once every body's view is recorded: on the register only where it concurs."""
    register, stated = grounds.register, grounds.register.concurrence
    referral = _referral(state, stated.rules)
    if referral.by == grounds.actor:
        raise Refusal("own_work", {}, stated.rules)
    against = judge_entry(register, command.concurs, referral.views, command.sealed is not None)
    refuse_for("entry_refused", (*against, *_quorum(referral, grounds)))
    assessed = assessed_of(state, stated.rules)
    if command.concurs:
        has = {"assessment", *(("plan",) if state.plan else ())}
        refuse_for("referral_refused", judge_referral(register, assessed.level, has))
    due, counted = _first_reviews(grounds) if command.concurs else ((), ())
    answer = "Yes: on the register." if command.concurs else "No: back to the agency, with reasons."
    cycles = [rule for cycle in register.reviews if command.concurs for rule in cycle.rules]
    decision = grounds.decision(
        "Does the group concur with the agency's assessment?",
        answer,
        (*stated.rules, *cycles),
        facts={"vulnerability_level": assessed.level},
        arithmetic=(*_votes(referral, grounds), *counted),
    )
    decided = contract.ReferralDecidedV1(
        risk_id=state.risk_id,
        notification_id=state.notification_id,
        referral=referral.number,
        concurs=command.concurs,
        level=assessed.level,
        views=referral.views,
        meeting_id=command.meeting_id,
        holder=register.holder,
        decided_by=grounds.actor,
        decided_at=grounds.now,
        due=due,
        told=(register.holder, stated.by) if command.concurs else (register.referral.by,),
        decisions=(decision,),
        sealed=command.sealed,
    )
    if not command.concurs or state.plan is None:
        return (decided,)
    return (decided, copied(state, grounds, state.plan.number, state.plan.bodies))


def _first_reviews(grounds: Grounds) -> Any:
    return cycles_due(grounds, {each.id: Reviewed(grounds.now, None) for each in grounds.register.reviews})


def _votes(referral: Referral, grounds: Grounds) -> tuple[str, ...]:
    titles = grounds.register.concurrence.views_of
    return tuple(f"{titles[body]}: {view.replace('_', ' ')}" for body, view in referral.views.items())


def _quorum(referral: Referral, grounds: Grounds) -> tuple[Said, ...]:
    """Where the authority states how many have to be there; none is made up where it does not."""
    stated = grounds.register.concurrence
    there = sum(view != ABSENT for view in referral.views.values())
    if stated.quorum is None or there >= stated.quorum:
        return ()
    sentence = f"{stated.quorum} bodies have to be there for a decision, and {there} were."
    return (Said(stated.rules, sentence, "quorum"),)
