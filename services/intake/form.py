"""What the form of an edition requires before a notification can be raised. Pure."""

from __future__ import annotations

from contracts.refusals import Refusal
from needfire.conditions import Setting
from needfire.form_parts import missing_facts
from needfire.procedure import Form


def check_form(within: Setting, form: Form) -> None:
    """Raises Refusal `facts_required` with the questions, where a part that is asked in this case lacks a fact."""
    missing = missing_facts(form, within)
    if missing.questions:
        raise Refusal("facts_required", {"facts": dict(missing.questions)}, missing.rules)
