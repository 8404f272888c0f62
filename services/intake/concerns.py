"""What intake decides on an agency's concern: acknowledged at once, decided by the front door, answered. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from contracts import intake_concerns as contract
from contracts.refusals import Refusal
from needfire.concerns import OUTCOMES, ConcernOutcome, decision_due, decision_rules, feedback_rules, front_door
from needfire.decisions import Decision
from needfire.directory import WHOLE_AUTHORITY
from needfire.facts import FactsRefused, as_json
from needfire.london_time import moment_in_words
from needfire.vocabulary import VOCABULARY
from needfire.working_time import Deadline
from services.intake.domain import Grounds


@dataclass(frozen=True)
class Concern:
    """A concern as it stands. `outcome` once it is decided, `answered` once the referrer can read why."""

    concern_id: str
    reference: str
    agency: str
    area: str
    edition: str
    edition_digest: str
    outcome: ConcernOutcome | None = None
    notifications: tuple[str, ...] = ()
    answered: bool = False
    received: bool = False


def evolve(state: Concern | None, event: Any) -> Concern | None:
    """The concern after this event."""
    match event:
        case contract.ConcernRaisedV1():
            return Concern(
                event.concern_id, event.reference, event.agency, event.area, event.edition, event.edition_digest
            )
        case contract.ConcernDecidedV1() if state:
            taken = (*state.notifications, event.notification_id) if event.notification_id else state.notifications
            return replace(state, outcome=event.outcome, notifications=taken)
        case contract.FeedbackGivenV1() if state:
            return replace(state, answered=True)
        case contract.FeedbackReceivedV1() if state:
            return replace(state, received=True)
    return state


def raise_concern(command: contract.RaiseConcernV1, grounds: Grounds) -> tuple[Any, ...]:
    """Takes it in from an agency of the directory, and acknowledges it (WT13-05). Raises Refusal."""
    if command.area is not None and command.area not in grounds.directory.areas:
        raise Refusal("unknown_area", {"areas": list(grounds.directory.areas)})
    try:
        facts = VOCABULARY.read(command.facts, grounds.now)
    except FactsRefused as refused:
        raise Refusal("facts_refused", {"facts": refused.problems}) from None
    door = front_door(grounds.edition, grounds.directory)
    answer = f"Yes, at once, as {command.reference}. The {grounds.role_title(door.role)} decides on it."
    rules = decision_rules(grounds.edition)
    due = decision_due(grounds.edition, grounds.now, grounds.calendar)
    return (
        contract.ConcernRaisedV1(
            concern_id=command.concern_id,
            reference=command.reference,
            agency=command.agency,
            raised_by=grounds.actor,
            raised_at=grounds.now,
            urgency=command.urgency,
            area=command.area or door.area or WHOLE_AUTHORITY,
            edition=grounds.edition.edition,
            edition_digest=grounds.edition.digest,
            facts=as_json(facts),
            person=command.person,
            decide_by=due.due if due else None,
            decisions=(
                grounds.decision("Was the concern acknowledged?", answer, rules),
                *_by_when(due, rules, grounds),
            ),
            sealed=command.sealed,
        ),
    )


def _by_when(due: Deadline | None, rules: tuple[str, ...], grounds: Grounds) -> Iterable[Decision]:
    if due:
        answer = f"By {moment_in_words(due.due)}."
        yield grounds.decision("By when is it decided?", answer, rules, arithmetic=due.arithmetic)


def decide(command: contract.DecideConcernV1, state: Concern, grounds: Grounds) -> tuple[Any, ...]:
    """Decides that nothing is raised from it, and tells the referrer where feedback is given. Raises Refusal."""
    if state.outcome:
        raise Refusal("concern_decided", {"outcome": state.outcome})
    decided = _decided(state, command.outcome, command.reason, None, grounds.actor, grounds, command.sealed)
    return (decided, *(_told(state, command.feedback, grounds) if command.feedback else ()))


def take_up(command: contract.TakeUpConcernV1, state: Concern, grounds: Grounds) -> tuple[Any, ...]:
    """A notification was raised from it. Another one is linked as well; the same one changes nothing."""
    if command.notification_id in state.notifications:
        return ()
    return (_decided(state, "taken_up", None, command.notification_id, command.by, grounds, None),)


def give_feedback(command: contract.GiveFeedbackV1, state: Concern, grounds: Grounds) -> tuple[Any, ...]:
    """Tells the referrer what was decided (WT13-06). Raises Refusal."""
    if state.outcome is None:
        raise Refusal("concern_undecided")
    if command.feedback is None:
        raise Refusal("feedback_required", rules=feedback_rules(grounds.edition))
    return tuple(_told(state, command.feedback, grounds))


def receive_feedback(_command: contract.ReceiveFeedbackV1, state: Concern, grounds: Grounds) -> tuple[Any, ...]:
    """The agency has read it: only now it is told. Raises Refusal."""
    if not state.answered:
        raise Refusal("nothing_to_receive")
    if state.received:
        raise Refusal("already_received")
    return (contract.FeedbackReceivedV1(state.concern_id, grounds.actor, grounds.now),)


def _decided(
    state: Concern,
    outcome: ConcernOutcome,
    reason: contract.ConcernReason | None,
    notification_id: str | None,
    by: str,
    grounds: Grounds,
    sealed: str | None,
) -> contract.ConcernDecidedV1:
    decision = grounds.decision(
        "What becomes of the concern?", f"{OUTCOMES[outcome]}.", decision_rules(grounds.edition)
    )
    return contract.ConcernDecidedV1(
        state.concern_id, state.agency, outcome, reason, notification_id, by, grounds.now, (decision,), sealed
    )


def _told(state: Concern, sealed: str | None, grounds: Grounds) -> Iterable[contract.FeedbackGivenV1]:
    decision = grounds.decision(
        "Was the referrer told?", "They can read what was decided.", feedback_rules(grounds.edition)
    )
    yield contract.FeedbackGivenV1(state.concern_id, state.agency, grounds.actor, grounds.now, (decision,), sealed)
