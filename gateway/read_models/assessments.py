"""An assessment: what stands at each place of its form, what lies beside it, what it came to, its levels."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from access.visibility import Visibility
from gateway.read_models.folding import Changes, Document, Happening, View, changed, happenings, instant
from shared_kernel.commits import Commit
from shared_kernel.upcasting import events_of

NAME, SOURCE, STREAMS = "assessments", "risk_management", "assessment-"


def _saved(part: Document, event: Happening) -> None:
    told = {"by": event.data["by"], "at": event.at, "changed": event.stream_version}
    for filled in event.data["places"]:
        place, stands = filled["place"], {**filled, **told}
        if place in event.data["beside"]:
            part["beside"].setdefault(place, []).append(stands)
        else:
            part["places"][place] = stands
            part["beside"].pop(place, None)


def _completed(part: Document, event: Happening) -> None:
    names = ("by", "total", "sections", "unanswered", "warnings", "prompts", "set_off", "wants_level")
    told = {name: event.data[name] for name in names}
    part["completed"] = {**told, "completed_at": instant(event.data["completed_at"])}


def _level(part: Document, event: Happening) -> None:
    names = ("level", "by", "asked", "indicated", "sealed")
    told = {name: event.data[name] for name in names}
    part["levels"].append({**told, "set_at": instant(event.data["set_at"]), "countersigned": None})


def _countersigned(part: Document, event: Happening) -> None:
    part["levels"][-1]["countersigned"] = {"by": event.data["by"], "at": instant(event.data["countersigned_at"])}


CHANGES: Changes = {
    ("DraftSaved", 1): _saved,
    ("AssessmentCompleted", 1): _completed,
    ("LevelSet", 1): _level,
    ("LevelCountersigned", 1): _countersigned,
}


def key(source: str, commit: Commit) -> str | None:
    """The assessment that the commit is about."""
    return commit.stream if source == SOURCE and commit.stream.startswith(STREAMS) else None


def take(told: Document, source: str, commit: Commit) -> Document:
    """The assessment after this commit. Raises UnknownEvent."""
    if "places" not in told:
        told.update(
            notification_id=notification_of(commit.stream),
            places={},
            beside={},
            completed=None,
            levels=[],
            decisions=[],
        )
    changed(told, CHANGES, happenings(source, commit))
    told["decisions"] += [each for event in events_of(commit) for each in event.data.get("decisions", ())]
    return told


def notification_of(assessment_id: str) -> str:
    """The notification that the assessment hangs on, by its id."""
    return f"notification-{assessment_id.removeprefix(STREAMS).rpartition('-')[0]}"


VIEW = View(NAME, key, take)


class Assessments(Protocol):
    """Port: the questions that assessments answer. Whether the case exists for them is asked of the case, before."""

    def some(self, whose: Visibility, assessment_ids: Collection[str]) -> Mapping[str, Document]:
        """Those of these assessments of their authority in which something was filled in, by id."""

    def versions(self, assessment_ids: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        """How far each has come; without those that there are not."""
