"""What an edition's form requires of the particulars, which the services see only sealed: so it is judged here."""

from __future__ import annotations

from contracts.gateway import RaiseRequest
from contracts.refusals import Refusal
from gateway.access import Reader
from gateway.checking import said
from needfire.facts import FactsRefused
from needfire.form_parts import missing_particulars
from needfire.procedure import Edition
from needfire.suggesting import setting
from needfire.vocabulary import VOCABULARY
from needfire.working_time import WorkingCalendar


def require_particulars(body: RaiseRequest, edition: Edition, reader: Reader, calendar: WorkingCalendar) -> None:
    """Raises Refusal `particulars_required` with the questions, where a part that is asked in this case lacks one.

    Raises Refusal `facts_refused`, too.
    """
    try:
        facts = VOCABULARY.read(body.facts, reader.at)
    except FactsRefused as refused:
        raise Refusal("facts_refused", {"facts": refused.problems}) from None
    within = setting(edition, facts, reader.at, calendar, body.categories)
    missing = missing_particulars(edition.form, within, said(body.particulars).keys())
    if missing.questions:
        raise Refusal("particulars_required", {"particulars": dict(missing.questions)}, missing.rules)
