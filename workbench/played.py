"""A case as it is played: what has happened so far, and the way in which its people act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from needfire.authority import Suggestion
from needfire.directory import NobodyHolds, holding
from needfire.facts import from_json
from needfire.procedure import Edition
from needfire.suggesting import setting
from needfire.thresholds import Judged, Threshold, judge_threshold
from needfire.vocabulary import VOCABULARY
from services.escalation.replaying.stated import area_of
from shared_kernel.command_desk import happened
from workbench.cases import CaseFile
from workbench.problems import Problem
from workbench.rehearsal import EVENTS, Rehearsal


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
    """A case as it went. `refused` is what the platform did not accept; the play stops there.

    `left_aside`: what the case states and this edition or directory does not have.
    """

    case: CaseFile
    edition: Edition
    rehearsal: Rehearsal
    suggested: tuple[Suggestion, ...]
    chosen: tuple[str, ...]
    by_judgement: bool
    left_aside: tuple[str, ...]
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

    def holder(self, role: str) -> str:
        """Who holds the role in the case's area, now. Raises Problem where nobody does, or there is no such role."""
        if role not in self.edition.roles:
            there = ", ".join(self.edition.roles)
            raise Problem(f"{self.case.file}: {self.edition.name} has no role '{role}'. There are: {there}.")
        directory = self.rehearsal.deployment.directories[self.edition.authority]
        try:
            return holding(directory, role, area_of(self.case, directory), self.rehearsal.clock.now()).people[0]
        except NobodyHolds as nobody:
            raise Problem(f"{self.case.file}: {nobody.sentence}") from None

    def ask(self, what: str, command: Any, by_role: str) -> None:
        """Somebody who holds the role asks this of the platform; nothing, once something was refused. Raises Problem."""
        if self.refused:
            return
        answer = self.rehearsal.answer_to(command, self.holder(by_role))
        self._keep()
        if "refused" in answer:
            self.refused = Refused(what, answer["refused"])

    def move_to(self, moment: datetime) -> None:
        """Time passes."""
        self.rehearsal.move_to(moment)
        self._keep()

    def _keep(self) -> None:
        """Takes over what has happened, each event with the time at which it was recorded."""
        kept = len(self.moments)
        every = [
            Moment(commit.recorded_at, event) for commit in self.rehearsal.log for event in happened(commit, EVENTS)
        ]
        self.moments += every[kept:]
