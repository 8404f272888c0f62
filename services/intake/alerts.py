"""What a national alert or the risk work makes known of its notification: facts like any other, by who stated them."""

from __future__ import annotations

from typing import Any

from contracts import intake as contract
from needfire.facts import as_json
from services.intake.domain import Grounds, Notification, changes, facts_of, suggested_of


def record_alert(command: contract.RecordAlertV1, state: Notification, grounds: Grounds) -> tuple[Any, ...]:
    """Records the facts, also of a notification that has ended; nothing when they are known already."""
    return _recorded("What has the national alert made known?", command, state, grounds)


def record_risk(command: contract.RecordRiskV1, state: Notification, grounds: Grounds) -> tuple[Any, ...]:
    """As `record_alert`."""
    return _recorded("What has the risk work made known?", command, state, grounds)


def _recorded(
    question: str, command: contract.RecordAlertV1 | contract.RecordRiskV1, state: Notification, grounds: Grounds
) -> tuple[Any, ...]:
    facts = facts_of({**state.facts, **command.facts}, grounds)
    changed = changes(state.facts, as_json(facts))
    if not changed:
        return ()
    decision = grounds.decision(
        question,
        f"{', '.join(each.fact.replace('_', ' ') for each in changed)}.",
        command.rules,
    )
    return (
        contract.NotificationUpdatedV1(
            notification_id=state.notification_id,
            number=state.number + 1,
            updated_by=command.recorded_by,
            updated_at=grounds.now,
            facts=as_json(facts),
            changed=changed,
            suggested=suggested_of(grounds.suggest(facts)),
            decisions=(decision,),
        ),
    )
