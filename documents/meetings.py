"""The pack for a meeting of the group: each item with its entry, as far as whoever prints it may see it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from contracts.gateway_register import Entry, PlanTold
from documents.paper import paper
from documents.parts import Section
from needfire.london_time import moment_in_words

VIEWS = {
    "agrees": "agrees",
    "does_not_agree": "does not agree",
    "not_represented": "not represented",
    None: "not recorded",
}
STAGES = {
    "assessed": "assessed",
    "referred": "referred, waits for the group",
    "with_agency": "back with the agency",
    "on_register": "on the register",
    "step_down": "in step-down",
    "ended": "off the register",
}


def pack_page(at: datetime, printed_by: str, items: tuple[tuple[str | None, Entry], ...]) -> str:
    """The pack as HTML that needs nothing from elsewhere. What its reader may not see is not in it."""
    lead = f"Printed by {printed_by}. {len(items)} on the agenda. What you may not see is left out."
    sections = tuple(
        Section(f"{number}. {name or entry.reference}", tuple(_rows(entry)))
        for number, (name, entry) in enumerate(items, start=1)
    )
    return paper(f"Meeting of {moment_in_words(at)}", "high risk register", lead, sections)


def _rows(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "Standing", STAGES[entry.stage]
    yield "Level now", _words(entry.level)
    trend = (f"{each.at:%d %B %Y}: {_words(each.level)}, {_total(each.lowest, each.highest)}" for each in entry.trend)
    yield "Level and total over time", "\n".join(trend) or "none"
    yield from ((f"Due: {each.title}", _due(each.due, each.overdue, each.governs)) for each in entry.due)
    for referral in entry.referrals[-1:]:
        yield "Referred by", f"{referral.referred_by.name}, at level {_words(referral.level)}"
        for view in referral.views:
            yield f"View of {view.title}", VIEWS[view.view] + (f": {view.comment}" if view.comment else "")
    if entry.plan:
        yield from _plan(entry.plan)
    for change in entry.changes:
        if change.agreed is None:
            yield (
                f"Change {change.number} asked for by {change.asked_by.name}",
                change.comment or "(not for you to see)",
            )
    for review in entry.reviews[-1:]:
        yield f"Last review ({review.title.lower()})", f"{review.at:%d %B %Y}. {review.comment or ''}".strip()
        yield "Needs not met", ", ".join(review.unmet) or "none"


def _plan(plan: PlanTold) -> Iterator[tuple[str, str]]:
    for number, action in enumerate(plan.actions, start=1):
        said = "; ".join(f"{field.replace('_', ' ')}: {text}" for field, text in action.texts.items())
        when = f"by {action.by_when:%d %B %Y}" if action.by_when else "without a date"
        state = "done" if action.done else when
        yield f"Plan, action {number}", f"{said or '(not for you to see)'}\n{action.agency_title or ''}, {state}"


def _due(due: datetime, overdue: bool, governs: bool) -> str:
    return f"{moment_in_words(due)}{', overdue' if overdue else ''}{' (governs)' if governs else ''}"


def _total(lowest: int, highest: int) -> str:
    return f"total {lowest}" if lowest == highest else f"total {lowest} to {highest}"


def _words(level: str | None) -> str:
    return level.replace("_", " ") if level else "not set"
