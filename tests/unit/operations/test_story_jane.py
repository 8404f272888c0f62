"""Jane's story as `make demo` plays it, over the gateway with the services in this process: every scene is accepted or refused as written."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from operations.story import STORIES, Telling
from operations.story_ledger import LedgerShown
from operations.story_people import People
from operations.story_scenes import read_stories
from operations.story_trail import Trail
from shared_kernel.settings import Settings
from tests.unit.casework.authorities import real
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House


class InProcess:
    """The people's client, which here calls the application itself."""

    def __init__(self, callers: Callers) -> None:
        self._callers = callers

    def get(self, path: str, headers: dict[str, str]) -> Any:
        return self._callers.call("GET", path, headers=headers)

    def post(self, path: str, json: Any, headers: dict[str, str]) -> Any:
        return self._callers.call("POST", path, json=json, headers=headers)


@dataclass
class Told(Telling):
    """A story whose time is the house's."""

    house: House | None = None

    def followed(self) -> None:
        """Here everything follows at once."""

    @property
    def now(self) -> datetime:
        assert self.house
        return self.house.case.clock.now()

    def pass_time(self, by: timedelta) -> None:
        assert self.house
        self.house.passes(seconds=by.total_seconds())
        self.trail.clock_moved(by, self.now)


@pytest.mark.rule("NBL-JANE", "NBL-P10A", "NBL-P12", "NBL-P14", "NBL-P14B", "NBL-P16", "NBL-P18")
def test_jane_s_story_is_played_to_its_end(tmp_path: Path) -> None:
    story = next(each for each in read_stories(STORIES) if "jane" in each.file)
    house, written = House(tmp_path, real("northumberland")), io.StringIO()
    console = Console(file=written, width=82)
    with house.open() as callers:
        people: Any = People(InProcess(callers), house.token_for)  # type: ignore[arg-type]
        told = Told(story, people, Settings.from_environment({}), Trail(console), LedgerShown(console), house=house)
        told.tell()
        entry = callers.said(f"/v1/register/entries/{told.notification_id}", "northumberland-group-chair")
    assert (entry["stage"], len(entry["reviews"]), len(entry["step_down_meetings"])) == ("ended", 8, 8)
    assert [each["level"] for each in entry["trend"]][:5] == ["very_high", "very_high", "high", "high", "medium"]
    trail = " ".join(written.getvalue().split())
    for scene in story.scenes:
        assert scene.says in trail
