"""Kent's cases under either edition: how they are played, judged and read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from contracts.escalation import ClockStartedV1, MakeRequestV1, NoticeGivenV1
from contracts.gateway_answers import RuleText
from gateway.words.names import rule_text
from needfire.authority import editions_of
from needfire.form_parts import parts_asked
from needfire.procedure import Edition
from needfire.suggesting import holds, setting
from needfire.thresholds import Judged, judge_threshold
from needfire.vocabulary import VOCABULARY
from needfire.working_time import england_and_wales
from tests.unit.casework.case import THIS, Case

EDITIONS: Mapping[str, Edition] = {each.edition: each for each in editions_of("needfire_kent")}
CALENDAR = england_and_wales()
RawFacts = Mapping[str, Any]

# The exceptional cases of a national alert, the same in both editions: the facts, and what each of them may not lack.
INVESTIGATED: tuple[RawFacts, list[RawFacts]] = (
    {"section_47_investigation": "during", "sufficient_danger": True},
    [{"section_47_investigation": "none"}, {"sufficient_danger": False}],
)
ABDUCTED: tuple[RawFacts, list[RawFacts]] = (
    {"legal_status": "care_order", "abducted_by_person_of_risk": True},
    [{"legal_status": "interim_care_order"}, {"abducted_by_person_of_risk": False}, {"whereabouts": "thought_known"}],
)
REMOVED: tuple[RawFacts, list[RawFacts]] = (
    {"accommodated_after_protection_concerns": True, "removed_by_person_of_risk": True},
    [
        {"accommodated_after_protection_concerns": False},
        {"removed_by_person_of_risk": False},
        {"whereabouts": "thought_known"},
    ],
)


def ask(
    request: str, of_role: str | None = None, *, urgent: bool = False, sealed: str | None = "sealed"
) -> MakeRequestV1:
    """The command with which a person asks for something beside the route."""
    return MakeRequestV1(THIS, request, of_role, None, urgent, sealed)


def duties(case: Case) -> list[str]:
    """The duties that the case has opened under Kent's own edition; those of the law's baseline are left out."""
    own = {each.id for each in EDITIONS[case.notification.edition].duties}
    return [each for each in case.duties if each in own]


def take(case: Case, step: str, by: str) -> Case:
    """Somebody takes the task out of their group's tray."""
    return case.given(case.claim(step), by=by)


def told(case: Case) -> list[str]:
    """The roles that were given a notice since the last act, in order."""
    return [each.role for each in case.of(NoticeGivenV1)]


def cited(events: Iterable[Any]) -> set[str]:
    """The rules that the decisions of these events cite."""
    return {rule for each in events for decision in getattr(each, "decisions", ()) for rule in decision.rules}


def read(edition: str, rule: str) -> RuleText:
    """The rule as a reader finds it behind any decision that cites it."""
    return rule_text(EDITIONS[edition], rule)


def judged(edition: str, threshold: str, raw: RawFacts, at: datetime) -> Judged:
    """How the threshold comes out for these facts at that moment."""
    stated = EDITIONS[edition]
    [asked] = [each for each in stated.thresholds if each.id == threshold]
    within = setting(stated, VOCABULARY.read(raw, at), at, CALENDAR)
    return judge_threshold(asked, lambda condition: holds(condition, within))


def binds(case: Case, clock: str) -> bool:
    """Whether the clock is one that must be met, and not only should."""
    [started] = [each for each in case.ever(ClockStartedV1) if each.clock == clock][-1:]
    return "should be" not in started.decisions[0].answer


def decided_by(edition: str, threshold: str) -> str:
    """The role that decides on the threshold, as readers are told."""
    stated = EDITIONS[edition]
    return next(stated.roles[each.by] for each in stated.thresholds if each.id == threshold)


def parts_of(edition: str, raw: RawFacts, at: datetime) -> list[str]:
    """The parts of the form that are asked in this case."""
    stated = EDITIONS[edition]
    within = setting(stated, VOCABULARY.read(raw, at), at, CALENDAR)
    return [each.title for each in parts_asked(stated.form, within)]


def against(edition: str, threshold: str, raw: RawFacts, at: datetime) -> set[str]:
    """The rules that stand against it."""
    return {ground.rule for ground, _ in judged(edition, threshold, raw, at).against}
