"""Tells tasks, notices, clocks and duties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.gateway_answers import Clock, Duty, Notice, Outcome, RecordAsked, Task, Vacancy
from gateway.read_models.folding import Document
from gateway.read_models.tray_items import due_of
from gateway.words.names import Names
from gateway.words.opening import Opener
from gateway.words.plain import due_in_words
from needfire.procedure import Request, Review, Step

EVIDENCE = "the reference number that it gave"


@dataclass(frozen=True)
class Items:
    """Of one notification's routing, as the read models hold it."""

    notification_id: str
    routing: Document
    names: Names
    opener: Opener

    def task(self, task_id: str) -> Task:
        """The task of that id."""
        task = self.routing["tasks"][task_id]
        decided, asked = task["decided"] or {}, task.get("asked") or {}
        step = self.names.step(self.routing, task["step"])
        return Task(
            task_id=task_id,
            notification_id=self.notification_id,
            step=task["step"],
            title=task["title"],
            state=task["state"],
            role=self.names.role(task["role"]),
            people=self.names.people(task["people"]),
            tray=task["tray"],
            claimed_by=self.names.maybe_person(task["claimed_by"]),
            opened_at=datetime.fromisoformat(task["opened_at"]),
            due=moment(due_of(self.routing, task_id)),
            outcomes=_outcomes(step),
            asks=tuple(RecordAsked(each.name, each.question, each.words) for each in step.records) if step else (),
            decided_as=decided.get("title"),
            decided_by=self.names.maybe_person(decided.get("by")),
            decided_at=moment(decided.get("at")),
            records=decided.get("records", {}),
            opened=self.opener.opened(decided.get("sealed")),
            uncertain=self.names.uncertain((*task.get("rules", ()), *asked.get("rules", ()))),
            beside=task.get("beside", False),
            urgent=asked.get("urgent", False),
            asked_by=self.names.maybe_person(asked.get("by")),
            asked=self.opener.opened(asked.get("sealed")),
        )

    def notice(self, notice_id: str) -> Notice:
        """The notice of that id."""
        notice = self.routing["notices"][notice_id]
        return Notice(
            notice_id=notice_id,
            notification_id=self.notification_id,
            about=notice["about"],
            role=self.names.role(notice["role"]),
            people=self.names.people(notice["people"]),
            given_at=datetime.fromisoformat(notice["given_at"]),
            received_by=self.names.maybe_person(notice["received_by"]),
            received_at=moment(notice["received_at"]),
            uncertain=self.names.uncertain(notice.get("rules", ())),
        )

    def clock(self, clock_id: str) -> Clock:
        """The deadline of that id."""
        clock = self.routing["clocks"][clock_id]
        due = datetime.fromisoformat(clock["due"])
        return Clock(
            clock_id=clock_id,
            clock=clock["clock"],
            title=clock["title"],
            state=clock["state"],
            owner=self.names.role(clock["owner"]),
            due=due,
            due_in_words=due_in_words(due),
            counted_from=datetime.fromisoformat(clock["counted_from"]),
            arithmetic=tuple(clock["arithmetic"]),
            count=clock["count"],
            target=moment(clock["target"]),
            target_missed=clock["target_missed"],
            late=clock["late"],
            task_id=clock["task_id"],
            duty_id=clock["duty_id"],
            uncertain=self.names.uncertain(clock.get("rules", ())),
        )

    def duty(self, duty_id: str) -> Duty:
        """The duty of that id."""
        duty = self.routing["duties"][duty_id]
        done, spared = duty["done"] or {}, duty.get("not_required") or {}
        proposed = duty.get("proposed") or spared.get("proposed") or {}
        return Duty(
            duty_id=duty_id,
            notification_id=self.notification_id,
            duty=duty["duty"],
            does=self.names.duty_does(duty["duty"]),
            title=duty["title"],
            to=duty["to"],
            must=duty["must"],
            lead=self.names.role(duty["lead"]),
            people=self.names.people(duty["people"]),
            consults=tuple(self.names.role(each) for each in duty["consults"]),
            opened_at=datetime.fromisoformat(duty["opened_at"]),
            due=moment(due_of(self.routing, duty_id)),
            done_by=self.names.maybe_person(done.get("by")),
            done_at=moment(done.get("at")),
            reference=done.get("reference"),
            opened=self.opener.opened(done.get("sealed")),
            uncertain=self.names.uncertain(duty.get("rules", ())),
            evidence=duty.get("evidence") or EVIDENCE,
            proposed_by=self.names.maybe_person(proposed.get("by")),
            not_required_by=self.names.maybe_person(spared.get("by")),
            deputy=self.names.role(duty["deputy"]) if duty.get("deputy") else None,
            reason=self.opener.opened(proposed.get("sealed")),
        )

    def tasks(self) -> tuple[Task, ...]:
        """Every task, in the order in which they were opened."""
        return tuple(self.task(each) for each in self.routing.get("tasks", ()))

    def notices(self) -> tuple[Notice, ...]:
        """Every notice, in the order in which they were given."""
        return tuple(self.notice(each) for each in self.routing.get("notices", ()))

    def clocks(self) -> tuple[Clock, ...]:
        """Every deadline: those that run first, then by when they are due."""
        told = (self.clock(each) for each in self.routing.get("clocks", ()))
        return tuple(sorted(told, key=lambda each: (each.state not in ("running", "breached"), each.due)))

    def duties(self) -> tuple[Duty, ...]:
        """Every duty, in the order in which they arose."""
        return tuple(self.duty(each) for each in self.routing.get("duties", ()))

    def vacancies(self) -> tuple[Vacancy, ...]:
        """Every post that nobody held when it was needed."""
        return tuple(
            Vacancy(self.names.role(each["role"]), each["about"], datetime.fromisoformat(each["found_at"]))
            for each in self.routing.get("vacancies", ())
        )


def _outcomes(step: Step | Request | Review | None) -> tuple[Outcome, ...]:
    return tuple(Outcome(each.id, each.title, each.comment == "required") for each in step.outcomes) if step else ()


def moment(written: str | None) -> datetime | None:
    """A stored moment, if there is one."""
    return datetime.fromisoformat(written) if written else None
