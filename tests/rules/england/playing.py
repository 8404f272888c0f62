"""Cases to which the law's baseline is put, in Lincolnshire, which stands on Working Together 2013."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from contracts.escalation import (
    ClockBreachedV1,
    ClockMetV1,
    ClockStartedV1,
    CompleteDutyV1,
    DutyOpenedV1,
    MakeRequestV1,
    NoticeGivenV1,
    TaskOpenedV1,
)
from contracts.gateway_answers import RuleText
from gateway.words.names import rule_text
from needfire.procedure import Edition
from needfire.suggesting import holds, setting
from needfire.thresholds import Judged, judge_threshold
from needfire.vocabulary import VOCABULARY
from needfire.working_time import england_and_wales
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON, THIS, Case, at, raise_it

CODE = "lincolnshire"
EDITION: Edition = real(CODE).authorities[CODE].editions["2015-03"]
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
WORKER, MANAGER, LEAD = f"{CODE}-social-worker", f"{CODE}-line-manager", f"{CODE}-lead-professional"
CHAIR, BOARD, PAEDIATRICIAN = f"{CODE}-conference-chair", f"{CODE}-board-chair", f"{CODE}-paediatrician"
SENIOR = f"{CODE}-head-of-service"
CHILD = {"subject_kind": "child", "legal_status": "not_looked_after", "plan": "none"}
IN_CARE = {**CHILD, "legal_status": "care_order"}
DIED = {**CHILD, "happened": ["death"], "abuse_or_neglect": "no"}


def raised(now: datetime = NOON, **facts: Any) -> Case:
    """A case of a child, raised by judgement with these facts besides."""
    return Case(real(CODE), now).given(raise_it({**CHILD, **facts}, "LCP-OTHER-1", area="boston"), by=WORKER)


def record(case: Case, **facts: Any) -> Case:
    """Records these facts."""
    return case.given(case.update(facts), by=WORKER)


def ask(request: str) -> MakeRequestV1:
    """The command with which a person asks for something beside the route."""
    return MakeRequestV1(THIS, request, None, None, False, "sealed")


def done(case: Case, duty: str, by: str) -> Case:
    """Somebody has done the duty, and says with which reference."""
    found = [each for each in case.routing.duties.values() if each.duty == duty][-1]
    return case.given(CompleteDutyV1(THIS, found.duty_id, "REF-1"), by=by)


def decided(case: Case, step: str, outcome: str, by: str, **records: Any) -> Case:
    """Somebody takes the task, if it lies in a group's tray, and decides it with a comment."""
    if case.task(step).tray == "group":
        case.given(case.claim(step), by=by)
    return case.given(case.decide(step, outcome, records, sealed="sealed"), by=by)


def laws(names: Iterable[str]) -> set[str]:
    """Those of these ids that are the law's."""
    return {each for each in names if each.startswith("law_")}


def opened(case: Case) -> set[str]:
    """The law's duties and requests that opened since the last act."""
    tasks = [each.step for each in case.of(TaskOpenedV1) if each.beside]
    return laws([*(each.duty for each in case.of(DutyOpenedV1)), *tasks])


def told(case: Case) -> set[str]:
    """The roles that were given a notice since the last act."""
    return {each.role for each in case.of(NoticeGivenV1)}


def reminded(case: Case, clock: str) -> set[str]:
    """The roles that were told so far that this time was missed."""
    about = {f"Overdue: {each.title}" for each in case.ever(ClockStartedV1) if each.clock == clock}
    return {each.role for each in case.ever(NoticeGivenV1) if each.about in about}


def sent_to(case: Case, duty: str) -> str:
    """To whom the duty that opened since the last act is owed."""
    [found] = [each.to for each in case.of(DutyOpenedV1) if each.duty == duty]
    return str(found)


def running(case: Case) -> set[str]:
    """The law's clocks that run."""
    return laws(each.clock for each in case.routing.clocks.values() if each.waits)


def due(case: Case, clock: str) -> datetime:
    """When the latest clock of this rule or duty is due."""
    return case.running(clock).due


def met(case: Case) -> list[bool]:
    """Of each clock that was met since the last act, whether it was late."""
    return [each.late for each in case.of(ClockMetV1)]


def missed_at(case: Case, clock: str, moment: datetime) -> None:
    """Asserts that the clock still runs a minute before, and was missed, its owner reminded, at that moment."""
    assert due(case, clock) == moment
    case.until(moment - MINUTE)
    assert case.running(clock).waits
    case.until(moment)
    missed = [case.routing.clocks[each.clock_id] for each in case.of(ClockBreachedV1)]
    assert [each.owner for each in missed if each.clock == clock]
    assert {each.owner for each in missed} <= told(case)


def cited(events: Iterable[Any]) -> set[str]:
    """The rules that the decisions of these events cite."""
    return {rule for each in events for decision in getattr(each, "decisions", ()) for rule in decision.rules}


def read(rule: str) -> RuleText:
    """The rule as a reader finds it behind any decision that cites it."""
    return rule_text(EDITION, rule)


def judged(threshold: str, facts: dict[str, Any], edition: Edition = EDITION) -> Judged:
    """How the threshold comes out for these facts."""
    [asked] = [each for each in edition.thresholds if each.id == threshold]
    within = setting(edition, VOCABULARY.read(facts, NOON), NOON, england_and_wales())
    return judge_threshold(asked, lambda condition: holds(condition, within))


def ago(**span: float) -> str:
    """So long before the case's noon, as a fact."""
    return at(NOON - timedelta(**span))
