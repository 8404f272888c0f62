"""A notification as a paper: what it is, what waits and by when, who was told, and its story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from contracts.gateway_answers import Clock, Duty, Notice, Notification, Timeline, TimelineEntry
from contracts.gateway_sharing import Share
from contracts.gateway_words import Opened
from contracts.schema import write
from documents.paper import paper
from documents.parts import Section
from needfire.london_time import moment_in_words
from needfire.particulars import PARTICULARS

STATES = {"open": "Open", "finished": "Route finished", "not_required": "Not required", "closed": "Closed"}
CLOCKS = {"running": "Runs", "breached": "Missed", "met": "Met", "stopped": "No longer needed"}
HIDDEN = "Hidden from you by a restriction"
Rows = Iterator[tuple[str, str]]


def case_page(of: Notification, story: Timeline, authority: str, printed_by: str, at: datetime) -> str:
    """The notification as HTML that needs nothing from elsewhere, with what this reader may see of it."""
    lead = f"Printed on {moment_in_words(at)} by {printed_by}, with what they may see of it. Keep it as safe as the record itself."
    sections = (
        Section("What it is", tuple(_about(of, authority))),
        Section("Who it is about", tuple(_opened(of.opened))),
        Section("Facts", tuple((each.question, each.value) for each in of.facts_in_words)),
        Section("Deadlines", tuple(_clock(each) for each in of.clocks)),
        Section("Bodies outside, and records", tuple(_duty(each) for each in of.duties)),
        Section("Who was told", tuple(_notice(each) for each in of.notices)),
        Section("Shared with", tuple(_share(each) for each in of.shares)),
        Section("What happened", tuple((moment_in_words(each.at), _entry(each)) for each in story.entries)),
    )
    return paper(f"Notification {of.reference}", of.notification_id, lead, [each for each in sections if each.rows])


def _about(of: Notification, authority: str) -> Rows:
    yield "About", "; ".join(each.title for each in of.categories)
    yield "State", STATES[of.state]
    yield "Where", f"{authority}, {of.area.replace('_', ' ').title()}"
    yield "Raised", f"{of.raised_by.name}, {moment_in_words(of.raised_at)}"
    yield "Procedure", f"{of.edition_title}, edition {of.edition}" + (f"; route: {of.route}" if of.route else "")
    yield "Updates", str(of.number)


def _opened(opened: Opened | None) -> Rows:
    if opened is None:
        return
    said = write(opened.particulars)
    for name, each in PARTICULARS.items():
        if said.get(name):
            yield each.title, str(said[name])
    yield from ((PARTICULARS[name].title, HIDDEN) for name in opened.hidden)
    if opened.erased:
        yield "Particulars", "Deleted: nobody can read them again"


def _clock(of: Clock) -> tuple[str, str]:
    late = ", late" if of.late and of.state == "met" else ""
    return of.title, "\n".join((f"{CLOCKS[of.state]}{late}: by {of.due_in_words}.", *of.arithmetic))


def _duty(of: Duty) -> tuple[str, str]:
    if of.done_by and of.done_at:
        return f"{of.title}: {of.to}", f"{of.reference}. {of.done_by.name}, {moment_in_words(of.done_at)}"
    if of.not_required_by:
        return f"{of.title}: {of.to}", f"Not required: agreed by {of.not_required_by.name}"
    return f"{of.title}: {of.to}", f"Not done yet{f', due on {moment_in_words(of.due)}' if of.due else ''}"


def _notice(of: Notice) -> tuple[str, str]:
    who = ", ".join(each.name for each in of.people) or "nobody"
    if of.received_by and of.received_at:
        return of.about, f"{of.received_by.name} read it on {moment_in_words(of.received_at)}"
    return of.about, f"{who}: not read yet, since {moment_in_words(of.given_at)}"


def _share(of: Share) -> tuple[str, str]:
    to = (
        of.to_body.name if of.to_body else of.to_role.title if of.to_role else of.to_person.name if of.to_person else ""
    )
    read = f", read on {moment_in_words(of.received_at)}" if of.received_at else ""
    return to, f"{of.title}, by {of.by.name}, {moment_in_words(of.shared_at)}{read}"


def _entry(of: TimelineEntry) -> str:
    said = [] if of.kind == "NotificationRaised" else [f"{title}: {text}" for title, text in _opened(of.opened)]
    rules = dict.fromkeys(rule.id for decision in of.decisions for rule in decision.rules)
    return "\n".join((of.sentence, *said, *([f"Rules: {', '.join(rules)}"] if rules else [])))
