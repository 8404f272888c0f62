"""What an edition makes of a case at the moment it is raised: the light way, for many cases.

It asks the deciders of intake and escalation themselves, without commands, stores and feeds around them: so it says the same
as a rehearsal, many times faster. What follows later is told by the route: how many decisions lie before somebody is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from access.grounds import CaseGrounds
from contracts import escalation
from contracts.refusals import Refusal
from needfire.directory import Directory, NobodyHolds, holding
from needfire.form_parts import missing_facts
from needfire.loading.authorities import Authority
from needfire.procedure import Edition, Outcome, Route, Tell
from needfire.suggesting import setting
from needfire.working_time import WorkingCalendar
from services.escalation.domain import start_routing
from services.escalation.draft import Draft
from services.escalation.replaying.remembered import remembering
from services.escalation.replaying.stated import Stated, area_of, chosen_categories, raising_role

NOTIFIED = "notified"


@dataclass(frozen=True)
class Due:
    """A deadline: when, and the softer mark before it."""

    title: str
    due: datetime
    target: datetime | None = None


@dataclass(frozen=True)
class Reckoned:
    """What becomes of a case under an edition.

    `outcome`: "notified", or the code of what was refused, or "not notified" where no category fits. `told`: each role that learns of
    it, with the number of decisions that must be taken first (0: when it is raised). `alerts`: the alert criteria met. `duties`: those open at once, by the body to be told; a clock may have none.
    """

    edition: str
    outcome: str
    categories: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()
    by_judgement: bool = False
    route: str = ""
    told: Mapping[str, int] = field(default_factory=dict)
    clocks: Mapping[str, Due] = field(default_factory=dict)
    duties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reckoner:
    """Reckons cases under one edition, one after the other."""

    authority: Authority
    edition: Edition
    directory: Directory
    calendar: WorkingCalendar

    @cached_property
    def alerts(self) -> frozenset[str]:
        return frozenset(each.rule for each in self.edition.categories if each.belongs_to == "alert")

    def reckon(self, case: Stated) -> Reckoned:
        """What the edition makes of the case."""
        edition = self.edition
        facts = case.known
        suggested = self.authority.suggest(edition, facts, case.raised_at, self.calendar)
        chosen, by_judgement = chosen_categories(edition, suggested, case.categories)
        alerts = tuple(each.rule for each in suggested if each.rule in self.alerts)
        if not chosen:
            return Reckoned(edition.name, "not notified", (), alerts, True)
        within = setting(edition, facts, case.raised_at, self.calendar, chosen)
        if missing_facts(edition.form, within).questions:
            return Reckoned(edition.name, "facts_required", chosen, alerts, by_judgement)
        try:
            draft = self._routed(case, chosen)
        except Refusal as refusal:
            return Reckoned(edition.name, refusal.code, chosen, alerts, by_judgement)
        return Reckoned(
            edition.name,
            NOTIFIED,
            chosen,
            alerts,
            by_judgement,
            draft.state.route,
            self._told(draft),
            {e.clock: Due(e.title, e.due, e.target) for e in draft.events if isinstance(e, escalation.ClockStartedV1)},
            {e.duty: e.to for e in draft.events if isinstance(e, escalation.DutyOpenedV1)},
        )

    def _routed(self, case: Stated, chosen: tuple[str, ...]) -> Draft:
        area = area_of(case, self.directory)
        role = raising_role(case, self.edition)
        if role is None:
            raise Refusal("not_permitted")
        raiser = self._holder(role, area, case.raised_at)
        command = escalation.StartRoutingV1(
            notification_id="notification-1",
            person="person-1",
            area=area,
            edition=self.edition.edition,
            edition_digest=self.edition.digest,
            raised_by=raiser,
            raised_at=case.raised_at,
            facts=case.facts,
            categories=chosen,
            named={},
        )
        return start_routing(command, CaseGrounds(self.edition, self.directory, self.calendar, case.raised_at, raiser))

    def _holder(self, role: str, area: str, at: datetime) -> str:
        try:
            return holding(self.directory, role, area, at).people[0]
        except NobodyHolds:
            return "nobody"

    def _told(self, draft: Draft) -> dict[str, int]:
        told = {
            each.role: 0
            for each in draft.events
            if isinstance(each, escalation.NoticeGivenV1 | escalation.TaskOpenedV1)
        }
        waiting = [task.step for task in draft.state.open_steps]
        for role, decisions in _later(draft, draft.route, waiting):
            told[role] = min(told.get(role, decisions), decisions)
        return told


def _later(draft: Draft, route: Route, waiting: list[str]) -> Iterator[tuple[str, int]]:
    """Who is told after how many decisions, along every outcome that the facts do not refuse."""
    seen, decisions = set(waiting), 0
    while waiting:
        decisions += 1
        following: list[str] = []
        for step in filter(None, map(route.step, waiting)):
            for outcome in step.outcomes:
                if _refused(draft, outcome):
                    continue
                yield from ((tell.role, decisions) for tell in outcome.tells if _is_told(draft, tell))
                after = route.step(outcome.next) if outcome.next else None
                if after and after.id not in seen:
                    seen.add(after.id)
                    following.append(after.id)
                    yield after.role, decisions
                    yield from ((tell.role, decisions) for tell in after.tells if _is_told(draft, tell))
        waiting = following


def _refused(draft: Draft, outcome: Outcome) -> bool:
    return any(draft.judge(guard.when).holds for guard in outcome.refused)


def _is_told(draft: Draft, tell: Tell) -> bool:
    return not tell.if_named and bool(draft.judge(tell.when).holds)


def reckoner(authority: Authority, edition: Edition, directory: Directory, calendar: WorkingCalendar) -> Reckoner:
    """A reckoner under this edition, as if it were in force on any day."""
    return Reckoner(authority, ready_to_reckon(edition), directory, calendar)


def ready_to_reckon(edition: Edition) -> Edition:
    """The edition as a reckoner takes it: in force on any day, and quick to judge many cases by."""
    return remembering(replace(edition, in_force_from=date.min))
