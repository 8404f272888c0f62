"""What a national alert or the risk work makes known of its notification: facts like any other, by who stated them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts import intake as contract
from needfire.facts import as_json
from services.intake.domain import Grounds, Notification, changes, facts_of, suggested_of


def record_alert(command: contract.RecordAlertV1, state: Notification, grounds: Grounds) -> tuple[Any, ...]:
    """Records the facts, also of a notification that has ended; nothing when they are known already."""
    question = "What has the national alert made known?"
    return recorded_facts(question, command.facts, command.recorded_by, command.rules, state, grounds)


def record_risk(command: contract.RecordRiskV1, state: Notification, grounds: Grounds) -> tuple[Any, ...]:
    """As `record_alert`."""
    question = "What has the risk work made known?"
    return recorded_facts(question, command.facts, command.recorded_by, command.rules, state, grounds)


def recorded_facts(
    question: str,
    known: Mapping[str, Any],
    by: str,
    rules: tuple[str, ...],
    state: Notification,
    grounds: Grounds,
) -> tuple[Any, ...]:
    """The facts, recorded in the name of whoever stated them; nothing when they are known already."""
    facts = facts_of({**state.facts, **known}, grounds)
    changed = changes(state.facts, as_json(facts))
    if not changed:
        return ()
    decision = grounds.decision(
        question,
        f"{', '.join(each.fact.replace('_', ' ') for each in changed)}.",
        rules,
    )
    return (
        contract.NotificationUpdatedV1(
            notification_id=state.notification_id,
            number=state.number + 1,
            updated_by=by,
            updated_at=grounds.now,
            facts=as_json(facts),
            changed=changed,
            suggested=suggested_of(grounds.suggest(facts)),
            decisions=(decision,),
        ),
    )
