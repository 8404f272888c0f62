"""One case played in memory through the services' real handlers, followers and clocks, under a clock that can be moved."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from contracts import cascade, escalation, intake, national_alerts, risk_assessments, risk_management
from contracts.commands import Command
from contracts.schema import write
from needfire.loading.deployment import Deployment
from services.escalation.following import ClockKeeper, alert_follower, clock_firer, intake_follower
from services.escalation.following import risk_follower as level_follower
from services.escalation.handlers import command_handlers as escalation_handlers
from services.escalation.handlers import own_handlers as escalation_own_handlers
from services.escalation.handlers import routing, stream_of
from services.escalation.routing import Notice, OpenDuty, Routing, RunningClock, Task
from services.intake.domain import Notification
from services.intake.following import alert_follower as recording_follower
from services.intake.following import concern_follower, escalation_follower, risk_follower
from services.intake.handlers import command_handlers as intake_handlers
from services.intake.handlers import notification
from services.intake.handlers import own_handlers as intake_own_handlers
from services.national_alerts.desks import Outside, public_desk
from services.national_alerts.domain import Alert
from services.national_alerts.following import Follower
from services.national_alerts.handlers import alert
from services.national_alerts.handlers import own_handlers as alert_own_handlers
from services.national_alerts.handlers import stream_of as alert_of
from services.risk_management.domain import Risk
from services.risk_management.following import Follower as RiskFollower
from services.risk_management.grounding import risk_of, risk_stream, told
from services.risk_management.handlers import command_handlers as risk_handlers
from services.risk_management.handlers import own_handlers as risk_own_handlers
from services.risk_management.register.entry import Entry
from services.risk_management.register.folding import entry_of
from services.risk_management.register.keeping import ReviewKeeper
from services.risk_management.register.keeping import clock_firer as review_firer
from shared_kernel.checkpoints_memory import MemoryCheckpointStore
from shared_kernel.command_desk import CommandDesk, Handler, command_of, happened
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.commits import Commit, CommitStore
from shared_kernel.feed import FeedReader
from shared_kernel.parked_memory import MemoryParkedStore
from shared_kernel.time import FixedClock
from shared_kernel.waiting_clocks import WaitingClock
from shared_kernel.waiting_clocks_memory import MemoryClockStore

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)  # a Tuesday
THIS, SOMEBODY = "notification-1", "person-1"
EVENTS = {
    **intake.EVENTS,
    **escalation.EVENTS,
    **national_alerts.EVENTS,
    **cascade.EVENTS,
    **risk_management.EVENTS,
}
ECHOES = (
    national_alerts.NotificationLinkedV1,
    national_alerts.AlertFactsChangedV1,
    risk_assessments.RiskLinkedV1,
    risk_assessments.RiskFactsChangedV1,
    risk_assessments.RiskCaseEndedV1,
)
Contracts = Mapping[tuple[str, int], type]


class LoggedStore(MemoryCommitStore):
    """Writes each commit into a log that both services share, so that all that happened is there, in order."""

    def __init__(self, log: list[Commit]) -> None:
        super().__init__()
        self._log = log

    def append(self, commit: Commit) -> None:
        super().append(commit)
        self._log.append(commit)


class OpenClockStore(MemoryClockStore):
    """Says when the next clock is due, so that time can be moved there; claims run out at once."""

    def __init__(self) -> None:
        super().__init__(wall=lambda: 0.0)

    def claim_due(self, now: datetime, owner: str, lease_seconds: float, limit: int) -> tuple[WaitingClock, ...]:
        return super().claim_due(now, owner, 0.0, limit)

    def due_within(self, after: datetime, until: datetime) -> datetime | None:
        """Nothing: here nobody waits for a moment, time is moved to it."""

    def next_due(self, after: datetime) -> datetime | None:
        return min((clock.due for clock in self._clocks.values() if clock.due > after), default=None)


class Rehearsal:
    """A case of the deployment's first authority: commands are put, everything follows, the clock moves when it is told to."""

    def __init__(self, deployment: Deployment, now: datetime = NOON, *, alone: bool = False) -> None:
        """`alone`: nobody follows, so that one service is seen by itself."""
        self.clock, self.alone = FixedClock(now), alone
        self.log: list[Commit] = []
        self.intake, self.escalation, self.alerts, self.risk = (LoggedStore(self.log) for _ in range(4))
        self.clocks, self.review_clocks = OpenClockStore(), OpenClockStore()
        self.parked = MemoryParkedStore()
        self._checkpoints = MemoryCheckpointStore()
        self._command_ids = count(1)
        self._since = 0
        self.answer: Mapping[str, Any] = {}
        self.outside = Outside()
        self.deploy(deployment)

    def deploy(self, deployment: Deployment) -> None:
        """The services start anew with these plugins and directories; what was stored stays."""
        self.deployment = deployment
        self.authority = next(iter(deployment.authorities), "nowhere")
        self.intake_desk = self._desk(self.intake, intake.COMMANDS, intake_handlers(deployment))
        self.intake_own = self._desk(self.intake, intake.COMMANDS, intake_own_handlers(deployment))
        contracts, handlers = escalation.COMMANDS, escalation_handlers(deployment, self.escalation)
        self.escalation_desk = self._desk(self.escalation, contracts, handlers)
        own_handlers = escalation_own_handlers(deployment, self.escalation)
        self.escalation_own = self._desk(self.escalation, contracts, own_handlers)
        self.alerts_desk = public_desk(self.alerts, self.clock, deployment, self.outside)
        self.alerts_own = self._desk(self.alerts, national_alerts.COMMANDS, alert_own_handlers(deployment))
        alerted = Follower(self.alerts_own, self.alerts, deployment)
        assessing = risk_management.COMMANDS
        self.risk_desk = self._desk(self.risk, assessing, risk_handlers(deployment, self.risk))
        self.risk_own = self._desk(self.risk, assessing, risk_own_handlers(deployment, self.risk))
        risks = RiskFollower(self.risk_own, self.risk, deployment)
        self.review_firer = review_firer(self.review_clocks, self.risk_own, self.clock, "worker-1")
        self.firer = clock_firer(self.clocks, self.escalation_own, self.clock, "worker-1")
        self._readers = [
            self._reader("escalation", "intake", self.intake, intake_follower(self.escalation_own)),
            self._reader("clocks", "escalation", self.escalation, ClockKeeper(self.clocks)),
            self._reader("intake", "escalation", self.escalation, escalation_follower(self.intake_own)),
            self._reader("national_alerts", "intake", self.intake, alerted.intake),
            self._reader("national_alerts", "escalation", self.escalation, alerted.escalation),
            self._reader("answers", "national_alerts", self.alerts, alerted.answers),
            self._reader("intake", "national_alerts", self.alerts, recording_follower(self.intake_own)),
            self._reader("escalation", "national_alerts", self.alerts, alert_follower(self.escalation_own)),
            self._reader("risk_management", "intake", self.intake, risks.intake),
            self._reader("intake", "risk_management", self.risk, risk_follower(self.intake_own)),
            self._reader("risk_management", "escalation", self.escalation, risks.escalation),
            self._reader("escalation", "risk_management", self.risk, level_follower(self.escalation_own)),
            self._reader("assessments", "risk_management", self.risk, risks.assessments),
            self._reader("reviews", "risk_management", self.risk, ReviewKeeper(self.review_clocks)),
            self._reader("concerns", "intake", self.intake, concern_follower(self.intake_own)),
        ]

    def _desk(self, store: CommitStore, contracts: Contracts, handlers: Mapping[type, Handler]) -> CommandDesk:
        return CommandDesk(store, self.clock, contracts, handlers)

    def _reader(self, name: str, source: str, store: CommitStore, apply: Any) -> FeedReader:
        return FeedReader(
            name, source, store, self._checkpoints, self.parked, apply, clock=self.clock, pause=lambda _: None
        )

    # --- commands ------------------------------------------------------------------------------------------------

    def answer_to(
        self, command: Any, by: str, command_id: str | None = None, authority: str | None = None
    ) -> Mapping[str, Any]:
        """What the service answers (`accepted` or `refused`); everything that follows by itself has then happened."""
        desks = {"intake": self.intake_desk, "alerts": self.alerts_desk, "risk": self.risk_desk}
        desk = desks.get(_whose(command), self.escalation_desk)
        return self._answer(desk, self.envelope(command, by, command_id, authority))

    def own_answer_to(self, command: Any, command_id: str | None = None) -> Mapping[str, Any]:
        """As `answer_to`, but asked by the service's own worker."""
        desks = {"intake": self.intake_own, "alerts": self.alerts_own, "risk": self.risk_own}
        desk = desks.get(_whose(command), self.escalation_own)
        return self._answer(desk, self.envelope(command, "service:itself", command_id))

    def _answer(self, desk: CommandDesk, envelope: Mapping[str, Any]) -> Mapping[str, Any]:
        self._since = len(self.log)
        self.answer = desk.answer(envelope)
        self.settle()
        return self.answer

    def envelope(
        self, command: Any, by: str, command_id: str | None = None, authority: str | None = None
    ) -> dict[str, Any]:
        """The command as the gateway sends it."""
        digest = sha256(json.dumps([by, write(command)], sort_keys=True).encode()).hexdigest()
        sent: Command = command_of(
            command,
            command_id=command_id or f"command-{next(self._command_ids)}",
            digest=digest,
            authority=authority or self.authority,
            actor=by,
        )
        return write(sent)

    # --- time ------------------------------------------------------------------------------------------------------

    def move_to(self, moment: datetime) -> None:
        """Moves the clock there, stopping whenever a waiting clock is due."""
        self._since, self.answer = len(self.log), {}
        while (due := self._next_due()) and due <= moment:
            self.clock.set(due)
            self.settle()
        self.clock.set(moment)
        self.settle()

    def _next_due(self) -> datetime | None:
        found = (clocks.next_due(self.clock.now()) for clocks in (self.clocks, self.review_clocks))
        return min((each for each in found if each), default=None)

    def move_by(self, span: timedelta) -> None:
        """Moves the clock on by this much time."""
        self.move_to(self.clock.now() + span)

    def settle(self) -> None:
        """Relays, follows and fires until nothing moves. Raises RuntimeError when it never comes to rest."""
        for _ in range(10_000):
            moved = sum(map(_number, (self.intake, self.escalation, self.alerts, self.risk)))
            moved += 0 if self.alone else sum(reader.run_once() for reader in self._readers)
            if not moved + self.firer.run_once() + self.review_firer.run_once():
                return
        raise RuntimeError("this goes on for ever")

    # --- what there is -----------------------------------------------------------------------------------------------

    @property
    def events(self) -> Sequence[Any]:
        """The events since the last command or the last move of the clock, without what others only repeat."""
        found = (event for commit in self.log[self._since :] for event in happened(commit, EVENTS))
        return [event for event in found if not isinstance(event, ECHOES)]

    def of(self, *kinds: type) -> list[Any]:
        """Those of the events that are of these kinds."""
        return [event for event in self.events if isinstance(event, kinds)]

    def ever(self, *kinds: type) -> list[Any]:
        """All events of these kinds, from the first on."""
        return [event for commit in self.log for event in happened(commit, EVENTS) if isinstance(event, kinds)]

    @property
    def notification(self) -> Notification:
        return notification(self.intake.stream(THIS))

    @property
    def alert(self) -> Alert:
        return alert(self.alerts.stream(alert_of(THIS)))

    @property
    def risk_work(self) -> Risk:
        return risk_of(told(self.risk.stream(risk_stream(THIS))))

    @property
    def entry(self) -> Entry:
        return entry_of(told(self.risk.stream(risk_stream(THIS))))

    @property
    def routing(self) -> Routing:
        return routing(self.escalation.stream(stream_of(THIS)))

    def task(self, step: str) -> Task:
        """The latest task of this step."""
        return [task for task in self.routing.tasks.values() if task.step == step][-1]

    def notice(self, role: str) -> Notice:
        """The latest notice to this role."""
        return [notice for notice in self.routing.notices.values() if notice.role == role][-1]

    def running(self, clock: str) -> RunningClock:
        """The latest clock of this rule or duty."""
        return [each for each in self.routing.clocks.values() if each.clock == clock][-1]

    def duty(self, duty: str) -> OpenDuty:
        """The duty of this id that was opened last."""
        return [each for each in self.routing.duties.values() if each.duty == duty][-1]

    @property
    def duties(self) -> list[str]:
        """The duties that have been opened."""
        return [each.duty for each in self.routing.duties.values()]

    @property
    def waiting(self) -> list[str]:
        """The steps whose tasks wait."""
        return [task.step for task in self.routing.open_tasks]


def _whose(command: object) -> str:
    if type(command) in intake.COMMANDS.values():
        return "intake"
    if type(command) in risk_management.COMMANDS.values():
        return "risk"
    return "alerts" if type(command) in national_alerts.COMMANDS.values() else "escalation"


def _number(store: CommitStore) -> int:
    commits = store.unpositioned(1000)
    store.assign_positions(store.last_position() + 1, commits)
    return len(commits)
