"""Who said that somebody else acts for them, and for how long: one document a stream of such words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from gateway.read_models.folding import (
    Document,
    View,
    happenings,
    instant,
)
from shared_kernel.commits import Commit

NAME = "absences"
SOURCE = "escalation"
STREAMS = "absences-"
EVENT = "AbsenceDelegated"
ENDED = "AbsenceEnded"


def key(source: str, commit: Commit) -> str | None:
    """The stream, if it is one that tells of absences."""
    return commit.stream if source == SOURCE and commit.stream.startswith(STREAMS) else None


def take(told: Document, source: str, commit: Commit) -> Document:
    """The absences of the stream after this commit."""
    absences = [*told.get("absences", ())]
    for event in happenings(source, commit):
        if event.name == EVENT:
            absences.append(_absence(event.data))
        elif event.name == ENDED:
            absences = [_until(each, event.data) for each in absences]
    return {**told, "absences": absences}


def _until(absence: dict[str, Any], ended: Mapping[str, Any]) -> dict[str, Any]:
    """The absence, no longer than until it really ended."""
    starts, ends = (instant(ended[name]) or "" for name in ("starts", "ends"))
    is_it = (absence["person"], absence["starts"]) == (ended["person"], starts) and absence["ends"] > ends
    return {**absence, "ends": ends} if is_it else absence


def _absence(data: Mapping[str, Any]) -> dict[str, Any]:
    times = {name: instant(data[name]) for name in ("starts", "ends")}
    return {"person": data["person"], "delegate": data["delegate"], **times}


VIEW = View(NAME, key, take)


class Absences(Protocol):
    """Port: the question that absences answer."""

    def all(self) -> tuple[Document, ...]:
        """Every document of the view."""
