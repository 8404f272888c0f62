"""Tells a concern: to the agency that raised it, and to the front door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from contracts.gateway_concerns import (
    AgencyConcern,
    AgencyNamed,
    Concern,
    ConcernDecided,
    ConcernLine,
    Feedback,
    FrontDoorLine,
)
from contracts.gateway_words import RuleText
from gateway.agencies.reading import FoundConcern
from gateway.read_models.folding import Document
from gateway.words.cases import versions
from gateway.words.decisions import decisions_told
from gateway.words.names import Names
from gateway.words.opening import Opener
from gateway.words.plain import facts_in_words
from needfire.concerns import OUTCOMES


def agency_concern(found: FoundConcern, opener: Opener, now: datetime) -> AgencyConcern:
    """The concern as its agency sees it."""
    return AgencyConcern(**_told(found, opener, now))


def front_door_concern(found: FoundConcern, opener: Opener, now: datetime) -> Concern:
    """The concern as the front door sees it."""
    told, names = found.document["intake"], found.names
    decided = told["decided"] or {}
    parts = (told, decided, told["feedback"] or {})
    return Concern(
        **_told(found, opener, now),
        agency=_agency(found),
        role=names.role(found.thing.role),
        facts_in_words=facts_in_words(told["facts"]),
        person=told["person"],
        decided_by=names.maybe_person(decided.get("by")),
        comment=opener.opened(decided.get("sealed")),
        notifications=tuple(told["notifications"]),
        reminded=len(found.document.get("escalation", {}).get("notices", {})),
        decisions=decisions_told((each for part in parts for each in part.get("decisions", ())), names),
    )


def agency_line(found: FoundConcern, now: datetime) -> ConcernLine:
    """The concern as a line of its agency's list."""
    return ConcernLine(**_line(found.document, now))


def front_door_line(found: FoundConcern, now: datetime) -> FrontDoorLine:
    """The concern as a line of the front door's list."""
    return FrontDoorLine(**_line(found.document, now), agency=_agency(found))


def _agency(found: FoundConcern) -> AgencyNamed:
    known = found.names.directory.agency_by_id.get(found.thing.agency)
    return AgencyNamed(known.id, known.name, known.kind) if known else AgencyNamed(found.thing.agency, "", "")


def _line(document: Document, now: datetime) -> dict[str, Any]:
    told = document["intake"]
    due = _moment(told["decide_by"])
    return {
        "concern_id": document["_id"],
        "reference": told["reference"],
        "raised_at": _moment(told["raised_at"]),
        "urgency": told["urgency"],
        "state": document["state"],
        "decide_by": due,
        "overdue": due is not None and due <= now and document["state"] == "waiting",
        "answered": told["feedback"] is not None,
    }


def _told(found: FoundConcern, opener: Opener, now: datetime) -> dict[str, Any]:
    told, line = found.document["intake"], _line(found.document, now)
    del line["answered"]
    return {
        **line,
        "versions": versions(found.document),
        "area": told["area"],
        "facts": told["facts"],
        "opened": opener.opened(told["sealed"]),
        "rules": _rules(told["decisions"], found.names),
        "decided": _decided(told["decided"], found.names),
        "feedback": _feedback(told["feedback"], opener, found.names),
    }


def _decided(decided: Mapping[str, Any] | None, names: Names) -> ConcernDecided | None:
    if decided is None:
        return None
    outcome = decided["outcome"]
    at = datetime.fromisoformat(decided["at"])
    return ConcernDecided(outcome, OUTCOMES[outcome], decided["reason"], at, _rules(decided["decisions"], names))


def _feedback(given: Mapping[str, Any] | None, opener: Opener, names: Names) -> Feedback | None:
    if given is None:
        return None
    at, received = datetime.fromisoformat(given["at"]), _moment(given["received_at"])
    return Feedback(opener.opened(given["sealed"]), at, received, _rules(given["decisions"], names))


def _rules(decisions: Iterable[Mapping[str, Any]], names: Names) -> tuple[RuleText, ...]:
    cited = dict.fromkeys((rule, each["edition"]) for each in decisions for rule in each["rules"])
    return tuple(names.rule(rule, edition) for rule, edition in cited)


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
