"""Luton: from when its guidance holds here."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from needfire.authority import editions_of
from tests.rules.luton.playing import (
    forwarded,
)

LUTON = editions_of("needfire_luton")[0]


@pytest.mark.rule("LUT-PLAT-2")
@pytest.mark.parametrize(
    ("day", "edition"),
    [(datetime(2020, 1, 1, 12, tzinfo=UTC), "undated"), (datetime(2019, 12, 31, 12, tzinfo=UTC), None)],
)
def test_the_undated_guidance_holds_from_2020_here_and_says_that_this_is_ours(
    day: datetime, edition: str | None
) -> None:
    authority = forwarded({}).deployment.authorities["luton"]
    held = authority.edition_at(day)
    assert (held.edition if held else None) == edition
    assert LUTON.rules["LUT-PLAT-2"].status == "assumption"
