"""What the people of a case do, one action of its file after the other, as commands to the platform."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from contracts import escalation, intake
from needfire.circulation import Circulation
from needfire.outlined import words
from needfire.periods import Period
from needfire.procedure import ActKind, Request
from needfire.working_time import deadline
from services.escalation.routing import OpenDuty
from workbench.cases import YEARS, Action, Doing
from workbench.played import Played
from workbench.problems import Problem
from workbench.rehearsal import THIS
from workbench.stated import raising_role

SEALED = "(as said in the case file)"


def act(played: Played, action: Action) -> None:
    """Lets time pass, then does it. Raises Problem where the case has nothing of that name to do it with."""
    if action.after:
        _wait(played, action.after)
    if action.does in _ACTS:
        _ACTS[action.does](played, action)


def _wait(played: Played, span: Period) -> None:
    rehearsal = played.rehearsal
    until = deadline(rehearsal.clock.now(), span, rehearsal.deployment.calendar).due
    if until.year not in YEARS:
        raise Problem(
            f"{played.case.file}: {span.in_words()} more lead beyond the year {YEARS[-1]}: let less time pass."
        )
    played.move_to(until)


def _none(played: Played, what: str, name: str, there: Iterable[str]) -> Problem:
    return Problem(f"{played.case.file}: {what} '{name}'; there is {', '.join(there) or 'nothing'}.")


def _first(played: Played, kind: ActKind) -> str:
    act = played.edition.act(kind)
    if act is None or not act.roles:
        raise Problem(f"{played.case.file}: under {played.edition.name} nobody may {kind} a notification.")
    return act.roles[0]


def _decide(played: Played, action: Action) -> None:
    waiting = [task for task in played.rehearsal.routing.open_tasks if task.step == action.of]
    station = words.station(played.edition, action.of)
    if not waiting or station is None:
        open_now = ", ".join(played.rehearsal.waiting) or "nothing"
        raise Problem(f"{played.case.file}: '{action.of}' does not wait to be decided; what waits is {open_now}.")
    task, by = waiting[-1], action.by or waiting[-1].role
    if task.tray == "group" and not task.claimed_by:
        played.ask(f"take “{station.title}” out of the group's tray", escalation.ClaimTaskV1(THIS, task.task_id), by)
    records = {each.name: next(iter(each.words)) if each.words else True for each in station.records}
    command = escalation.DecideTaskV1(THIS, task.task_id, action.outcome, records, SEALED)
    played.ask(f"decide “{station.title}”: {action.outcome}", command, by)


def _update(played: Played, action: Action) -> None:
    number = played.rehearsal.notification.number
    command = intake.UpdateNotificationV1(THIS, number, action.facts, sealed=SEALED)
    played.ask("update it", command, action.by or _first(played, "update"))


def _close(played: Played, action: Action) -> None:
    played.ask("close it", intake.CloseNotificationV1(THIS, SEALED), action.by or _first(played, "close"))


def _consult(played: Played, action: Action) -> None:
    advice: Any = action.outcome
    command = intake.RecordConsultationV1(THIS, action.of, played.holder(action.of), advice, SEALED)
    played.ask(
        f"record what the {words.role(played.edition, action.of)} advised", command, action.by or _raiser(played)
    )


def _raiser(played: Played) -> str:
    return raising_role(played.case, played.edition)


def _share(played: Played, action: Action) -> None:
    ways = {each.id: each for each in played.edition.circulation}
    if action.of not in ways:
        raise _none(played, "no way to share is called", action.of, ways)
    way, whom = ways[action.of], action.whom or ""
    command = intake.ShareNotificationV1(THIS, way.id, **_recipient(played, way, whom), sealed=SEALED)
    played.ask(f"share it: {way.title}", command, action.by or next(iter(way.by), _raiser(played)))


def _recipient(played: Played, way: Circulation, whom: str) -> dict[str, str]:
    """A body, a role, or a person: where the way leads to persons, a role is whoever holds it."""
    if whom in way.to_bodies:
        return {"to_body": whom}
    if whom not in played.edition.roles:
        return {"to_person": whom}
    return {"to_person": played.holder(whom)} if way.to_anybody and whom not in way.to_roles else {"to_role": whom}


def _request(played: Played, action: Action) -> None:
    request = played.edition.request(action.of)
    if not isinstance(request, Request):
        raise _none(played, "no request is called", action.of, (each.id for each in played.edition.requests))
    command = escalation.MakeRequestV1(THIS, request.id, action.whom, sealed=SEALED)
    played.ask(f"ask for “{request.title}”", command, action.by or next(iter(request.by), _raiser(played)))


def _duty(played: Played, action: Action) -> OpenDuty:
    duties = list(played.rehearsal.routing.duties.values())
    found = [each for each in duties if each.duty == action.of]
    if not found:
        raise _none(played, "no open duty is called", action.of, dict.fromkeys(each.duty for each in duties))
    return found[-1]


def _complete(played: Played, action: Action) -> None:
    duty = _duty(played, action)
    command = escalation.CompleteDutyV1(THIS, duty.duty_id, "REF-1", SEALED)
    played.ask(f"complete the duty “{action.of}”", command, action.by or duty.lead)


def _propose(played: Played, action: Action) -> None:
    duty = _duty(played, action)
    command = escalation.ProposeDutyNotRequiredV1(THIS, duty.duty_id, SEALED)
    played.ask(f"propose the duty “{action.of}” as not required", command, action.by or duty.lead)


def _confirm(played: Played, action: Action) -> None:
    duty = _duty(played, action)
    agrees = action.outcome == "not_required"
    command = escalation.ConfirmDutyNotRequiredV1(THIS, duty.duty_id, agrees, SEALED)
    played.ask(f"answer whether “{action.of}” is required", command, action.by or _second(played, duty))


def _second(played: Played, duty: OpenDuty) -> str:
    """The first role that may confirm it and is held by somebody else than who proposed it."""
    part = next(each for each in played.edition.duties if each.id == duty.duty)
    may = played.edition.confirming(part)
    return next((role for role in may if played.holder(role) != duty.proposed_by), duty.lead)


_ACTS: Mapping[Doing, Callable[[Played, Action], None]] = {
    "decide": _decide,
    "update": _update,
    "done": _complete,
    "close": _close,
    "consult": _consult,
    "share": _share,
    "ask": _request,
    "not_required": _propose,
    "confirm": _confirm,
}
