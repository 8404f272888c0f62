"""What intake carries over: facts that moved, somebody consulted, the case shared, or opened in an emergency."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from contracts import escalation as contract
from needfire.london_time import moment_in_words
from needfire.procedure import Trigger
from services.escalation import clocks, knowing, levels, reactions
from services.escalation.domain import open_step
from services.escalation.draft import Draft
from services.escalation.routing import Routing
from services.escalation.telling import notify, notify_person, tell_of_act

OVER = ("not_required", "closed")


def follow_update(command: contract.FollowUpdateV1, draft: Draft) -> None:
    """The facts have moved: clocks are met, stopped and started, duties and requests open, people are told."""
    if draft.state.ended in OVER:
        return
    knowing.recorded(draft, command.facts)
    draft.emit(contract.RoutingFactsChangedV1(command.facts, command.updated_at))
    tell_of_act(draft, "update", "A notification was updated")
    reactions.happened(draft, Trigger("updated"), command.updated_at)
    knowing.withdrawn(draft)
    knowing.corrected(draft)
    knowing.now_known(draft, command.updated_at)
    reactions.start_clocks_of_open_steps(draft, command.updated_at)
    levels.decide_by_level(draft)
    _reopen(draft)
    clocks.stop_clocks_that_ended(draft)


def _reopen(draft: Draft) -> None:
    """A step that was decided opens again where the new facts ask for another answer."""
    for reopening in draft.route.reopens:
        states = [task.state for task in draft.state.tasks.values() if task.step == reopening.step]
        step = draft.route.step(reopening.step)
        # One that was given back comes again by itself.
        if states[-1:] != ["decided"] or step is None or str(reopening.unless) in draft.state.decided:
            continue
        found = draft.judge(reopening.when)
        if found.holds:
            open_step(draft, replace(step, rules=(*step.rules, *reopening.rules, *sorted(found.rules))), None)


def follow_consultation(command: contract.FollowConsultationV1, draft: Draft) -> None:
    """Somebody in the role was consulted: what asks for that is judged with it from now on."""
    if draft.state.ended in OVER or command.role in draft.state.consulted:
        return
    draft.emit(contract.RoutingConsultedV1(command.role))
    reactions.catch_up(draft, draft.grounds.now)
    clocks.stop_clocks_that_ended(draft)


def follow_share(command: contract.FollowShareV1, draft: Draft) -> None:
    """Whoever the case was shared with is told, also once it has ended."""
    if command.to_role:
        notify(draft, command.to_role, command.about, command.rules)
    elif command.to_person:
        notify_person(draft, command.to_person, command.about, command.rules)


def follow_emergency_access(command: contract.FollowEmergencyAccessV1, draft: Draft) -> None:
    """Those whose case it is are told at once: who raised it, and with whom something of it waits."""
    about = f"Emergency access to this case was opened, until {moment_in_words(command.ends)}"
    known = draft.grounds.directory.person_by_id
    whose = [each for each in dict.fromkeys(_owners(draft.state)) if each in known and each != command.by]
    for person in whose:
        notify_person(draft, person, about, ())
    closing = draft.grounds.edition.act("close")
    if not whose and closing:
        notify(draft, closing.roles[0], about, closing.rules)


def _owners(state: Routing) -> Iterator[str]:
    yield state.raised_by
    yield from (person for task in state.open_tasks for person in task.people)
    waiting = (duty for duty in state.duties.values() if duty.done_by is None and not duty.not_required)
    yield from (person for duty in waiting for person in duty.people)
