"""A routing as it stands: the tasks, notices, clocks and duties of one notification, folded from its events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from contracts import escalation as contract
from contracts import escalation_alerts, escalation_register, escalation_risk
from contracts.refusals import Refusal
from needfire.alerting import Message
from needfire.procedure import Trigger

TaskState = Literal["open", "decided", "returned", "withdrawn"]
ClockState = Literal["running", "breached", "met", "stopped"]


@dataclass(frozen=True)
class Task:
    """A step that waits, or waited; `came_from` is the task whose decision opened it.

    `beside`: it is a request or a review, and no step of the route; `asked_by` and `urgent` are a request's.
    """

    task_id: str
    step: str
    role: str
    people: tuple[str, ...]
    tray: contract.Tray
    came_from: str | None = None
    claimed_by: str | None = None
    decided_by: str | None = None
    state: TaskState = "open"
    beside: bool = False
    asked_by: str | None = None
    urgent: bool = False


@dataclass(frozen=True)
class Notice:
    """Somebody to be told, and whether they said that they have read it."""

    notice_id: str
    role: str
    people: tuple[str, ...]
    received_by: str | None = None


@dataclass(frozen=True)
class RunningClock:
    """A deadline of this routing; `state` breached means due, not met, and still to be met."""

    clock_id: str
    clock: str
    owner: str
    due: datetime
    target: datetime | None
    count: int
    counted_from: datetime
    task_id: str | None
    duty_id: str | None
    began: datetime
    """The first start of all; another than `counted_from` once it was met and begun again."""
    target_missed: bool = False
    state: ClockState = "running"
    met_by: str = ""
    late: bool = False
    over: bool = False
    """It comes round no more."""

    @property
    def waits(self) -> bool:
        """Whether it can still be met or stopped."""
        return self.state in ("running", "breached")

    def is_late(self, at: datetime) -> bool:
        """Whether it is too late then to meet it in time; at the moment when it is due, it is."""
        return at >= self.due


@dataclass(frozen=True)
class OpenDuty:
    """A body outside to be told; `done_by` once it was, `proposed_by` while it waits for a second person's word that it is
    not required, `not_required` once that was given."""

    duty_id: str
    duty: str
    to: str
    lead: str
    people: tuple[str, ...]
    done_by: str | None = None
    proposed_by: str | None = None
    not_required: bool = False


@dataclass(frozen=True)
class WaitingMessage:
    """A message of the case's national alert that waits to be checked, and who wrote it."""

    message: Message
    number: int
    by: str


@dataclass(frozen=True)
class Routing:
    """All that waits for one notification. `ended` says how its route ended, if it did."""

    notification_id: str
    area: str
    edition: str
    edition_digest: str
    route: str
    raised_by: str
    raised_at: datetime
    facts: Mapping[str, Any]
    categories: tuple[str, ...]
    named: Mapping[str, str]
    tasks: Mapping[str, Task] = field(default_factory=dict)
    notices: Mapping[str, Notice] = field(default_factory=dict)
    clocks: Mapping[str, RunningClock] = field(default_factory=dict)
    duties: Mapping[str, OpenDuty] = field(default_factory=dict)
    decided: frozenset[str] = frozenset()
    """What was decided in this case, as triggers: "decided:assistant_director.send_to_unit"."""
    consulted: frozenset[str] = frozenset()
    ended: contract.Ending | None = None
    message: WaitingMessage | None = None
    level_set: escalation_risk.LevelFollowedV1 | None = None
    """The level of an assessment that was set, and is not among the facts yet."""
    on_register: Mapping[str, escalation_register.RegisterFollowedV1] = field(default_factory=dict)
    """What was done on the high risk register, by act, the last time of each; empty while it does not keep this case."""

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        """The tasks that wait, those beside the route included."""
        return tuple(task for task in self.tasks.values() if task.state == "open")

    @property
    def open_steps(self) -> tuple[Task, ...]:
        """The tasks of the route that wait."""
        return tuple(task for task in self.open_tasks if not task.beside)

    def next_id(self, kind: Literal["task", "notice", "clock", "duty"]) -> str:
        """The next id of that kind: from the notification's own and a count, so that deciding again gives the same."""
        held = {"task": self.tasks, "notice": self.notices, "clock": self.clocks, "duty": self.duties}[kind]
        return f"{kind}-{self.notification_id.removeprefix('notification-')}-{len(held) + 1}"


def evolve(state: Routing | None, event: Any) -> Routing:
    """The routing after this event."""
    if isinstance(event, contract.RoutingStartedV1):
        return Routing(
            event.notification_id,
            event.area,
            event.edition,
            event.edition_digest,
            event.route,
            event.raised_by,
            event.raised_at,
            event.facts,
            event.categories,
            event.named,
        )
    if state is None:
        raise Refusal("not_found")
    for kinds, change in _CHANGES:
        if isinstance(event, kinds):
            return change(state, event)
    return state


def _task(state: Routing, event: Any) -> Routing:
    match event:
        case contract.TaskOpenedV1():
            task = Task(
                event.task_id,
                event.step,
                event.role,
                event.people,
                event.tray,
                event.came_from,
                beside=event.beside,
            )
        case contract.RequestMadeV1():
            task = replace(state.tasks[event.task_id], asked_by=event.by, urgent=event.urgent)
        case contract.TaskClaimedV1():
            task = replace(state.tasks[event.task_id], claimed_by=event.by)
        case contract.TaskReassignedV1():
            before = state.tasks[event.task_id]
            task = replace(before, role=event.role, people=event.people, tray=event.tray, claimed_by=None)
        case contract.TaskDecidedV1():
            task = replace(state.tasks[event.task_id], state="decided", decided_by=event.by)
        case contract.TaskReturnedV1():
            task = replace(state.tasks[event.task_id], state="returned", decided_by=event.by)
        case _:
            task = replace(state.tasks[event.task_id], state="withdrawn")
    decided = (
        {str(Trigger("decided", event.step, event.outcome))} if isinstance(event, contract.TaskDecidedV1) else set()
    )
    reopened = isinstance(event, contract.TaskOpenedV1) and not event.beside and state.ended == "finished"
    return replace(
        state,
        tasks={**state.tasks, task.task_id: task},
        decided=state.decided | decided,
        ended=None if reopened else state.ended,
    )


def _notice(state: Routing, event: Any) -> Routing:
    if isinstance(event, contract.NoticeGivenV1):
        notice = Notice(event.notice_id, event.role, event.people)
    else:
        notice = replace(state.notices[event.notice_id], received_by=event.by)
    return replace(state, notices={**state.notices, notice.notice_id: notice})


def _clock(state: Routing, event: Any) -> Routing:
    match event:
        case contract.ClockStartedV1():
            clock = RunningClock(
                event.clock_id,
                event.clock,
                event.owner,
                event.due,
                event.target,
                event.count,
                event.counted_from,
                event.task_id,
                event.duty_id,
                event.began or event.counted_from,
            )
        case contract.ClockTargetMissedV1():
            clock = replace(state.clocks[event.clock_id], target_missed=True)
        case contract.ClockBreachedV1():
            clock = replace(state.clocks[event.clock_id], state="breached")
        case contract.ClockMetV1():
            clock = replace(state.clocks[event.clock_id], state="met", met_by=event.by_trigger, late=event.late)
        case contract.ClockCameRoundV1():
            clock = replace(state.clocks[event.clock_id], state="met")
        case _:
            before = state.clocks[event.clock_id]
            clock = replace(before, state="stopped" if before.waits else before.state, over=event.for_good)
    return replace(state, clocks={**state.clocks, clock.clock_id: clock})


def _duty(state: Routing, event: Any) -> Routing:
    match event:
        case contract.DutyOpenedV1():
            duty = OpenDuty(event.duty_id, event.duty, event.to, event.lead, event.people)
        case contract.DutyDoneV1():
            duty = replace(state.duties[event.duty_id], done_by=event.by, proposed_by=None)
        case contract.DutyNotRequiredProposedV1():
            duty = replace(state.duties[event.duty_id], proposed_by=event.by)
        case _:
            confirmed = isinstance(event, contract.DutyNotRequiredConfirmedV1)
            duty = replace(state.duties[event.duty_id], proposed_by=None, not_required=confirmed)
    return replace(state, duties={**state.duties, duty.duty_id: duty})


_CHANGES: tuple[tuple[tuple[type, ...], Callable[[Routing, Any], Routing]], ...] = (
    (
        (
            contract.TaskOpenedV1,
            contract.TaskClaimedV1,
            contract.TaskReassignedV1,
            contract.TaskDecidedV1,
            contract.TaskReturnedV1,
            contract.TaskWithdrawnV1,
            contract.RequestMadeV1,
        ),
        _task,
    ),
    ((contract.NoticeGivenV1, contract.NoticeReceivedV1), _notice),
    (
        (
            contract.ClockStartedV1,
            contract.ClockTargetMissedV1,
            contract.ClockBreachedV1,
            contract.ClockMetV1,
            contract.ClockStoppedV1,
            contract.ClockCameRoundV1,
        ),
        _clock,
    ),
    (
        (
            contract.DutyOpenedV1,
            contract.DutyDoneV1,
            contract.DutyNotRequiredProposedV1,
            contract.DutyNotRequiredConfirmedV1,
            contract.DutyNotRequiredRejectedV1,
        ),
        _duty,
    ),
    (
        (contract.RoutingConsultedV1,),
        lambda state, event: replace(state, consulted=state.consulted | {event.role}),
    ),
    (
        (escalation_alerts.AlertMessageFollowedV1,),
        lambda state, event: replace(state, message=WaitingMessage(event.message, event.number, event.by)),
    ),
    ((escalation_alerts.AlertMessagePassedV1,), lambda state, event: replace(state, message=None)),
    ((escalation_risk.LevelFollowedV1,), lambda state, event: replace(state, level_set=event)),
    ((escalation_risk.LevelPassedV1,), lambda state, event: replace(state, level_set=None)),
    (
        (escalation_register.RegisterFollowedV1,),
        lambda state, event: replace(state, on_register={**state.on_register, event.act: event}),
    ),
    ((contract.RoutingFactsChangedV1,), lambda state, event: replace(state, facts=event.facts)),
    ((contract.RoutingEndedV1,), lambda state, event: replace(state, ended=event.how)),
)
