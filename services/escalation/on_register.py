"""What the high risk register decides is not decided in a tray, or asked for, beside it; a step it has done opens decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts import escalation_register as contract
from contracts.refusals import Refusal
from needfire.procedure import Step, Trigger
from services.escalation.checks import Asked
from services.escalation.draft import Draft

NOTE = "Done on the high risk register."


def refuse_what_it_decides(draft: Draft, trigger: Trigger) -> None:
    """Refuses it once the register keeps this case. Raises Refusal `on_the_register`."""
    register = draft.grounds.edition.register
    if register and draft.state.on_register and register.decided_by_it(trigger):
        raise Refusal("on_the_register", {"register": register.title}, register.rules)


def done_already(draft: Draft, step: Step) -> tuple[contract.RegisterFollowedV1, Trigger] | None:
    """What the register has done that decides this step, and waits for it to open."""
    register = draft.grounds.edition.register
    for followed in draft.state.on_register.values() if register else ():
        for trigger in register.steps.get(followed.act, ()) if register and followed.waits else ():
            if (trigger.kind, trigger.of) == ("decided", step.id):
                return followed, trigger
    return None


def asked_of(part: Asked, records: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the register's records that are asked here."""
    return {each.name: records[each.name] for each in part.records if each.name in records}
