"""The stories of `make demo`: what a scene may say, and what is sent for it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from rich.console import Console

from operations.story import STORIES, Telling
from operations.story_beside import verbs
from operations.story_ledger import LedgerShown
from operations.story_people import People
from operations.story_scenes import VERBS, Scene, StoryUnreadable, moment, read_stories, span
from operations.story_trail import Trail
from shared_kernel.settings import Settings

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)


@dataclass
class FakeCase:
    """A case that keeps what was sent."""

    path: str = "/v1/notifications/n-1"
    now: datetime = NOON
    sent: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def open(self, part: str, **matching: Any) -> Any:
        return {"tasks": {"task_id": "t-1"}, "duties": {"duty_id": "d-1"}}[part]

    def act(self, scene: Scene, path: str, body: Mapping[str, Any]) -> None:
        self.sent.append((path, body))


def played(verb: str, what: Any) -> tuple[str, Mapping[str, Any]]:
    """The path and the body that are sent for a scene."""
    case = FakeCase()
    verbs(case)[verb](Scene(verb, what, "somebody"))
    [sent] = case.sent
    return sent


def test_what_a_story_may_say_is_what_can_be_played() -> None:
    with httpx.Client() as client:
        console = Console(file=io.StringIO())
        telling = Telling(
            read_stories(STORIES)[0],
            People(client, str),
            Settings.from_environment({}),
            Trail(console),
            LedgerShown(console),
        )
    assert sorted(telling.verbs) == sorted(VERBS)


@pytest.mark.parametrize(
    ("verb", "what", "path", "body"),
    [
        (
            "ask",
            {"request": "action", "of_role": "r"},
            "/v1/notifications/n-1/requests",
            {"request": "action", "of_role": "r"},
        ),
        (
            "share",
            {"circulation": "c", "to_body": "b"},
            "/v1/notifications/n-1/shares",
            {"circulation": "c", "to_body": "b"},
        ),
        ("give_back", {"step": "s"}, "/v1/tasks/t-1/return", {}),
        ("reassign", {"step": "s", "to_person": "p"}, "/v1/tasks/t-1/reassignment", {"to_person": "p"}),
        ("propose_not_required", {"duty": "d"}, "/v1/duties/d-1/not-required", {}),
        (
            "confirm_not_required",
            {"duty": "d", "agrees": True},
            "/v1/duties/d-1/not-required/confirmation",
            {"agrees": True},
        ),
    ],
)
def test_what_is_done_beside_the_route_is_sent_with_its_comment(
    verb: str, what: dict[str, Any], path: str, body: dict[str, Any]
) -> None:
    assert played(verb, what) == (path, body)
    assert played(verb, {**what, "comment": "Why."}) == (path, {**body, "particulars": {"comment": "Why."}})


def test_an_absence_begins_and_ends() -> None:
    away = {"delegate": "p", "starts": "2 hours ago", "ends": "in 3 days"}
    told = {"delegate": "p", "starts": "2026-11-17T10:00:00+00:00", "ends": "2026-11-20T12:00:00+00:00"}
    assert played("go_away", away) == ("/v1/absences", told)
    assert played("be_back", None) == ("/v1/absences/end", {})


def test_moments_are_told_from_now() -> None:
    assert moment("5 hours ago", NOON) == (NOON - timedelta(hours=5)).isoformat()
    assert moment("in 2 days", NOON) == (NOON + timedelta(days=2)).isoformat()
    assert [moment(value, NOON) for value in ("tomorrow", 15, ["missing"])] == ["tomorrow", 15, ["missing"]]


def test_a_length_of_time_is_hours_or_days() -> None:
    assert (span("25 hours"), span("8 days")) == (timedelta(hours=25), timedelta(days=8))
    with pytest.raises(StoryUnreadable, match="8 days or 25 hours"):
        span("a week")


def test_a_scene_with_two_verbs_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "1-both.yaml").write_text(
        "title: t\nauthority: a\narea: x\nscenes:\n- {claim: {step: s}, share: {circulation: c}}\n", "utf-8"
    )
    with pytest.raises(StoryUnreadable, match=r"1-both\.yaml, scene 1"):
        read_stories(tmp_path)


@pytest.mark.parametrize(
    ("by", "said"),
    [
        (timedelta(hours=25), "25 hours"),
        (timedelta(days=8), "8 days"),
        (timedelta(hours=1, minutes=1), "1 hour 1 minute"),
    ],
)
def test_the_clock_s_move_is_told_in_words(by: timedelta, said: str) -> None:
    told = io.StringIO()
    Trail(Console(file=told, width=82)).clock_moved(by, NOON)
    assert f"moved on by {said}; it is now Tue 17 Nov 2026 12:00" in told.getvalue()
