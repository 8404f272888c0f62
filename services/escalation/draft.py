"""A draft of what is being decided: the routing as it would stand, and the events that bring it there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from contracts import escalation as contract
from contracts.refusals import Refusal
from needfire.conditions import Condition, Finding
from needfire.decisions import Decision
from needfire.directory import Directory, Holding, NobodyHolds, holding, holds
from needfire.facts import as_json, from_json
from needfire.procedure import Edition, Route, within_sentence
from needfire.suggesting import holds as condition_holds
from needfire.suggesting import setting
from needfire.vocabulary import VOCABULARY
from needfire.working_time import WorkingCalendar
from services.escalation.routing import Routing, evolve


@dataclass(frozen=True)
class Grounds:
    """What a decision stands on: the case's edition, the directory with its absences, the calendar, the time, who acts."""

    edition: Edition
    directory: Directory
    calendar: WorkingCalendar
    now: datetime
    actor: str

    def decision(self, question: str, answer: str, rules: Iterable[str], **grounds: Any) -> Decision:
        """A decision under this edition, now."""
        return Decision(question, answer, tuple(rules), self.edition.name, self.now, **grounds)

    def role_title(self, role: str) -> str:
        """The role in the authority's own words."""
        return within_sentence(self.edition.roles.get(role, role.replace("_", " ")))


@dataclass
class Draft:
    """Collects events; each changes the routing at once, so that what follows sees it."""

    grounds: Grounds
    state: Routing
    events: list[Any] = field(default_factory=list)

    def emit(self, event: Any) -> None:
        """Adds the event."""
        self.state = evolve(self.state, event)
        self.events.append(event)

    @property
    def route(self) -> Route:
        """The route that the case takes. Raises Refusal when the edition no longer has it."""
        route = self.grounds.edition.route(self.state.route)
        if route is None:
            raise Refusal("edition_changed")
        return route

    def judge(self, condition: Condition | None) -> Finding:
        """Whether the condition holds for the case as it stands."""
        facts = from_json(VOCABULARY, self.state.facts)
        within = setting(self.grounds.edition, facts, self.grounds.now, self.grounds.calendar, self.state.categories)
        return condition_holds(condition, within)

    def used(self, finding: Finding) -> dict[str, Any]:
        """The facts that a finding rests on, as JSON."""
        facts = from_json(VOCABULARY, self.state.facts)
        return as_json({name: facts[name] for name in finding.used if name in facts})

    def who(self, role: str, about: str, rules: Iterable[str]) -> Holding | None:
        """Who holds the role in the case's area: the person named for it, if they do; None, and shown, when nobody does."""
        named = self.state.named.get(role)
        now, area = self.grounds.now, self.state.area
        if named and holds(self.grounds.directory, named, role, area, now):
            return Holding(role, area, (named,), "person", ("Named for this when the notification was raised.",))
        try:
            return holding(self.grounds.directory, role, area, now)
        except NobodyHolds:
            title = self.grounds.role_title(role)
            decision = self.grounds.decision(f"Who is the {title}?", "Nobody holds this post.", rules)
            self.emit(contract.PostVacantV1(role, about, (decision,)))
            return None
