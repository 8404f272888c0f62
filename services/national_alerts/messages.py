"""The messages of an alert: its form, the chain that the edition states, the release."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from contracts import national_alerts as contract
from contracts.refusals import Refusal
from needfire.alerting import ENDING, AlertMessage, AlertPart
from needfire.conditions import Setting
from needfire.decisions import Decision
from needfire.guarding import guard_against, questions
from needfire.procedure import Trigger
from services.national_alerts.domain import (
    Alert,
    Grounds,
    Written,
    as_whom,
    read_facts,
    refuse_over,
    refuse_pending,
)
from services.national_alerts.threshold import judged, refuse_unless_met, threshold_of


def write(command: contract.WriteMessageV1, state: Alert, grounds: Grounds) -> tuple[Any, ...]:
    """Completes a message's form: it goes to whoever checks it. Refused when it is not its time, or something is missing."""
    message = to_write(command.message, grounds)
    role = as_whom(message.by, state, grounds)
    _check_time(message, state)
    stated = read_facts(command.facts, grounds.now)
    within = grounds.within(read_facts({**state.facts, **stated}, grounds.now))
    _check_guards(message, within)
    if message.kind == "initial":
        refuse_unless_met(within, grounds)
    _check_form(command, tuple(grounds.alerting.asked(message.kind, within)))
    answer = f"Yes, as {grounds.role_title(role)}."
    decision = grounds.decision("May this person write it, and is its form complete?", answer, message.rules)
    return (
        contract.MessageWrittenV1(
            alert_id=state.alert_id,
            notification_id=state.notification_id,
            message=message.kind,
            number=state.released + 1,
            by=grounds.actor,
            written_at=grounds.now,
            facts=stated,
            answers=command.answers,
            given=command.given,
            decisions=(decision,),
            sealed=command.sealed,
        ),
    )


def to_write(kind: str, grounds: Grounds) -> AlertMessage:
    """The message of that kind. Raises Refusal `no_such_message` where nobody writes it."""
    message = grounds.alerting.message(kind)
    if message is None or message.written is None:
        kinds = [each.kind for each in grounds.alerting.messages if each.written]
        raise Refusal("no_such_message", {"messages": kinds}, grounds.alerting.rules)
    return message


def _check_time(message: AlertMessage, state: Alert) -> None:
    refuse_over(state, message.rules)
    if message.kind == "initial":
        if state.current:
            raise Refusal("alert_current", rules=message.rules)
        if state.notification_ended:
            raise Refusal("notification_ended", rules=message.rules)
        if not state.met:
            raise Refusal("threshold_not_judged", rules=message.rules)
    elif not state.current:
        raise Refusal("no_alert_current", rules=message.rules)
    refuse_pending(state, message.rules)


def _check_guards(message: AlertMessage, within: Setting) -> None:
    against = guard_against(message.refused, within)
    if against is None:
        return
    guard, found = against
    if found.holds is None:
        raise Refusal("facts_needed", {"facts": questions(found)}, guard.rules)
    raise Refusal("message_refused", {"message": message.kind}, guard.rules, guard.sentence)


def _check_form(command: contract.WriteMessageV1, asked: tuple[AlertPart, ...]) -> None:
    """Refuses a form in which something is missing, by name, or is not as it is asked."""
    wrong = {part.name: problem for part in asked if (problem := _problem(part, command))}
    unknown = {*command.answers, *command.given} - {part.name for part in asked}
    if wrong or unknown:
        rules = tuple(dict.fromkeys(rule for part in asked if part.name in wrong for rule in part.rules))
        raise Refusal("alert_parts_required", {"parts": wrong, "unknown": len(unknown)}, rules)


def _problem(part: AlertPart, command: contract.WriteMessageV1) -> str | None:
    """What is wrong with a part: it is missing, not as it is asked, or stands in clear where it is sealed, or sealed in vain."""
    in_own_words = part.kind == "sealed"
    place, elsewhere = (command.given, command.answers) if in_own_words else (command.answers, command.given)
    if part.name in elsewhere:
        return part.problem(None)
    if part.name not in place or (in_own_words and command.sealed is None):
        return part.problem(None) if part.is_required(command.answers) else None
    return None if in_own_words else part.problem(command.answers[part.name])


def follow_decision(command: contract.FollowDecisionV1, state: Alert, grounds: Grounds) -> tuple[Any, ...]:
    """What a decision in the case does to the message on its way; a message without a form is released by it alone."""
    trigger, written = Trigger("decided", command.step, command.outcome), state.on_its_way
    message = grounds.alerting.message(written.message) if written else None
    if written and message and trigger in message.sent_back:
        return _sent_back(written, message, command, state, grounds)
    if written and message and trigger == message.signed_off:
        return _signed_off(written, message, command, state, grounds)
    if written and message and trigger == message.released and written.signed_off:
        return _release(written, message, command.by, state, grounds)
    if state.current:
        for each in grounds.alerting.of(trigger):
            if each.written is None:
                itself = Written(each.kind, state.released + 1, command.by or "", {}, None)
                return (*_withdraw_pending(state, grounds), *_release(itself, each, command.by, state, grounds))
    return ()


def _sent_back(
    written: Written, message: AlertMessage, command: contract.FollowDecisionV1, state: Alert, grounds: Grounds
) -> tuple[Any, ...]:
    decision = grounds.decision("Does the message pass?", "No: it goes back to its author.", message.rules)
    return (contract.MessageSentBackV1(state.alert_id, written.message, written.number, command.by, (decision,)),)


def _signed_off(
    written: Written, message: AlertMessage, command: contract.FollowDecisionV1, state: Alert, grounds: Grounds
) -> tuple[Any, ...]:
    if command.by is None or command.by == written.by or written.sent_back:
        return ()  # escalation refuses this; what comes all the same is no sign-off
    decision = grounds.decision("Does the message pass?", "Yes: it is signed off.", message.rules)
    return (contract.MessageSignedOffV1(state.alert_id, written.message, written.number, command.by, (decision,)),)


def _release(
    written: Written, message: AlertMessage, by: str | None, state: Alert, grounds: Grounds
) -> tuple[Any, ...]:
    within = grounds.within(state.facts)
    stands_against = _no_longer(message, within, grounds)
    if stands_against:
        return (contract.MessageWithdrawnV1(state.alert_id, written.message, written.number, (stands_against,)),)
    since, fact = _missing_since(state, within, grounds)
    decision = grounds.decision(
        "Is the message released to the custodians?",
        "Yes.",
        message.rules,
        facts={fact: state.facts[fact]} if fact else {},
    )
    return (
        contract.AlertReleasedV1(
            alert_id=state.alert_id,
            notification_id=state.notification_id,
            message=written.message,
            number=written.number,
            original_missing_since=since,
            risk=state.facts.get("national_alert_risk_level"),
            edition=grounds.edition.name,
            area=state.area,
            released_by=by,
            released_at=grounds.now,
            ends=written.message in ENDING,
            answers=written.answers,
            decisions=(decision,),
            sealed=written.sealed,
        ),
    )


def _no_longer(message: AlertMessage, within: Setting, grounds: Grounds) -> Decision | None:
    """Why it is not released after all, if facts have moved since it was written."""
    question = "Is the message released to the custodians?"
    guard = guard_against(message.refused, within)
    if guard:
        return grounds.decision(question, f"No. {guard[0].sentence}", guard[0].rules)
    if message.kind == "initial":
        answer = judged(within, grounds)
        if answer.verdict != "met":
            rules = [ground.rule for ground, _ in answer.against] or threshold_of(grounds).rules
            return grounds.decision(question, "No: the threshold is not met any more.", rules)
    return None


def _missing_since(state: Alert, within: Setting, grounds: Grounds) -> tuple[datetime | None, str | None]:
    """Since when, as it was recorded first; a correction of the first of the moments counts."""
    first, *others = grounds.alerting.missing_since
    for fact in (first,) if state.original else (first, *others):
        moment = within.facts.get(fact)
        if isinstance(moment, datetime):
            return moment, fact
    return state.original, None


def _withdraw_pending(state: Alert, grounds: Grounds) -> tuple[Any, ...]:
    written = state.on_its_way
    if written is None:
        return ()
    decision = grounds.decision("Is the message still wanted?", "No.", grounds.alerting.rules)
    return (contract.MessageWithdrawnV1(state.alert_id, written.message, written.number, (decision,)),)


def follow_facts(command: contract.FollowFactsV1, state: Alert, grounds: Grounds) -> tuple[Any, ...]:
    """The facts have moved. Where a current alert would not meet the threshold by them, whoever decides on it is told."""
    if command.facts == state.facts:
        return ()
    changed = contract.AlertFactsChangedV1(state.alert_id, command.facts)
    return (changed, *_in_doubt(command.facts, state, grounds))


def _in_doubt(facts: Mapping[str, Any], state: Alert, grounds: Grounds) -> tuple[Any, ...]:
    if not state.current or state.in_doubt:
        return ()
    answer = judged(grounds.within(facts), grounds)
    if answer.verdict != "not_met":
        return ()
    against = " ".join(dict.fromkeys(ground.sentence for ground, _ in answer.against))
    rules = [ground.rule for ground, _ in answer.against] or threshold_of(grounds).rules
    decision = grounds.decision("Is the threshold still met?", f"No. {against}".strip(), rules)
    return (contract.AlertInDoubtV1(state.alert_id, state.notification_id, (decision,)),)


def follow_answer(command: contract.FollowAnswerV1, state: Alert, grounds: Grounds) -> tuple[Any, ...]:
    """What a custodian knows goes back to the case, also after the alert has ended; that it is not known there does not."""
    if command.result == "not_known":
        return ()
    decision = grounds.decision(
        "Who follows up what a custodian answered?",
        "Whoever the procedure names: it is their task.",
        grounds.alerting.rules,
    )
    return (contract.AlertAnsweredV1(alert_id=state.alert_id, decisions=(decision,), **vars(command)),)


def follow_unreached(command: contract.FollowUnreachedV1, state: Alert, grounds: Grounds) -> tuple[Any, ...]:
    """A custodian who stays silent, or whom no way leads to, ends in a person: told once for each message and cause."""
    if (command.message_id, command.because) in state.unreached:
        return ()
    decision = grounds.decision(
        "Who sees to a custodian who was not reached, or does not answer?",
        "Whoever released the message. No procedure says so: it is assumed.",
        grounds.alerting.rules,
    )
    return (contract.CustodianUnreachedV1(alert_id=state.alert_id, decisions=(decision,), **vars(command)),)


def follow_end(_command: contract.FollowEndV1, state: Alert, grounds: Grounds) -> tuple[Any, ...]:
    """The notification has ended: what was on its way is not wanted any more, unless it ends the alert itself."""
    if state.notification_ended:
        return ()
    written = state.on_its_way
    withdrawn = () if written and written.message in ENDING else _withdraw_pending(state, grounds)
    return (contract.LinkedNotificationEndedV1(state.alert_id), *withdrawn)
