"""Plays a case file through the platform's own rules, in memory: what was met, who is told when, what is due by when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts import escalation, intake
from needfire.authority import Suggestion
from needfire.directory import Directory, NobodyHolds, holding
from needfire.facts import Facts, from_json
from needfire.loading.authorities import Authority
from needfire.procedure import Edition
from needfire.suggesting import setting
from needfire.thresholds import Judged, Threshold, judge_threshold
from needfire.vocabulary import VOCABULARY
from needfire.working_time import deadline
from shared_kernel.command_desk import happened
from workbench import words
from workbench.cases import Action, CaseFile
from workbench.invented import deployment_of
from workbench.problems import Problem
from workbench.rehearsal import EVENTS, THIS, Rehearsal

SEALED = "(as said in the case file)"


@dataclass(frozen=True)
class Moment:
    """Something that happened in the play: when, and the event."""

    at: datetime
    event: Any


@dataclass(frozen=True)
class Refused:
    """What could not be done, and why, as the platform says it."""

    what: str
    refusal: Mapping[str, Any]


@dataclass
class Played:
    """A case as it went. `refused` is what the platform did not accept; the play stops there."""

    case: CaseFile
    edition: Edition
    rehearsal: Rehearsal
    suggested: tuple[Suggestion, ...]
    chosen: tuple[str, ...]
    by_judgement: bool
    moments: list[Moment]
    refused: Refused | None = None

    def of(self, *kinds: type) -> Iterator[Moment]:
        """Those moments whose events are of these kinds."""
        return (each for each in self.moments if isinstance(each.event, kinds))

    def thresholds(self) -> Iterator[tuple[Threshold, Judged]]:
        """Each threshold of the edition, judged by the facts as they were raised."""
        facts = from_json(VOCABULARY, self.case.facts)
        within = setting(self.edition, facts, self.case.raised_at, self.rehearsal.deployment.calendar, self.chosen)
        for threshold in self.edition.thresholds:
            yield threshold, judge_threshold(threshold, lambda condition: condition.judge(within))


def chosen_categories(
    edition: Edition, suggested: tuple[Suggestion, ...], stated: tuple[str, ...] | None
) -> tuple[tuple[str, ...], bool]:
    """The categories that the case is raised under, and whether by judgement alone.

    Those stated that the edition has; else those that the facts meet; else the first that is left to judgement; else none.
    """
    known = {each.rule: each for each in edition.categories if each.belongs_to == "need_to_know"}
    if stated is not None and (kept := tuple(rule for rule in stated if rule in known)):
        return kept, False
    met = tuple(each.rule for each in suggested if each.rule in known)
    if met:
        return met, False
    judged = tuple(rule for rule, each in known.items() if each.is_judgement)[:1]
    return judged, True


def play(case: CaseFile, authority: Authority, edition: Edition, directory: Directory | None) -> Played:
    """Raises the case under the edition and does what its file says happens then. Raises Problem where it cannot be raised at all."""
    deployment = deployment_of(authority, edition, directory)
    rehearsal = Rehearsal(deployment, case.raised_at)
    facts: Facts = from_json(VOCABULARY, case.facts)
    suggested = authority.suggest(edition, facts, case.raised_at, deployment.calendar)
    chosen, by_judgement = chosen_categories(edition, suggested, case.categories)
    played = Played(case, edition, rehearsal, suggested, chosen, by_judgement, [])
    if chosen:
        _raise(played)
        for action in case.then:
            if played.refused:
                break
            _do(played, action)
    return played


def raising_role(case: CaseFile, edition: Edition) -> str:
    """The role that raises: the one that the case names, if the edition has it, else the first that may."""
    act = edition.act("raise")
    if case.raised_by in edition.roles:
        return str(case.raised_by)
    if act is None or not act.roles:
        raise Problem(f"Under {edition.name} nobody may raise a notification.")
    return act.roles[0]


def area_of(case: CaseFile, directory: Directory) -> str:
    """The case's area, if the directory has it, else the directory's first."""
    return case.area if case.area in directory.areas else directory.areas[0]


def _raise(played: Played) -> None:
    case, edition = played.case, played.edition
    directory = played.rehearsal.deployment.directories[edition.authority]
    left_out = [each.rule for each in played.suggested if each.rule not in played.chosen]
    command = intake.RaiseNotificationV1(
        THIS,
        area_of(case, directory),
        case.facts,
        played.chosen,
        tuple(intake.LeftOut(rule, "judged_not_needed") for rule in left_out if _is_need_to_know(edition, rule)),
        sealed=SEALED,
    )
    _ask(played, "raise it", command, raising_role(case, edition))


def _is_need_to_know(edition: Edition, rule: str) -> bool:
    category = edition.category(rule)
    return category is not None and category.belongs_to == "need_to_know"


def _do(played: Played, action: Action) -> None:
    if action.after:
        rehearsal = played.rehearsal
        _move(played, deadline(rehearsal.clock.now(), action.after, rehearsal.deployment.calendar).due)
    match action.does:
        case "decide":
            _decide(played, action)
        case "update":
            number = played.rehearsal.notification.number
            command: Any = intake.UpdateNotificationV1(THIS, number, action.facts, sealed=SEALED)
            _ask(played, "update it", command, action.by or _first(played, "update"))
        case "done":
            _complete(played, action)
        case "close":
            _ask(played, "close it", intake.CloseNotificationV1(THIS, SEALED), action.by or _first(played, "close"))
        case "wait":
            pass


def _decide(played: Played, action: Action) -> None:
    waiting = [task for task in played.rehearsal.routing.open_tasks if task.step == action.of]
    station = words.station(played.edition, action.of)
    if not waiting or station is None:
        open_now = ", ".join(played.rehearsal.waiting) or "nothing"
        raise Problem(f"{played.case.file}: '{action.of}' does not wait to be decided; what waits is {open_now}.")
    task, by = waiting[-1], action.by or waiting[-1].role
    if task.tray == "group" and not task.claimed_by:
        _ask(played, f"take “{station.title}” out of the group's tray", escalation.ClaimTaskV1(THIS, task.task_id), by)
    records = {each.name: next(iter(each.words)) if each.words else True for each in station.records}
    command = escalation.DecideTaskV1(THIS, task.task_id, action.outcome, records, SEALED)
    _ask(played, f"decide “{station.title}”: {action.outcome}", command, by)


def _complete(played: Played, action: Action) -> None:
    found = [each for each in played.rehearsal.routing.duties.values() if each.duty == action.of]
    if not found:
        raise Problem(f"{played.case.file}: the duty '{action.of}' is not open in this case.")
    command = escalation.CompleteDutyV1(THIS, found[-1].duty_id, "REF-1", SEALED)
    _ask(played, f"complete the duty “{action.of}”", command, action.by or found[-1].lead)


def _first(played: Played, kind: Any) -> str:
    act = played.edition.act(kind)
    if act is None or not act.roles:
        raise Problem(f"Under {played.edition.name} nobody may {kind} a notification.")
    return act.roles[0]


def _ask(played: Played, what: str, command: Any, by_role: str) -> None:
    if played.refused:
        return
    rehearsal = played.rehearsal
    directory = rehearsal.deployment.directories[played.edition.authority]
    try:
        who = holding(directory, by_role, area_of(played.case, directory), rehearsal.clock.now()).people[0]
    except NobodyHolds as nobody:
        raise Problem(f"{played.case.file}: {nobody.sentence}") from None
    answer = rehearsal.answer_to(command, who)
    _keep(played)
    if "refused" in answer:
        played.refused = Refused(what, answer["refused"])


def _move(played: Played, moment: datetime) -> None:
    played.rehearsal.move_to(moment)
    _keep(played)


def _keep(played: Played) -> None:
    """Takes over what has happened, each event with the time at which it was recorded."""
    kept = len(played.moments)
    every = [Moment(commit.recorded_at, event) for commit in played.rehearsal.log for event in happened(commit, EVENTS)]
    played.moments += every[kept:]
