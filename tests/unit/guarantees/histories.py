"""Any history of commands, crashes, failing stores, an unreliable broker and passing time, against what must hold of all.

The platform's own handlers, relays, readers, clocks and senders; the model is what was acknowledged, and what the feeds say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from contracts import escalation
from shared_kernel import failpoints
from shared_kernel.command_desk import happened
from shared_kernel.commits import Commit, verify_chain
from shared_kernel.delivery.ledger import Delivery, Listing
from shared_kernel.delivery.sender import Attempt
from shared_kernel.errors import StoreUnavailable
from shared_kernel.relay import MARK, PublishFailed
from shared_kernel.time import FixedClock
from tests.unit.auditor.audited import Watched
from tests.unit.casework.authorities import real
from tests.unit.guarantees.dying import Crash, Life, Unreliable, Verdict, When, reached_by
from tests.unit.guarantees.plant import SERVICES, Kept, Plant, closing, in_memory, raising, routing_of

BEGAN = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
STEPS = tuple(
    Plant(in_memory(lambda: 0.0), real("kent"), FixedClock(BEGAN), Unreliable(), lambda _: Attempt(True), "").steps
)
CRASHES = tuple(
    each for each in failpoints.FAILPOINTS if each not in ("person.shredded", "access.recorded", "wake_up.taken")
)
LEASES_RUN_OUT = 120.0
ENDED = (escalation.ClockMetV1, escalation.ClockStoppedV1, escalation.ClockBreachedV1)


class Histories(RuleBasedStateMachine):
    """`prefix`: of the services' names on the broker. `sent`: every command that was sent; `answered`: what was acknowledged, by the command's id."""

    prefix = ""
    by_hand = True  # whether somebody may reach into the stores

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 1_000_000.0
        self.clock = FixedClock(BEGAN)
        self.kept = self.stores()
        self.broker = self.way_out()
        self.sent: dict[str, Mapping[str, Any]] = {}
        self.answered: dict[str, Any] = {}
        self.raised = self.lives = 0
        self.heard: list[str] = []
        self._before = failpoints.reach
        failpoints.reach = self._reached
        self.start()

    def _reached(self, name: str) -> None:
        self.life.reach(name)

    def stores(self) -> Kept:
        """Where everything lies."""
        return in_memory(self.wall)

    def way_out(self) -> Unreliable:
        """The broker."""
        return Unreliable()

    def wall(self) -> float:
        """The machine's time."""
        return self.seconds

    def start(self) -> None:
        """Another process, over what the one before left."""
        self.lives += 1
        self.life = Life()
        kept = reached_by(self.kept, self.life)
        self.plant = Plant(
            kept, real("kent"), self.clock, self.broker, self._hear, f"worker-{self.lives}", self.name_of
        )

    def name_of(self, service: str) -> str:
        """How the service is called on the broker."""
        return self.prefix + service

    def _hear(self, delivery: Delivery) -> Attempt:
        self.heard.append(delivery.delivery_id)
        return Attempt(True)

    # --- what happens --------------------------------------------------------------------------------------------------

    @rule()
    @precondition(lambda self: self.raised < 4)
    def somebody_raises(self) -> None:
        self.raised += 1
        self._send(raising(self.raised, self.clock.now())[1])

    @rule(which=some.integers(1, 4))
    @precondition(lambda self: self.answered)
    def somebody_closes(self, which: int) -> None:
        if f"raise-{which}" in self.answered and f"close-{which}" not in self.sent:
            self._send(closing(which))

    @rule(which=some.integers(0, 7))
    @precondition(lambda self: self.sent)
    def somebody_asks_again(self, which: int) -> None:
        self._send(list(self.sent.values())[which % len(self.sent)])

    @rule(place=some.sampled_from(["command.taken", "commit.appended"]))
    @precondition(lambda self: self.sent)
    def a_command_crashes(self, place: str) -> None:
        self.life.crash_at = place
        self._send(list(self.sent.values())[-1])
        self.life.crash_at = None

    @rule(step=some.sampled_from(STEPS), verdict=some.sampled_from(["confirmed", "half", "none", "silent"]))
    def a_step_is_taken(self, step: str, verdict: Verdict) -> None:
        self.broker.verdict = verdict
        self._run(step)

    @rule(step=some.sampled_from(STEPS), place=some.sampled_from(CRASHES))
    def a_step_crashes(self, step: str, place: str) -> None:
        self.life.crash_at = place
        self._run(step)
        self.life.crash_at = None

    @rule(step=some.sampled_from(STEPS), after=some.integers(0, 12), when=some.sampled_from(["before", "after"]))
    def the_store_fails_within_a_step(self, step: str, after: int, when: When) -> None:
        self.life.trouble = (after, when)
        self._run(step)
        self.life.trouble = None

    @rule(which=some.integers(0, 99), fate=some.sampled_from(["arrives", "is lost", "is repeated"]))
    @precondition(lambda self: self.broker.arrived)
    def a_wake_up(self, which: int, fate: str) -> None:
        at = which % len(self.broker.arrived)
        wake_up = self.broker.arrived[at] if fate == "is repeated" else self.broker.arrived.pop(at)
        for name in self.plant.readers if fate != "is lost" else ():
            if name.endswith(wake_up.service.removeprefix(self.prefix)):
                self._run(name)

    @rule(what=some.sampled_from(["clock", "cases", "tray_items", "delivery", "position"]), which=some.integers(0, 9))
    @precondition(lambda self: self.by_hand)
    def somebody_deletes_by_hand(self, what: str, which: int) -> None:
        views: Any = {each.view.name: each.documents for each in self.kept.views}
        lies: Any = {
            "clock": lambda: self.kept.clocks._clocks,  # type: ignore[attr-defined]
            "delivery": lambda: self.kept.ledger._kept,  # type: ignore[attr-defined]
            "position": lambda: self.kept.checkpoints._positions,  # type: ignore[attr-defined]
        }.get(what, lambda: views[what]._documents)()
        rows = [each for each in lies if what != "position" or each[0] != MARK]
        if rows:
            del lies[rows[which % len(rows)]]

    @rule(hours=some.sampled_from([0.01, 1, 5, 24, 30, 200]))
    def time_passes(self, hours: float) -> None:
        self.clock.advance(timedelta(hours=hours))
        self.seconds += hours * 3600

    @rule()
    def it_is_started_again(self) -> None:
        self.start()

    def _send(self, command: Mapping[str, Any]) -> None:
        command_id = command["command_id"]
        self.sent[command_id] = command
        try:
            answer = self.plant.intake.answer(command)
        except Crash:
            self.start()
            return
        if "accepted" in answer:
            assert self.answered.setdefault(command_id, answer) == answer, "another answer than at first"

    def _run(self, step: str) -> None:
        try:
            self.plant.steps[step]()
        except (StoreUnavailable, PublishFailed):
            pass  # the loop tries again
        except Crash:
            self.start()

    # --- what holds at every moment --------------------------------------------------------------------------------------

    @invariant()
    def what_was_acknowledged_is_there(self) -> None:
        for command_id, answer in self.answered.items():
            commit = self.kept.commits["intake"].by_command(command_id)
            assert commit, f"{command_id} was acknowledged, and is lost"
            assert {**commit.answer, "version": commit.version} == answer["accepted"]

    @invariant()
    def nothing_is_marked_published_that_was_not(self) -> None:
        for service in SERVICES:
            name = self.name_of(service)
            mark = self.kept.checkpoints.load(MARK, name)
            assert {(name, each) for each in range(1, mark + 1)} <= self.broker.taken

    @invariant()
    def positions_have_no_hole(self) -> None:
        for service in SERVICES:
            positions = [each.position for each in self.kept.commits[service].feed(0, 500)]
            assert positions == list(range(1, len(positions) + 1))

    @invariant()
    def no_clock_fires_twice_or_early(self) -> None:
        due: dict[str, datetime] = {}
        breached: set[str] = set()
        for commit in self.kept.commits["escalation"].feed(0, 500):
            for event in happened(commit, escalation.EVENTS):
                if isinstance(event, escalation.ClockStartedV1):
                    due[commit.stream + event.clock_id] = event.due
                if isinstance(event, escalation.ClockBreachedV1):
                    clock = commit.stream + event.clock_id
                    assert clock not in breached and due[clock] <= commit.recorded_at
                    breached.add(clock)

    # --- and what at the end, when nothing troubles it any more ------------------------------------------------------------

    def teardown(self) -> None:
        try:
            self._recover()
            self._check_the_end()
        finally:
            failpoints.reach = self._before

    def _recover(self) -> None:
        self.broker.verdict = "confirmed"
        self.start()
        self.seconds += LEASES_RUN_OUT
        self.plant.settle()
        self._audited()
        self.plant.sender.stop()

    def _audited(self) -> None:
        """What was deleted by hand is there again, and there is nothing left to say."""
        if self.by_hand:
            watched = Watched(self.kept, self.plant, self.clock)
            for _ in range(3):
                watched.looks()
                self.plant.settle()
            assert watched.looks() == ()

    def _check_the_end(self) -> None:
        feeds = {service: self.kept.commits[service].feed(0, 500) for service in SERVICES}
        assert self.kept.parked.count() == 0
        assert not any(self.kept.commits[service].unpositioned(1) for service in SERVICES)
        for service in SERVICES:
            assert self.kept.checkpoints.load(MARK, self.name_of(service)) == len(feeds[service])
            for stream in {each.stream for each in feeds[service]}:
                verify_chain([each for each in feeds[service] if each.stream == stream])
        self._check_routings(feeds["intake"], feeds["escalation"])
        self._check_clocks(feeds["escalation"])
        self._check_views(feeds)
        self._check_deliveries(feeds["escalation"])

    def _check_routings(self, raised: Iterable[Commit], routed: Iterable[Commit]) -> None:
        """Each notification has its one routing; each that was closed ended it once."""
        names = [(each.stream, event.name) for each in routed for event in each.events]
        for stream in {each.stream for each in raised}:
            assert names.count((routing_of(stream), "RoutingStarted")) == 1
        closed = [each.stream for each in raised for event in each.events if event.name == "NotificationClosed"]
        assert len(closed) == len(set(closed))

    def _check_clocks(self, commits: Iterable[Commit]) -> None:
        """What is over has no row; what runs has one, and is not overdue."""
        runs: dict[str, datetime] = {}
        for commit in commits:
            for event in happened(commit, escalation.EVENTS):
                if isinstance(event, escalation.ClockStartedV1):
                    runs[f"{event.clock_id}:due"] = event.due
                    if event.target:
                        runs[f"{event.clock_id}:target"] = event.target
                elif isinstance(event, ENDED):
                    runs.pop(f"{event.clock_id}:due", None)
                    runs.pop(f"{event.clock_id}:target", None)
                elif isinstance(event, escalation.ClockTargetMissedV1):
                    runs.pop(f"{event.clock_id}:target", None)
        assert self.kept.clocks.count() == len(runs)
        assert all(due > self.clock.now() for due in runs.values())

    def _check_views(self, feeds: Mapping[str, tuple[Commit, ...]]) -> None:
        cases = next(each for each in self.kept.views if each.view.name == "cases")
        for stream in {each.stream for each in feeds["intake"]}:
            of = {"intake": stream, "escalation": routing_of(stream)}
            found = cases.documents.load([stream])[stream]["versions"]
            assert found == {name: sum(each.stream == of[name] for each in feeds[name]) for name in SERVICES}

    def _check_deliveries(self, commits: Iterable[Commit]) -> None:
        """Whoever subscribed heard of each duty, under one id each."""
        wanted = sum(
            event.name == "DutyOpened" and event.data["to"] == "Youth Justice Board"
            for each in commits
            for event in each.events
        )
        assert len(set(self.heard)) == wanted
        listed = self.kept.ledger.listed(Listing("kent", self.clock.now(), 100))
        assert sorted(each.delivery_id for each in listed) == sorted(set(self.heard))
        assert all(each.state == "delivered" for each in listed)
