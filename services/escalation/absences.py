"""Absences as they were recorded: who acts for whom from when to when, and who came back early. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from contracts import escalation as contract
from contracts.refusals import Refusal
from needfire.directory import Absence


def absences_told(events: Iterable[Any]) -> tuple[Absence, ...]:
    """The absences that these events tell, each until it really ended."""
    told: list[Absence] = []
    for event in events:
        if isinstance(event, contract.AbsenceDelegatedV1):
            told.append(Absence(event.person, event.starts, event.ends, event.delegate))
        elif isinstance(event, contract.AbsenceEndedV1):
            told = [replace(each, ends=event.ends) if _is_of(each, event) else each for each in told]
    return tuple(told)


def _is_of(absence: Absence, ended: contract.AbsenceEndedV1) -> bool:
    ends_later = absence.ends is None or absence.ends > ended.ends
    return (absence.person, absence.starts) == (ended.person, ended.starts) and ends_later


def end_absence(
    command: contract.EndAbsenceV1, absences: Iterable[Absence], person: str, now: datetime
) -> tuple[contract.AbsenceEndedV1, ...]:
    """The end of every absence of this person that runs now, or begins when the command says. Raises `not_absent`."""
    own = [each for each in absences if each.person == person and (each.ends is None or each.ends > now)]
    if command.starts is None:
        meant = [each for each in own if each.starts <= now]
    else:
        meant = [each for each in own if each.starts == command.starts]
    ended = {
        each.starts: contract.AbsenceEndedV1(person, each.starts, max(each.starts, now))
        for each in meant
        if each.ends != each.starts
    }
    if not ended:
        raise Refusal("not_absent")
    return tuple(ended.values())
