"""Cases under the procedure that Lincolnshire's plugin adopts, brought to where a test begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from contracts.escalation import MakeRequestV1, NoticeGivenV1
from contracts.gateway_answers import RuleText
from gateway.words.names import rule_text
from needfire.procedure import Edition
from needfire.suggesting import suggest
from needfire.vocabulary import VOCABULARY
from needfire.working_time import england_and_wales
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON, THIS, Case, at, raise_it

CODE = "lincolnshire"
EDITION: Edition = real(CODE).authorities[CODE].editions["2015-03"]
WORKER, PRACTITIONER, MANAGER = f"{CODE}-social-worker", f"{CODE}-advanced-practitioner", f"{CODE}-line-manager"
GROUP_LEAD, HEAD, DIRECTOR = f"{CODE}-practice-group-lead", f"{CODE}-head-of-service", f"{CODE}-director"
PARTNER, HUB, LEAD = f"{CODE}-partner", f"{CODE}-hub-1", f"{CODE}-lead-professional"
MINUTE = timedelta(minutes=1)

CHILD = {"subject_kind": "child", "legal_status": "not_looked_after", "plan": "none"}
IN_CARE = {**CHILD, "legal_status": "care_order"}
ON_PLAN = {**CHILD, "plan": "child_protection"}
PROMISED = {"update_expected_at": at(NOON + timedelta(days=2))}
ORGANISED = {**CHILD, **PROMISED, "happened": ["complex_abuse"], "arose_at": at(NOON)}


def raised(
    facts: Mapping[str, Any], *categories: str, by: str = WORKER, now: datetime = NOON, area: str = "boston"
) -> Case:
    """Raised; without categories by judgement."""
    asked = raise_it(facts, *(categories or ("LCP-OTHER-1",)), area=area)
    return Case(real(CODE), now).given(asked, by=by)


def briefed(now: datetime = NOON, **facts: Any) -> Case:
    """A briefing of the director, which lies with the practice group lead."""
    return raised({**ORGANISED, **facts}, "LCP-ALWAYS-6", now=now)


def reported(**facts: Any) -> Case:
    """A report that lies with the head of service, who decides."""
    return raised({**ON_PLAN, "happened": ["significant_risk"], "made_homeless": True, **facts}, "LCP-HOS-5")


def decided(case: Case, step: str, outcome: str, by: str, comment: str | None = "sealed") -> Case:
    """Somebody takes the task, if it lies in a group's tray, and decides it."""
    if case.task(step).tray == "group":
        case.given(case.claim(step), by=by)
    return case.given(case.decide(step, outcome, sealed=comment), by=by)


def record(case: Case, **facts: Any) -> Case:
    """Records these facts."""
    return case.given(case.update(facts), by=WORKER)


def ask(request: str) -> MakeRequestV1:
    """The command with which a person asks for something beside the route."""
    return MakeRequestV1(THIS, request, None, None, False, "sealed")


def suggested(facts: Mapping[str, Any]) -> set[str]:
    """The categories that the facts meet."""
    found = suggest(EDITION, VOCABULARY.read(facts, NOON), NOON, england_and_wales())
    return {each.rule for each in found}


def told(case: Case) -> list[str]:
    """The roles that were given a notice since the last act, in order."""
    return [each.role for each in case.of(NoticeGivenV1)]


def cited(events: Iterable[Any]) -> set[str]:
    """The rules that the decisions of these events cite."""
    return {rule for each in events for decision in getattr(each, "decisions", ()) for rule in decision.rules}


def read(rule: str) -> RuleText:
    """The rule as a reader finds it behind any decision that cites it."""
    return rule_text(EDITION, rule)


def is_shown_as(rule: str, status: str) -> bool:
    """Whether a reader sees the rule marked so, with the other reading where there is one to see."""
    return read(rule).status == status and bool(read(rule).other_reading) == (status in ("assumption", "conflict"))


def ago(**span: float) -> str:
    """So long before the case's noon, as a fact."""
    return at(NOON - timedelta(**span))
