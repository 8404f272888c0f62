"""The light way to reckon a case, for thousands of them, says what the platform itself does with the case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts import escalation, intake
from needfire.conformance.facts import AS_OF, recorded_facts
from needfire.procedure import Edition
from services.escalation.replaying.reckoning import NOTIFIED, Reckoned
from shared_kernel.command_desk import happened
from workbench.cases import CaseFile
from workbench.played import Played
from workbench.reckoning import reckoner
from workbench.rehearsal import EVENTS
from workbench.sources import Source, sources
from workbench.trying import play

UNDER = [each for code in ("kent", "luton") for each in sources(code)]
# What the editions ask about, laid over random facts, so that many of the cases are notified.
CHILD: dict[str, Any] = {"subject_kind": "child", "legal_status": "care_order", "open_to_services": True}
LIKELY: list[dict[str, Any]] = [
    {},
    {**CHILD, "happened": ["death"], "abuse_or_neglect": "suspected"},
    {**CHILD, "happened": ["missing"], "missing_since": (AS_OF - timedelta(hours=50)).isoformat()},
    {**CHILD, "happened": ["charge"], "offence": "section_18"},
    {**CHILD, "happened": ["media_matter"], "media_interest": ["coverage"]},
    {"subject_kind": "adult_in_position_of_trust", "happened": ["allegation"], "significant_harm_alleged": True},
]


def at_raising(played: Played) -> Sequence[Any]:
    """What escalation decided when the route began; what clocks that were late already did came after."""
    first = next((c for c in played.rehearsal.log if c.stream.startswith("routing-")), None)
    return happened(first, EVENTS) if first else []


def as_rehearsed(played: Played) -> dict[str, Any]:
    raised = next((m.event for m in played.of(intake.NotificationRaisedV1)), None)
    events = at_raising(played)
    started = next((e for e in events if isinstance(e, escalation.RoutingStartedV1)), None)
    told = (escalation.NoticeGivenV1, escalation.TaskOpenedV1)
    return {
        "outcome": played.refused.refusal["code"] if played.refused else NOTIFIED if raised else "not notified",
        "categories": raised.categories if raised else played.chosen,
        "route": started.route if started else "",
        "told at once": {e.role for e in events if isinstance(e, told)},
        "clocks": {e.clock: (e.due, e.target) for e in events if isinstance(e, escalation.ClockStartedV1)},
        "duties": {e.duty: e.to for e in events if isinstance(e, escalation.DutyOpenedV1)},
    }


def as_reckoned(found: Reckoned) -> dict[str, Any]:
    return {
        "outcome": found.outcome,
        "categories": found.categories,
        "route": found.route,
        "told at once": {role for role, decisions in found.told.items() if decisions == 0},
        "clocks": {clock: (due.due, due.target) for clock, due in found.clocks.items()},
        "duties": dict(found.duties),
    }


@pytest.mark.parametrize("source", UNDER, ids=lambda each: each.edition.name)
def test_reckoning_says_what_the_rehearsal_does(source: Source) -> None:
    edition: Edition = source.edition
    light = reckoner(source.authority, edition, None)
    raising = edition.act("raise")
    assert raising
    notified = []

    @settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(recorded_facts(), st.sampled_from(LIKELY), st.sampled_from(raising.roles), st.integers(0, 10_000))
    def agrees(facts: dict[str, Any], likely: dict[str, Any], role: str, minutes: int) -> None:
        stated = {**facts, **likely}
        case = CaseFile("c.yaml", "c", edition.authority, AS_OF + timedelta(minutes=minutes), stated, role)
        rehearsed, reckoned = as_rehearsed(play(case, source.authority, edition, None)), as_reckoned(light.reckon(case))
        assert reckoned == rehearsed
        notified.append(rehearsed["outcome"] == NOTIFIED)

    agrees()
    assert any(notified), "no random case was notified: this has compared nothing"
