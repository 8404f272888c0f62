"""Reads a story: a case as scenes, from a file in `examples/stories` that a person can read and change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

VERBS = (
    *("raise", "consult", "decide", "claim", "receive", "complete", "update", "close", "move_clock", "wait_for"),
    *("ask", "share", "give_back", "reassign", "propose_not_required", "confirm_not_required", "go_away", "be_back"),
    *("propose_alert", "write_alert", "watch_cascade", "custodian_says"),
    *("assess", "plan", "refer", "say_views", "decide_referral", "review", "take_off", "step_down", "end_step_down"),
)
_AGO = re.compile(r"(?P<count>[0-9]+) (?P<unit>hours|days) ago")
_AHEAD = re.compile(r"in (?P<count>[0-9]+) (?P<unit>hours|days)")
_SPAN = re.compile(r"(?P<count>[0-9]+) (?P<unit>hours|days)")


class StoryUnreadable(ValueError):
    """A story's file cannot be played; the sentence names file, scene and mend."""


@dataclass(frozen=True)
class Scene:
    """One thing that somebody does. `refused` is the code with which the platform is expected to refuse it."""

    verb: str
    what: Any
    by: str = ""
    says: str = ""
    refused: str | None = None


@dataclass(frozen=True)
class Story:
    """A case of one authority, scene by scene."""

    file: str
    title: str
    authority: str
    area: str
    scenes: tuple[Scene, ...] = field(default=())


def read_stories(folder: Path) -> tuple[Story, ...]:
    """The stories in the folder, by file name. Raises StoryUnreadable."""
    return tuple(_story(file) for file in sorted(folder.glob("*.yaml")))


def _story(file: Path) -> Story:
    try:
        raw = yaml.safe_load(file.read_text("utf-8"))
        scenes = tuple(_scenes(file.name, raw["scenes"]))
        return Story(file.name, raw["title"], raw["authority"], raw["area"], scenes)
    except (yaml.YAMLError, KeyError, TypeError) as problem:
        raise StoryUnreadable(
            f"{file.name}: needs title, authority, area and scenes ({type(problem).__name__})"
        ) from None


def _scenes(file: str, raw: list[Mapping[str, Any]]) -> Iterator[Scene]:
    for number, each in enumerate(raw, start=1):
        verbs = [verb for verb in VERBS if verb in each]
        unknown = each.keys() - {*VERBS, "by", "says", "refused"}
        if len(verbs) != 1 or unknown:
            raise StoryUnreadable(f"{file}, scene {number}: give exactly one of {', '.join(VERBS)}")
        yield Scene(verbs[0], each[verbs[0]], each.get("by", ""), each.get("says", ""), each.get("refused"))


def with_times(facts: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The facts with "5 hours ago" and "in 2 days" turned into a date and time."""
    return {name: moment(value, now) for name, value in facts.items()}


def moment(value: Any, now: datetime) -> Any:
    """The date and time of "5 hours ago" or "in 2 days"; anything else as it is."""
    text = value if isinstance(value, str) else ""
    if ago := _AGO.fullmatch(text):
        return (now - _of(ago)).isoformat()
    if ahead := _AHEAD.fullmatch(text):
        return (now + _of(ahead)).isoformat()
    return value


def span(text: str) -> timedelta:
    """ "8 days" as a length of time. Raises StoryUnreadable."""
    match = _SPAN.fullmatch(text)
    if match is None:
        raise StoryUnreadable(f"'{text}' is no length of time: say for example 8 days or 25 hours")
    return _of(match)


def _of(match: re.Match[str]) -> timedelta:
    return timedelta(**{match["unit"]: int(match["count"])})
