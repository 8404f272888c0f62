"""Says what became of a case: categories with why, the way it took, who was told when, each deadline as it was counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from contracts import escalation, intake
from needfire.directory import person
from needfire.london_time import on_the_wall
from needfire.outlined import words
from needfire.procedure import Rule
from workbench.played import Played
from workbench.printing import table

Saying = Callable[[Played, Any], tuple[str, str]]


def tell(out: Console, played: Played) -> None:
    """The whole account of a case, section by section; what it did not come to is left out."""
    case, edition = played.case, played.edition
    out.print(Text(case.title, "bold"))
    out.print(Text(f"Under {edition.name}, raised {clock_time(case.raised_at)}."))
    if played.left_aside:
        out.print(Text(f"Not known here, and left aside: {', '.join(played.left_aside)}.", "bold"))
    _categories(out, played)
    if not played.chosen:
        out.print(
            Text("No category fits and none is left to judgement: under this edition it is not notified.", "bold")
        )
    _route(out, played)
    _timeline(out, played)
    _deadlines(out, played)
    _duties(out, played)
    _thresholds(out, played)
    _uncertain(out, played)
    if played.refused:
        _refused(out, played)


def clock_time(moment: datetime) -> str:
    """A moment as clocks in England show it: "Tue 17 Nov 2026 12:00"."""
    wall = on_the_wall(moment)
    return f"{wall:%a} {wall.day} {wall:%b %Y %H:%M}"


def _categories(out: Console, played: Played) -> None:
    met = {each.rule: each for each in played.suggested}
    listed = table("rule", "category", "why", wide=2)
    for category in played.edition.categories:
        found = met.get(category.rule)
        if found is None and category.rule not in played.chosen:
            continue
        why = [words.in_words(category.when)] if found and category.when else ["chosen by a person"]
        why += found.arithmetic if found else ()
        kind = "alert: " if category.belongs_to == "alert" else ""
        not_chosen = "" if kind or category.rule in played.chosen else " (not chosen)"
        listed.add_row(category.rule, f"{kind}{category.title}{not_chosen}", "\n".join(why))
    show(out, "Categories", listed)


def _route(out: Console, played: Played) -> None:
    started = next((each.event for each in played.of(escalation.RoutingStartedV1)), None)
    route = played.edition.route(started.route) if started else None
    if route is None or started is None:
        return
    because = words.in_words(route.when) if route.when else "no other route fits"
    rules = ", ".join(dict.fromkeys(rule for decision in started.decisions for rule in decision.rules))
    out.print(Text(f"\nRoute: {route.title} (since {because}) [{rules}]", "bold"))
    for index, step in enumerate(route.steps, 1):
        out.print(Text(f"  {index}. {words.role(played.edition, step.role)}: {step.title}"), soft_wrap=True)


def _timeline(out: Console, played: Played) -> None:
    listed = table("when", "what", "who", "rules", wide=1)
    for moment in played.moments:
        saying = _SAYINGS.get(type(moment.event))
        if saying:
            what, who = saying(played, moment.event)
            listed.add_row(clock_time(moment.at), what, who, "\n".join(_rules(moment.event)))
    show(out, "Who is told when", listed)


def _people(played: Played, role: str, people: Iterable[str]) -> str:
    directory = played.rehearsal.deployment.directories[played.edition.authority]
    title = words.role(played.edition, role)
    names = [name for each in people if (name := person(directory, each).name) != title]
    shown = ", ".join(names)
    return f"{title} ({shown})" if title and shown else title or shown


def _rules(event: Any) -> list[str]:
    return list(dict.fromkeys(rule for decision in getattr(event, "decisions", ()) for rule in decision.rules))


def _actor(played: Played, who: str | None) -> str:
    directory = played.rehearsal.deployment.directories[played.edition.authority]
    return directory.person_by_id[who].name if who and who in directory.person_by_id else "by itself"


def _named(played: Played, duty: str) -> str:
    return next((each.title for each in played.edition.duties if each.id == duty), duty)


def _recipient(played: Played, shared: intake.NotificationSharedV1) -> str:
    if shared.to_role:
        return words.role(played.edition, shared.to_role)
    if shared.to_person:
        return _actor(played, shared.to_person)
    bodies = (each.to_bodies for each in played.edition.circulation if each.id == shared.circulation)
    return next(bodies)[shared.to_body or ""]


_SAYINGS: dict[type, Saying] = {
    intake.NotificationRaisedV1: lambda p, e: ("It is raised", _actor(p, e.raised_by)),
    intake.NotificationUpdatedV1: lambda p, e: (
        f"Updated: {words.fact_names(c.fact for c in e.changed)}",
        _actor(p, e.updated_by),
    ),
    intake.NotificationClosedV1: lambda p, e: ("Closed", _actor(p, e.closed_by)),
    intake.NotificationNotRequiredV1: lambda p, e: ("Ended as not required", _actor(p, e.decided_by)),
    intake.ConsultationRecordedV1: lambda p, e: (
        f"Consulted: {words.role(p.edition, e.with_role)}, who advised to {e.advice.replace('_', ' ')}"
        if e.advice != "unsure"
        else f"Consulted: {words.role(p.edition, e.with_role)}, who was unsure",
        _actor(p, e.recorded_by),
    ),
    intake.NotificationSharedV1: lambda p, e: (f"Shared: {e.title} ({_recipient(p, e)})", _actor(p, e.by)),
    escalation.RequestMadeV1: lambda p, e: (f"Asked for: {words.station_title(p.edition, e.request)}", _actor(p, e.by)),
    escalation.DutyNotRequiredProposedV1: lambda p, e: (
        f"Proposed as not required: {_named(p, e.duty)}",
        _actor(p, e.by),
    ),
    escalation.DutyNotRequiredConfirmedV1: lambda p, e: (f"Not required: {_named(p, e.duty)}", _actor(p, e.by)),
    escalation.DutyNotRequiredRejectedV1: lambda p, e: (f"Required after all: {_named(p, e.duty)}", _actor(p, e.by)),
    escalation.NoticeGivenV1: lambda p, e: (f"Told: {e.about}", _people(p, e.role, e.people)),
    escalation.TaskOpenedV1: lambda p, e: (f"To do: {e.title}", _people(p, e.role, e.people)),
    escalation.TaskDecidedV1: lambda p, e: (f"Decided: {e.title}", _actor(p, e.by)),
    escalation.TaskReassignedV1: lambda p, e: ("Goes over to another", _people(p, e.role, e.people)),
    escalation.DutyOpenedV1: lambda p, e: (
        f"{'Must' if e.must else 'Should'}: {e.title}",
        _people(p, e.lead, e.people),
    ),
    escalation.DutyDoneV1: lambda p, e: (f"Done: {_named(p, e.duty)}", _actor(p, e.by)),
    escalation.ClockTargetMissedV1: lambda p, e: (f"Aim missed: {_clock(p, e.clock_id)}", ""),
    escalation.ClockBreachedV1: lambda p, e: (f"Limit missed: {_clock(p, e.clock_id)}", ""),
    escalation.PostVacantV1: lambda p, e: (f"NOBODY holds the post: {e.about}", words.role(p.edition, e.role)),
    escalation.RoutingEndedV1: lambda p, e: (f"The route ends: {e.how.replace('_', ' ')}", ""),
}


def _clock(played: Played, clock_id: str) -> str:
    started = (each.event for each in played.of(escalation.ClockStartedV1))
    return next((each.title for each in started if each.clock_id == clock_id), clock_id)


def _deadlines(out: Console, played: Played) -> None:
    started = [moment.event for moment in played.of(escalation.ClockStartedV1)]
    heading(out, "Deadlines", started)
    for event in started:
        owner = words.role(played.edition, event.owner)
        out.print(Text(f"  {event.title}: {owner} [{', '.join(_rules(event))}]"), soft_wrap=True)
        state = _how_it_stands(played, event.clock_id)
        aim = f", aim {clock_time(event.target)}" if event.target else ""
        out.print(Text(f"    due {clock_time(event.due)}{aim}, {state}", "bold"), soft_wrap=True)
        for line in (line for decision in event.decisions for line in decision.arithmetic):
            out.print(Text(f"    {line}", "dim"), soft_wrap=True)


def _how_it_stands(played: Played, clock_id: str) -> str:
    """In a word or two; what was done after it was due was done late."""
    late = any(each.event.clock_id == clock_id and each.event.late for each in played.of(escalation.ClockMetV1))
    state = played.rehearsal.routing.clocks[clock_id].state
    return {"met": "met late" if late else "met", "breached": "missed"}.get(state, state)


def _duties(out: Console, played: Played) -> None:
    opened = [moment.event for moment in played.of(escalation.DutyOpenedV1)]
    heading(out, "Duties to bodies outside", opened)
    for event in opened:
        rule = next((each for each in played.edition.duties if each.id == event.duty), None)
        duty = played.rehearsal.routing.duties[event.duty_id]
        state = "done" if duty.done_by else "not required" if duty.not_required else "open"
        must = "must" if event.must else "should"
        out.print(Text(f"  {event.title} [{', '.join(_rules(event))}]"), soft_wrap=True)
        out.print(Text(f"    to {event.to}: {must}, {state}", "bold"), soft_wrap=True)
        out.print(Text(f"    led by {words.role(played.edition, event.lead)}"), soft_wrap=True)
        if rule and rule.when:
            out.print(Text(f"    since {words.in_words(rule.when)}", "dim"), soft_wrap=True)


def heading(out: Console, title: str, follows: Sized) -> None:
    """A section's title, where something follows."""
    if follows:
        out.print(Text(f"\n{title}", "bold"))


def _thresholds(out: Console, played: Played) -> None:
    listed = table("threshold", "verdict", "grounds", wide=2)
    for threshold, judged in played.thresholds():
        carried = [f"{ground.rule}: {words.in_words(ground.when)}" for ground, _ in judged.carried_by]
        against = [f"{ground.rule}: {ground.sentence}" for ground, _ in judged.against]
        needs = [f"would be settled by: {words.fact_names(sorted(judged.needs))}"] if judged.needs else []
        verdict = {"met": "met", "not_met": "not met", "open": "open"}[judged.verdict]
        listed.add_row(threshold.title, verdict, "\n".join((*carried, *against, *needs)))
    show(out, "Thresholds", listed)


def _uncertain(out: Console, played: Played) -> None:
    listed = table("rule", "status", "says", wide=2)
    for rule in _not_settled(played):
        other = f"\nOther reading: {rule.other_reading}" if rule.other_reading else ""
        listed.add_row(rule.id, rule.status, rule.says + other)
    show(out, "Rests on what the source does not settle", listed)


def show(out: Console, title: str, listed: Table) -> None:
    """A table under its title, where it has rows."""
    heading(out, title, listed.rows)
    if listed.rows:
        out.print(listed)


def _not_settled(played: Played) -> Iterator[Rule]:
    cited = dict.fromkeys(rule for moment in played.moments for rule in _rules(moment.event))
    for rule_id in cited:
        rule = played.edition.rules.get(rule_id)
        if rule and rule.status != "text":
            yield rule


def _refused(out: Console, played: Played) -> None:
    refused = played.refused
    if refused:
        rules = ", ".join(refused.refusal.get("rules") or ())
        cited = f" [{rules}]" if rules else ""
        sentence = f"\nRefused, to {refused.what}: {refused.refusal.get('sentence', '')}{cited}"
        out.print(Text(sentence, "bold red"), soft_wrap=True)
        for name, named in (refused.refusal.get("details") or {}).items():
            out.print(Text(f"  {name.replace('_', ' ')}: {_listed(named)}"), soft_wrap=True)


def _listed(named: Any) -> str:
    if isinstance(named, Mapping):
        return "; ".join(f"{name} ({_listed(each)})" for name, each in named.items())
    return ", ".join(map(str, named)) if isinstance(named, list | tuple) else str(named)
