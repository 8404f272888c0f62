"""Jane's story on the moved clock: 12 weeks on the register, reviews at weeks 3, 6, 9 and 12, then six months of step-down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contracts import risk_register as contract
from tests.unit.risk_register.house import CHAIR, JANE, LEAD, MONDAY, TEAM, WEEK, RegisterHouse

MONTHLY = contract.ReviewEntryV1(JANE, "monthly_review")


@pytest.mark.rule("NBL-JANE", "NBL-P14", "NBL-P14B", "NBL-P16", "NBL-P18")
def test_jane() -> None:
    house = RegisterHouse().on_register("very_high")
    for week, level in ((3, "very_high"), (6, "high"), (9, "high"), (12, "medium")):
        house.until(MONDAY + week * WEEK - timedelta(hours=week))
        house.review(level).given(MONTHLY, CHAIR)
    assert house.of(contract.ReviewMissedV1) == []
    house.given(contract.LeaveRegisterV1(JANE, sealed="The risk has fallen."), CHAIR)
    left = house.clock.now()
    assert timedelta(weeks=11) < left - MONDAY < timedelta(weeks=12)
    while len(house.entry().due) > 1:
        house.until(house.entry().due[0].due - timedelta(hours=1))
        house.assess("low")
        house.given(contract.ReviewStepDownV1(JANE, keyworker_still_right=True), LEAD)
    assert house.entry().step_down_meetings == 8
    ends = house.entry().step_down_ends
    assert ends is not None and ends > left + timedelta(days=180)
    house.until(ends)
    house.given(contract.EndStepDownV1(JANE, further_concern=False, sealed="Every two months."), TEAM)
    assert (house.entry().stage, house.entry().due) == ("ended", ())
