"""What no sequence of commands does: put anybody on the register without concurrence, or take them off while high."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts import risk_register as contract
from tests.unit.risk_register.house import BODIES, CHAIR, JANE, LEAD, PLAN, TEAM, RegisterHouse

SEALED = st.sampled_from((None, "why"))
LEVELS = st.sampled_from(("low", "medium", "high", "very_high"))
VIEWS = st.sampled_from(("agrees", "does_not_agree", "not_represented"))
COMMANDS: st.SearchStrategy[tuple[Any, str]] = st.one_of(
    st.just((PLAN, LEAD)),
    st.just((PLAN, CHAIR)),
    st.just((contract.ReferV1(JANE), TEAM)),
    st.builds(lambda body, view: (contract.RecordViewV1(JANE, body, view), CHAIR), st.sampled_from(BODIES), VIEWS),
    st.builds(lambda yes, why: (contract.DecideReferralV1(JANE, yes, None, why), CHAIR), st.booleans(), SEALED),
    st.builds(
        lambda cycle, right: (contract.ReviewEntryV1(JANE, cycle, keyworker_still_right=right), CHAIR),
        st.sampled_from(("monthly_review", "three_weekly_review")),
        st.sampled_from((None, True, False)),
    ),
    st.builds(
        lambda why, text: (contract.LeaveRegisterV1(JANE, why, text), CHAIR),
        st.sampled_from((None, None, None, "moved", "forgotten")),
        SEALED,
    ),
    st.just((contract.ReviewStepDownV1(JANE, True), LEAD)),
    st.builds(lambda why: (contract.EndStepDownV1(JANE, False, why), TEAM), SEALED),
    st.builds(lambda yes: (contract.DecideChangeV1(JANE, 1, yes, True, "why"), CHAIR), st.booleans()),
    st.just((contract.ProposeChangeV1(JANE, sealed="what"), LEAD)),
)
ALL_VIEWS = [(contract.RecordViewV1(JANE, body, "agrees"), CHAIR) for body in BODIES]
STEPS = st.lists(
    st.one_of(
        COMMANDS,
        LEVELS,
        st.integers(1, 200),
        st.just("views"),
    ),
    max_size=30,
)


def _play(house: RegisterHouse, step: Any) -> None:
    if isinstance(step, int):
        house.until(house.clock.now() + timedelta(days=step))
    elif step == "views":
        for command, by in ALL_VIEWS:
            house.ask(command, by)
    elif isinstance(step, str):
        house.assess(step)
    else:
        house.ask(*step)


def _holds(house: RegisterHouse) -> None:
    """Read from the events alone, and not from how the service folds them."""
    on, level, by_review, agreed = False, "", "", True
    for event in house.everything():
        match type(event).__name__:
            case "AssessmentNotedV1":
                level = event.level
            case "ReferredV1":
                agreed = False
                assert level in ("high", "very_high") and not on
            case "ReferralDecidedV1":
                assert set(event.views) == set(BODIES) and (event.concurs or event.sealed)
                agreed = on = event.concurs
                by_review = ""
            case "EntryReviewedV1":
                assert on and agreed
                by_review = event.level
            case "LeftRegisterV1":
                assert on and agreed and event.sealed
                assert event.otherwise == "moved" or (level == by_review and level in ("low", "medium"))
                on = False
    assert (house.entry().stage == "on_register") == on


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_nobody_comes_on_without_concurrence_and_nobody_off_while_high(steps: list[Any]) -> None:
    house = RegisterHouse()
    for step in steps:
        _play(house, step)
    _holds(house)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_nor_from_the_register_on(steps: list[Any]) -> None:
    house = RegisterHouse().on_register()
    for step in steps:
        _play(house, step)
    _holds(house)
