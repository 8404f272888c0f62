"""A draft of what is being decided: the routing as it would stand, and the events that bring it there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from access import Reader
from access.grounds import CaseGrounds
from contracts import escalation as contract
from contracts.refusals import Refusal
from needfire.conditions import Condition, Finding, Setting
from needfire.directory import Holding, NobodyHolds, holding, holds
from needfire.facts import Facts, as_json, from_json
from needfire.procedure import Route
from needfire.suggesting import holds as condition_holds
from needfire.suggesting import setting
from needfire.vocabulary import VOCABULARY
from services.escalation.routing import Routing, evolve


@dataclass
class Draft:
    """Collects events; each changes the routing at once, so that what follows sees it.

    `before` are the facts as they were before this act changed them; `pending` those of the changed facts whose being
    known has not set anything off yet.
    """

    grounds: CaseGrounds
    state: Routing
    events: list[Any] = field(default_factory=list)
    before: Facts = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    pending: set[str] = field(default_factory=set)
    _judged_on: tuple[Routing, Setting] | None = field(default=None, repr=False)

    def emit(self, event: Any) -> None:
        """Adds the event."""
        self.state = evolve(self.state, event)
        self.events.append(event)

    @property
    def reader(self) -> Reader:
        """Who acts, as access knows them."""
        return self.grounds.reader

    @property
    def route(self) -> Route:
        """The route that the case takes. Raises Refusal when the edition no longer has it."""
        route = self.grounds.edition.route(self.state.route)
        if route is None:
            raise Refusal("edition_changed")
        return route

    def judge(self, condition: Condition | None) -> Finding:
        """Whether the condition holds for the case as it stands."""
        return condition_holds(condition, self.setting)

    @property
    def facts(self) -> Facts:
        """The facts as they stand."""
        return self.setting.facts

    @property
    def setting(self) -> Setting:
        """What conditions are judged against: the case as it stands. Made anew only when something of it has changed."""
        grounds, state, last = self.grounds, self.state, self._judged_on
        if last is None or last[0] is not state:
            if last and _stand_alike(last[0], state):
                within = last[1]
            else:
                facts = from_json(VOCABULARY, state.facts)
                within = setting(
                    grounds.edition, facts, grounds.now, grounds.calendar, state.categories, state.consulted
                )
            self._judged_on = last = (state, within)
        return last[1]

    def judging_as(self, other: Draft) -> Draft:
        """This one, which need not read again what the other has read, where the case stands alike in both."""
        self._judged_on = other._judged_on
        return self

    def used(self, finding: Finding) -> dict[str, Any]:
        """The facts that a finding rests on, as JSON."""
        facts = self.facts
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


def _stand_alike(one: Routing, other: Routing) -> bool:
    """Whether conditions see the same in both."""
    return one.facts is other.facts and one.categories is other.categories and one.consulted is other.consulted
