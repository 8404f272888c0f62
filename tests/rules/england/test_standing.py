"""The law stands under Kent's and Luton's own procedures: its times run there, in their roles, and are no others' business."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.words.names import rule_text
from tests.rules.england.playing import laws, running
from tests.rules.kent_2016 import playing as kent_2016
from tests.rules.luton import playing as luton
from tests.unit.casework.authorities import real
from tests.unit.casework.case import Case, at
from tests.unit.escalation import kent

MIDNIGHTS = timedelta(days=2)  # the end of the first working day after a Tuesday


def in_kent(**facts: Any) -> Case:
    """A child's case in Kent under the edition of 2023."""
    return kent.raised({**kent.HARMLESS, **facts}, "KEN23-NTK-K")


def in_kent_of_2016(**facts: Any) -> Case:
    """A child's case in Kent under the edition of 2016."""
    return kent_2016.raised({**kent_2016.ORGANISED_ABUSE, **facts}, "KEN16-CAT-4")


def in_luton(**facts: Any) -> Case:
    """A child's case in Luton."""
    return luton.raised({**luton.MISSING, **facts}, "LUT-CLA-3")


PLACES = [
    pytest.param(in_kent, "kent", "2023-12", "KEN23-PLAT-5", marks=pytest.mark.rule("KEN23-PLAT-5")),
    pytest.param(in_kent_of_2016, "kent", "2016-09", "KEN16-PLAT-4", marks=pytest.mark.rule("KEN16-PLAT-4")),
    pytest.param(in_luton, "luton", "undated", "LUT-PLAT-3", marks=pytest.mark.rule("LUT-PLAT-3")),
]


@pytest.mark.parametrize(("raised", "code", "name", "rule"), PLACES)
def test_the_laws_times_run_in_the_councils_own_roles(
    raised: Callable[..., Case], code: str, name: str, rule: str
) -> None:
    now = raised().clock.now()
    case = raised(referral_received_at=at(now))
    assert {"law_referral_decision", "law_referral_acknowledged"} <= running(case)
    day = datetime(now.year, now.month, now.day, tzinfo=UTC)
    clock = case.running("law_referral_decision")
    assert clock.due - day in (MIDNIGHTS, MIDNIGHTS - timedelta(hours=1))
    assert clock.owner in real(code).authorities[code].editions[name].roles


@pytest.mark.parametrize(("raised", "code", "name", "rule"), PLACES)
def test_a_case_without_the_laws_facts_has_nothing_of_it(
    raised: Callable[..., Case], code: str, name: str, rule: str
) -> None:
    case = raised()
    assert (laws(case.duties), running(case), laws(case.waiting)) == (set(), set(), set())


@pytest.mark.parametrize(("raised", "code", "name", "rule"), PLACES)
def test_on_which_law_it_stands_is_ours_and_the_laws_own_source_is_shown(
    raised: Callable[..., Case], code: str, name: str, rule: str
) -> None:
    edition = real(code).authorities[code].editions[name]
    assert rule_text(edition, rule).status == "assumption"
    assert rule_text(edition, rule).other_reading
    assert "Working Together" in rule_text(edition, "WT13-05").document
    assert rule_text(edition, "WT13-05").status == ("unconfirmed" if name == "2023-12" else "text")
