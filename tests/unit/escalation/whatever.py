"""Whatever people do with a case, in whatever order: drawn by hypothesis, played through the real handlers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from contracts import escalation as contract
from contracts.intake import CloseNotificationV1, RecordConsultationV1, UpdateNotificationV1
from needfire.directory import holds
from needfire.loading.deployment import Deployment
from needfire.procedure import ActKind
from tests.unit.casework.case import THIS, Case, at


@dataclass(frozen=True)
class Act:
    """Something that is tried: which kind, and which of the things that there are."""

    kind: str
    which: int
    what: int
    who: int


ACTS = st.lists(
    st.builds(
        Act,
        st.sampled_from(
            ["decide"] * 6
            + ["claim", "wait", "update"] * 4
            + ["return", "receive", "complete", "ask"] * 2
            + ["reassign", "close", "away", "fire", "again", "consult", "propose", "confirm"]
        ),
        st.integers(0, 9),
        st.integers(0, 9),
        st.integers(0, 99),
    ),
    min_size=12,
    max_size=30,
)


class Player:
    """Carries out acts on one case, each by somebody who may, mostly, and notes what is refused."""

    def __init__(self, deployment: Deployment, case: Case, facts: Sequence[Mapping[str, Any]]) -> None:
        self.case, self.facts = case, facts
        [self.directory] = deployment.directories.values()
        [authority] = deployment.authorities.values()
        self.edition = authority.editions[case.routing.edition]
        self.people = [person.id for person in self.directory.people]
        self.sent: list[tuple[Any, str, str]] = []
        self.refused: list[str] = []

    def play(self, act: Act) -> None:
        if act.kind == "wait":
            self.case.passes(hours=(1, 5, 23, 24, 25, 48, 100, 168, 400, 800)[act.which])
            return
        if act.kind == "fire":
            self._fire(act)
            return
        if act.kind == "again" and self.sent:
            command, by, command_id = self.sent[act.which % len(self.sent)]
            self._ask(command, by, command_id)
            return
        asked = self._asked(act)
        if asked:
            self._ask(*asked, command_id=f"asked-{len(self.sent)}")

    def _ask(self, command: Any, by: str, command_id: str) -> None:
        before = len(self.case.log)
        self.sent.append((command, by, command_id))
        self.case.when(command, by, command_id)
        if "refused" in self.case.answer:
            self.refused.append(self.case.answer["refused"]["code"])
            assert len(self.case.log) == before

    def _fire(self, act: Act) -> None:
        clocks = list(self.case.routing.clocks)
        if clocks:
            mark: Any = ("due", "target")[act.what % 2]
            self.case.when_own(contract.FireClockV1(THIS, clocks[act.which % len(clocks)], mark))

    def _asked(self, act: Act) -> tuple[Any, str] | None:
        makers: Mapping[str, Callable[[Act], tuple[Any, str] | None]] = {
            "update": self._update,
            "close": lambda act: (CloseNotificationV1(THIS, "sealed"), self._one_of(self._may("close"), act)),
            "away": self._away,
            "receive": self._receive,
            "complete": self._complete,
            "ask": self._ask_for,
            "consult": self._consult,
            "propose": lambda act: self._on_duty(act, contract.ProposeDutyNotRequiredV1, "sealed"),
            "confirm": lambda act: self._on_duty(act, contract.ConfirmDutyNotRequiredV1, act.what > 2),
        }
        return makers.get(act.kind, self._on_task)(act)

    def _update(self, act: Act) -> tuple[Any, str]:
        facts = {
            name: at(self.case.clock.now()) if value == "now" else value
            for name, value in self.facts[act.which % len(self.facts)].items()
        }
        withdrawn = ("found_at", "missing_since")[: act.what % 3]
        number = self.case.notification.number - (1 if act.what == 9 else 0)
        return UpdateNotificationV1(THIS, number, facts, withdrawn), self._one_of(self._may("update"), act)

    def _away(self, act: Act) -> tuple[Any, str]:
        now, delegate = self.case.clock.now(), self.people[act.which % len(self.people)]
        absence = contract.DelegateAbsenceV1(delegate, now, now + timedelta(hours=50 * act.what))
        return absence, self.people[act.who % len(self.people)]

    def _receive(self, act: Act) -> tuple[Any, str] | None:
        notices = list(self.case.routing.notices.values())
        if not notices:
            return None
        notice = notices[act.which % len(notices)]
        return contract.ReceiveNoticeV1(THIS, notice.notice_id), self._one_of(notice.people, act)

    def _complete(self, act: Act) -> tuple[Any, str] | None:
        duties = list(self.case.routing.duties.values())
        if not duties:
            return None
        duty = duties[act.which % len(duties)]
        return contract.CompleteDutyV1(THIS, duty.duty_id, "REF"), self._one_of(duty.people, act)

    def _on_duty(self, act: Act, command: Callable[..., Any], said: Any) -> tuple[Any, str] | None:
        duties = list(self.case.routing.duties.values())
        duty = duties[act.which % len(duties)] if duties else None
        return (command(THIS, duty.duty_id, said), self._one_of(duty.people, act)) if duty else None

    def _ask_for(self, act: Act) -> tuple[Any, str] | None:
        requests = [request for request in self.edition.requests if request.by]
        if not requests:
            return None
        request = requests[act.which % len(requests)]
        asked = contract.MakeRequestV1(
            THIS, request.id, request.of[act.what % len(request.of)], urgent=act.what > 5, sealed="sealed"
        )
        return asked, self._one_of(self._holding(request.by), act)

    def _consult(self, act: Act) -> tuple[Any, str] | None:
        consult = self.edition.act("consult")
        if consult is None:
            return None
        role = consult.roles[act.which % len(consult.roles)]
        [with_person, *_] = [*self._holding((role,)), "nobody"]
        return RecordConsultationV1(THIS, role, with_person, "unsure"), self._one_of(self._may("update"), act)

    def _on_task(self, act: Act) -> tuple[Any, str] | None:
        tasks = list(self.case.routing.tasks.values())
        waiting = [task for task in tasks if task.state == "open"]
        task = waiting[0] if waiting and act.which < 8 else tasks[act.which % len(tasks)]
        by = self._one_of((task.claimed_by,) if task.claimed_by else task.people, act)
        commands: Mapping[str, Any] = {
            "claim": contract.ClaimTaskV1(THIS, task.task_id),
            "return": contract.ReturnTaskV1(THIS, task.task_id, "sealed"),
            "reassign": contract.ReassignTaskV1(THIS, task.task_id, self.people[act.what % len(self.people)]),
        }
        return commands.get(act.kind) or self._decision(task, act), by

    def _decision(self, task: Any, act: Act) -> contract.DecideTaskV1:
        route = self.edition.route(self.case.routing.route)
        step = (route.step(task.step) if route else None) or self.edition.request(task.step)
        assert step
        outcome = step.outcomes[act.what % len(step.outcomes)].id
        records = {each.name: next(iter(each.words)) if each.words else True for each in step.records}
        return contract.DecideTaskV1(THIS, task.task_id, outcome, records, "sealed")

    def _may(self, kind: ActKind) -> list[str]:
        """Who may do this with the notification now."""
        act = self.edition.act(kind)
        return self._holding(act.roles if act else ())

    def _holding(self, roles: Sequence[str]) -> list[str]:
        now = self.case.clock.now()
        held = ((person, role) for role in roles for person in self.people)
        return [person for person, role in held if holds(self.directory, person, role, self.case.routing.area, now)]

    def _one_of(self, people: Sequence[str], act: Act) -> str:
        return people[act.who % len(people)] if people and act.who < 80 else self.people[act.who % len(self.people)]
