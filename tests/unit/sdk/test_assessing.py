"""How an edition has risk assessed: what leads nowhere is named when the edition is read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from needfire.assessing import AskedWithLevel
from needfire.checking import problems_of
from needfire.triggers import Trigger
from tests.rules.northumberland.assessing import edition


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"instrument": "none"}, "assessing works with the instrument 'none', which is not in instruments"),
        ({"by": ("nobody",)}, "nobody"),
        ({"level_by": ("nobody",)}, "nobody"),
        ({"rules": ()}, "assessing cites no rule"),
        ({"review_rules": ("NBL-NONE",)}, "assessing, reviews cites NBL-NONE"),
        ({"level": "level_set_at"}, "assessing names the fact 'level_set_at', which is no choice"),
        ({"level": "placement"}, "assessing records the level as 'placement', which does not have every level"),
        ({"level_at": "nothing"}, "assessing names the fact 'nothing', which is no moment"),
        ({"attached": "level_set_at"}, "assessing names the fact 'level_set_at', which is no flag"),
        ({"done": Trigger("decided", "assess", "nothing")}, "assessing waits for 'decided:assess.nothing'"),
        (
            {"asks": (AskedWithLevel("social_worker_involved", ("dreadful",), ("NBL-T05",)),)},
            "assessing asks social_worker_involved with 'dreadful', which is no level",
        ),
    ],
)
def test_what_leads_nowhere_is_named(changed: dict[str, Any], problem: str) -> None:
    whole = edition()
    assert whole.assessing is not None and not problems_of(whole)
    found = problems_of(replace(whole, assessing=replace(whole.assessing, **changed)))
    assert any(problem in each for each in found), found
