"""The high risk register in memory: the real handlers under Northumberland's edition, and assessments noted as they come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from contracts import risk_assessments as assessing
from contracts import risk_management as every
from contracts import risk_register as contract
from contracts.risk_register import PlanAction, PlanProfessional
from needfire.loading.deployment import Deployment
from services.risk_management.grounding import risk_stream
from services.risk_management.handlers import command_handlers, own_handlers
from services.risk_management.register.entry import Entry
from services.risk_management.register.folding import entry_of
from services.risk_management.register.keeping import ReviewKeeper, clock_firer
from shared_kernel.command_desk import CommandDesk, command_of, happened
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.time import FixedClock
from tests.unit.casework.authorities import real
from workbench.rehearsal import OpenClockStore

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)
JANE = "notification-jane"
LEAD, LINE, TEAM = "northumberland-lead-professional", "northumberland-line-manager", "northumberland-team-manager"
CHAIR, OFFICER = "northumberland-group-chair", "northumberland-group-officer"
POLICE, PRACTITIONER = "northumberland-police-representative", "northumberland-practitioner"
BODIES = ("childrens_services", "education", "police", "sorted", "youth_offending", "camhs")
OF_ACTION = ("what", "why", "who", "service")
OF_PLAN = (
    "review_frequency",
    "keyworker",
    "young_person_involved",
    "parents_or_carers_involved",
    "professionals_involved",
)
ACTIONS = (
    PlanAction("action-1", "sorted", date(2026, 12, 1), OF_ACTION),
    PlanAction("action-2", "police", date(2026, 12, 8), OF_ACTION),
)
PROFESSIONALS = (PlanProfessional("professional-1", ("visits",)),)
PLAN = contract.WritePlanV1(JANE, ACTIONS, PROFESSIONALS, OF_PLAN, date(2026, 12, 14), sealed="sealed")


class RegisterHouse:
    """One young person's notification, linked; commands are put, the clock moves when it is told to."""

    def __init__(self, deployment: Deployment | None = None, now: datetime = MONDAY, area: str = "blyth") -> None:
        self.deployment = deployment or real("northumberland")
        self.authority = next(iter(self.deployment.authorities))
        self.clock, self._ids = FixedClock(now), count(1)
        self.store, self.clocks = MemoryCommitStore(), OpenClockStore()
        self.desk = CommandDesk(self.store, self.clock, every.COMMANDS, command_handlers(self.deployment, self.store))
        self.own = CommandDesk(self.store, self.clock, every.COMMANDS, own_handlers(self.deployment, self.store))
        self._keeper = ReviewKeeper(self.clocks)
        self._firer = clock_firer(self.clocks, self.own, self.clock, "worker-1")
        self._kept: set[str] = set()
        self._numbers = count(1)
        self.answer: Mapping[str, Any] = {}
        self.link(JANE, area)

    def link(self, notification_id: str, area: str = "blyth") -> None:
        """The notification is known to risk management."""
        [(name, edition)] = self.deployment.authorities[self.authority].editions.items()
        command = assessing.LinkRiskV1(
            notification_id, "person-1", area, name, edition.digest, PRACTITIONER, self.clock.now(), {}
        )
        self.itself(command)

    def assess(self, level: str, notification_id: str = JANE) -> None:
        """An assessment was completed, and a person set this level."""
        number = next(self._numbers)
        bounds = assessing.BoundsTold(10, 10)
        self.itself(
            assessing.NoteAssessmentV1(
                notification_id,
                f"assessment-{number}",
                number,
                "vulnerability_checklist",
                level,
                LEAD,
                self.clock.now(),
                bounds,
                (),
            )
        )

    def itself(self, command: Any) -> None:
        """Asked by the service's own worker."""
        self._ask(self.own, command, "service:risk_management")
        assert "accepted" in self.answer, self.answer

    def ask(self, command: Any, by: str) -> Mapping[str, Any]:
        """What is answered."""
        return self._ask(self.desk, command, by)

    def given(self, command: Any, by: str) -> RegisterHouse:
        """Asked and accepted."""
        self.ask(command, by)
        assert "accepted" in self.answer, self.answer
        return self

    def refused(self, code: str, command: Any, by: str) -> Mapping[str, Any]:
        """Asked and refused with this code; nothing is stored."""
        before = self._count()
        self.ask(command, by)
        refusal: Mapping[str, Any] = self.answer.get("refused", {})
        assert refusal.get("code") == code, self.answer
        assert self._count() == before
        return refusal

    def _count(self) -> int:
        return len(self.store.unpositioned(100_000))

    def _ask(self, desk: CommandDesk, command: Any, by: str) -> Mapping[str, Any]:
        number = f"command-{next(self._ids)}"
        envelope = command_of(command, command_id=number, digest=number, authority=self.authority, actor=by)
        self.answer = desk.answer(vars(envelope))
        self._keep()
        return self.answer

    def _keep(self) -> None:
        for commit in self.store.unpositioned(100_000):
            if commit.commit_id not in self._kept:
                self._kept.add(commit.commit_id)
                self._keeper(commit)

    def until(self, moment: datetime) -> None:
        """Moves the clock there, stopping whenever a review is due."""
        while (due := self.clocks.next_due(self.clock.now())) and due <= moment:
            self.clock.set(due)
            self._fire()
        self.clock.set(moment)
        self._fire()

    def _fire(self) -> None:
        while self._firer.run_once():
            self._keep()

    # --- what there is -----------------------------------------------------------------------------------------------

    def entry(self, notification_id: str = JANE) -> Entry:
        return entry_of(tuple(self._events(notification_id)))

    def _events(self, notification_id: str = JANE) -> Iterable[Any]:
        for commit in self.store.stream(risk_stream(notification_id)):
            yield from happened(commit, every.EVENTS)

    def everything(self) -> list[Any]:
        """All events of Jane, in order."""
        return list(self._events())

    def of(self, kind: type) -> list[Any]:
        """All events of this kind, in order."""
        return [each for each in self._events() if isinstance(each, kind)]

    # --- a way on ------------------------------------------------------------------------------------------------------

    def referred(self, level: str = "high") -> RegisterHouse:
        """Assessed, planned, referred."""
        self.assess(level)
        return self.given(PLAN, LEAD).given(contract.ReferV1(JANE), TEAM)

    def views(self, view: Any = "agrees", but: Mapping[str, Any] | None = None) -> RegisterHouse:
        """Every body's view is recorded."""
        for body in BODIES:
            self.given(contract.RecordViewV1(JANE, body, (but or {}).get(body, view)), CHAIR)
        return self

    def on_register(self, level: str = "high") -> RegisterHouse:
        """The group concurs."""
        return self.referred(level).views().given(contract.DecideReferralV1(JANE, True), CHAIR)

    def review(self, level: str) -> RegisterHouse:
        """A new assessment at this level, and the review of the checklist that rests on it."""
        self.assess(level)
        review = contract.ReviewEntryV1(JANE, "three_weekly_review", keyworker_still_right=True)
        return self.given(review, LEAD)

    def stepped_down(self, level: str = "medium") -> RegisterHouse:
        """The level came down, and the name is off."""
        return self.on_register().review(level).given(contract.LeaveRegisterV1(JANE, sealed="why"), CHAIR)


def holding(people: tuple[str, ...], *roles: str) -> Deployment:
    """Northumberland, where these people hold these roles."""
    found = real("northumberland")
    directory = found.directories["northumberland"]
    posts = tuple(replace(each, holders=people) if each.role in roles else each for each in directory.posts)
    return replace(found, directories={"northumberland": replace(directory, posts=posts)})


def rules_of(event: Any) -> set[str]:
    """The rules that an event's decisions cite."""
    return {rule for decision in event.decisions for rule in decision.rules}
