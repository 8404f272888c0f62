"""Tells what happened in a case as a story: a sentence for each event, with who did it and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.gateway_answers import Timeline, TimelineEntry
from gateway.read_models.folding import Document
from gateway.words import alert_story, risk_story
from gateway.words.cases import versions
from gateway.words.decisions import concerned, decisions_told, entries
from gateway.words.names import Names, is_platform
from gateway.words.opening import Opener
from gateway.words.plain import change_in_words, due_in_words, listed, sentence
from gateway.words.sharing import body_told
from needfire.procedure import Review, within_sentence

QUIET = (
    alert_story.QUIET
    | risk_story.QUIET
    | {
        "RoutingFactsChanged",
        "RoutingConsulted",
        "ClockCameRound",
        "AlertMessageFollowed",
        "AlertMessagePassed",
        "LevelFollowed",
        "LevelPassed",
        "RegisterFollowed",
        "RegisterTold",
    }
)
"""What nobody would tell: the update or consultation that it follows from is told, or the review that it opens."""
OF_ITSELF = frozenset({"RoutingStarted"})
"""What follows by itself, although it names a person."""
ARTICLES = ("The ", "A ", "All ")
WHO = ("raised_by", "recorded_by", "updated_by", "decided_by", "closed_by", "by")


@dataclass(frozen=True)
class Telling:
    """What a sentence is made from: the event's data, the names, and the routing for what things are called."""

    data: Mapping[str, Any]
    names: Names
    routing: Document

    def who(self, name: str = "by") -> str:
        """The name of the person in this field."""
        return self.names.person(self.data[name]).name

    def people(self) -> str:
        """The names of those with whom it lies; "nobody" where the post is vacant."""
        return listed(self.names.person(each).name for each in self.data["people"]) or "nobody"

    def role(self, name: str = "role") -> str:
        """The role in this field, in the authority's words."""
        return self.names.role(self.data[name]).title

    def task(self) -> str:
        """What the task is called."""
        return f"“{self.names.item_title(self.routing, 'tasks', self.data['task_id'])}”"

    def clock(self) -> str:
        """What the deadline is for."""
        return self.names.item_title(self.routing, "clocks", self.data["clock_id"])


def timeline(case: Document, names: Names, opener: Opener) -> Timeline:
    """The story of a case, oldest first."""
    told = tuple(_entry(each, case, names, opener) for each in entries(case) if each["kind"] not in QUIET)
    return Timeline(case["_id"], versions(case), told)


def _entry(entry: Document, case: Document, names: Names, opener: Opener) -> TimelineEntry:
    data = entry["data"]
    by = None if entry["kind"] in OF_ITSELF else next((data[name] for name in WHO if data.get(name)), None)
    elsewhere = alert_story.SENTENCES.get(entry["kind"]) or risk_story.SENTENCES.get(entry["kind"])
    shows = elsewhere is None or entry["kind"] in alert_story.OPENED
    telling = Telling(data, names, case.get("escalation", {}))
    say = SENTENCES.get(entry["kind"])
    told = elsewhere(data, names) if elsewhere else say(telling) if say else entry["kind"]
    return TimelineEntry(
        at=datetime.fromisoformat(entry["at"]),
        kind=entry["kind"],
        sentence=sentence(told),
        by=names.person(by) if by and not is_platform(by) else None,
        concerns=next(concerned(entry, case), None),
        opened=opener.opened(data.get("sealed")) if shows else None,
        decisions=decisions_told(entry["decisions"], names),
    )


def _raised(of: Telling) -> str:
    titles = listed(of.names.category(rule).title for rule in of.data["categories"])
    return f"{of.who('raised_by')} raised a notification: {titles}"


def _consulted(of: Telling) -> str:
    advice = {"raise": "to raise it", "do_not_raise": "not to raise it", "unsure": "that they are unsure"}
    said = advice[of.data["advice"]]
    who = f"{of.who('with_person')} ({of.role('with_role')})"
    return f"{of.who('recorded_by')} recorded a consultation: {who} advised {said}"


def _updated(of: Telling) -> str:
    changes = [change_in_words(each["fact"], each["before"], each["after"]) for each in of.data["changed"]]
    said = "; ".join(f"{each.question} {each.before or 'not known'} → {each.after or 'not known'}" for each in changes)
    return f"{of.who('updated_by')} made update {of.data['number']}" + (f". {said}" if said else "")


def _shared(of: Telling) -> str:
    body = body_told(of.names, of.data["circulation"], of.data["to_body"])
    if body:
        whom = body.name
    elif of.data["to_role"]:
        whom = f"the {within_sentence(of.role('to_role')).removeprefix('the ')}"
    else:
        whom = of.who("to_person")
    return f"{of.who()} shared it with {whom}: {of.data['title']}"


def _not_required(_of: Telling) -> str:
    return "The notification ended: it was decided that none is required"


def _closed(of: Telling) -> str:
    return f"{of.who('closed_by')} closed the notification"


def _emergency(of: Telling) -> str:
    until = due_in_words(datetime.fromisoformat(of.data["ends"]))
    return f"{of.who()} opened emergency access to it for themself, until {until}"


def _routed(of: Telling) -> str:
    route = of.names.edition.route(of.data["route"])
    return f"It takes the route “{route.title if route else of.data['route']}”"


def _task_opened(of: Telling) -> str:
    if not of.data["people"]:
        return f"{of.task()} waits, but nobody holds the post of {of.role()}"
    if of.data["tray"] == "group":
        return f"{of.task()} now waits in the group tray of the {of.role()}: {of.people()}"
    return f"{of.task()} now waits with {of.people()} ({of.role()})"


def _task_claimed(of: Telling) -> str:
    return f"{of.who()} took {of.task()} out of the group tray"


def _task_reassigned(of: Telling) -> str:
    to = f"{of.people()} ({of.role()})"
    if is_platform(of.data["by"]):
        return f"{of.task()} was passed on to {to}"
    return f"{of.who()} gave {of.task()} to {to}"


def _task_decided(of: Telling) -> str:
    if of.data["by"] is None:
        return f"{of.task()} was sent on by itself: {of.data['title']}"
    return f"{of.who()} decided {of.task()}: {of.data['title']}"


def _task_returned(of: Telling) -> str:
    return f"{of.who()} gave {of.task()} back to the step before"


def _task_withdrawn(of: Telling) -> str:
    return f"{of.task()} is no longer wanted"


def _notice_given(of: Telling) -> str:
    verb = "is" if len(of.data["people"]) < 2 else "are"
    post = f" ({of.role()})" if of.data["role"] else ""
    return f"{of.people()}{post} {verb} to be told: {of.data['about']}"


def _notice_received(of: Telling) -> str:
    about = of.names.item_title(of.routing, "notices", of.data["notice_id"])
    return f"{of.who()} has read it: {about}"


def _clock_started(of: Telling) -> str:
    due = due_in_words(datetime.fromisoformat(of.data["due"]))
    if isinstance(of.names.edition.request(of.data["clock"]), Review):
        return f"{of.data['title']} comes round next on {due}"
    again = f" (time {of.data['count']})" if of.data["count"] > 1 else ""
    return f"Deadline{again}: {of.data['title']}, by {due}"


def _clock_met(of: Telling) -> str:
    return f"{'Done, but late' if of.data['late'] else 'Done in time'}: {of.clock()}"


def _clock_stopped(of: Telling) -> str:
    return f"Deadline no longer needed: {of.clock()}. {of.data['because']}"


def _target_missed(of: Telling) -> str:
    return f"Target missed: {of.clock()}. The limit still runs"


def _breached(of: Telling) -> str:
    return f"Deadline missed: {of.clock()}"


def _duty_opened(of: Telling) -> str:
    verb = "must" if of.data["must"] else "should"
    lead = f"{of.role('lead')}: {of.people()}"
    if _is_record(of):
        return f"{verb.capitalize()} be recorded: {of.data['title']}. Led by the {lead}"
    return f"{of.data['to']} {verb} be told: {of.data['title']}. Led by the {lead}"


def _duty_done(of: Telling) -> str:
    what = f"as done: {_title(of)}" if _is_record(of) else f"that {_body(of)} was told"
    return f"{of.who()} recorded {what}. Reference: {of.data['reference']}"


def _requested(of: Telling) -> str:
    return f"{of.who()} asked for {of.task()}{', urgently' if of.data['urgent'] else ''}"


def _is_record(of: Telling) -> bool:
    """Whether the duty is a record to be made, rather than a body to be told."""
    return of.names.duty_does(of.data["duty"]) == "record"


def _title(of: Telling) -> str:
    return str(of.routing.get("duties", {}).get(of.data["duty_id"], {}).get("title", of.data["duty"]))


def _body(of: Telling) -> str:
    duty = of.routing.get("duties", {}).get(of.data["duty_id"], {})
    name = str(duty.get("to", "the body"))
    return within_sentence(name) if name.startswith(ARTICLES) else name


def _proposed(of: Telling) -> str:
    return f"{of.who()} proposed that {_what(of)}; a second person must agree"


def _confirmed(of: Telling) -> str:
    return f"{of.who()} agreed that {_what(of)}"


def _rejected(of: Telling) -> str:
    still = f"still to be recorded: {_title(of)}" if _is_record(of) else f"{_body(of)} is still to be told"
    return f"{of.who()} did not agree: {still}"


def _what(of: Telling) -> str:
    return f"this need not be recorded: {_title(of)}" if _is_record(of) else f"{_body(of)} need not be told"


def _vacant(of: Telling) -> str:
    return f"Nobody holds the post of {of.role()}, which was needed: {of.data['about']}"


def _ended(of: Telling) -> str:
    if of.data["how"] == "finished":
        return "The route has come to its end"
    return "What still waited on the route has ended"


SENTENCES: Mapping[str, Callable[[Telling], str]] = {
    "NotificationRaised": _raised,
    "ConsultationRecorded": _consulted,
    "NotificationUpdated": _updated,
    "NotificationShared": _shared,
    "ShareReceived": lambda of: f"{of.who()} has read what was shared with them",
    "NotificationNotRequired": _not_required,
    "NotificationClosed": _closed,
    "EmergencyAccessOpened": _emergency,
    "RoutingStarted": _routed,
    "TaskOpened": _task_opened,
    "TaskClaimed": _task_claimed,
    "TaskReassigned": _task_reassigned,
    "TaskDecided": _task_decided,
    "TaskReturned": _task_returned,
    "TaskWithdrawn": _task_withdrawn,
    "NoticeGiven": _notice_given,
    "NoticeReceived": _notice_received,
    "ClockStarted": _clock_started,
    "ClockMet": _clock_met,
    "ClockStopped": _clock_stopped,
    "ClockTargetMissed": _target_missed,
    "ClockBreached": _breached,
    "DutyOpened": _duty_opened,
    "DutyDone": _duty_done,
    "RequestMade": _requested,
    "DutyNotRequiredProposed": _proposed,
    "DutyNotRequiredConfirmed": _confirmed,
    "DutyNotRequiredRejected": _rejected,
    "PostVacant": _vacant,
    "RoutingEnded": _ended,
}
