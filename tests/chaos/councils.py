"""Invented councils, as many as are wanted: each an installed procedure under a code of its own, with one person a role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, islice
from random import Random
from typing import Any

from benchmarks.country import figures
from contracts import intake
from needfire.directory import Directory, Person, Post
from needfire.facts import from_json
from needfire.loading.authorities import Authority
from needfire.loading.deployment import Deployment
from needfire.outlined import words
from needfire.procedure import ActKind, Edition
from needfire.vocabulary import VOCABULARY
from services.escalation.replaying.stated import chosen_categories
from tests.unit.casework.authorities import real
from workbench.acting import SEALED

PROCEDURES = ("kent", "luton", "lincolnshire", "northumberland")
TODAY = datetime(2026, 1, 1, 12, tzinfo=UTC)
AREA = "everywhere"
HAPPENED: Mapping[str, Mapping[str, Any]] = {
    "missing": {
        "happened": ["missing"],
        "missing_since": -26.0,
        "legal_status": "care_order",
        "placed_by": "own_authority",
    },
    "enquiry": {"happened": ["charge"], "offence": "section_18", "charged_at": -5.0, "plan": "child_protection"},
    "serious": {"happened": ["death"], "abuse_or_neglect": "suspected", "harm_place": "own_area", "learned_at": -3.0},
}
"""Facts by what a case is about; a number is how many hours ago something was."""


@dataclass(frozen=True)
class Council:
    """One of them. Its people are called after it and their role."""

    code: str
    authority: Authority
    edition: Edition
    directory: Directory

    @staticmethod
    def deployment(which: Iterable[Council]) -> Deployment:
        """All of them on one host."""
        found = {each.code: each for each in which}
        authorities = {code: each.authority for code, each in found.items()}
        return Deployment(authorities, {code: each.directory for code, each in found.items()})

    def holder(self, role: str) -> str:
        """Who holds it."""
        return _person(self.code, role)

    def role_for(self, kind: ActKind) -> str:
        """The first that may."""
        act = self.edition.act(kind)
        assert act is not None and act.roles, f"{self.code}: nobody may {kind}"
        return act.roles[0]

    def raising(self, notification: str, random: Random, now: datetime) -> tuple[Any, str]:
        """The command that raises a case of its own, and who asks."""
        kind = random.choices(list(figures.KINDS), list(figures.KINDS.values()))[0]
        said = {name: _moment(each, now) for name, each in HAPPENED[kind].items()}
        facts = {"subject_kind": "child", "open_to_services": True, **said}
        suggested = self.authority.suggest(self.edition, from_json(VOCABULARY, facts), now, _CALENDAR)
        chosen, _ = chosen_categories(self.edition, suggested, None)
        person = f"person-{notification}"
        raised = intake.RaiseNotificationV1(notification, person, AREA, facts, chosen, sealed=SEALED)
        return raised, self.holder(self.role_for("raise"))

    def outcome(self, step: str, random: Random) -> tuple[str, Mapping[str, Any]] | None:
        """One of the ways to decide it, and what it wants recorded; None where it has none."""
        station = words.station(self.edition, step)
        if station is None or not station.outcomes:
            return None
        records = {each.name: next(iter(each.words)) if each.words else True for each in station.records}
        return random.choice(station.outcomes).id, records


def councils(number: int) -> list[Council]:
    """So many, the procedures in turn."""
    names = enumerate(islice(cycle(PROCEDURES), number))
    return [_council(f"council-{index:03d}", name) for index, name in names]


def _council(code: str, procedure: str) -> Council:
    found = real(procedure).authorities[procedure]
    now = found.edition_at(TODAY)
    assert now is not None, f"{procedure} has no edition in force"
    edition = replace(now, authority=code, in_force_from=date.min)
    described = replace(found.description, code=code, name=f"{code} (invented)")
    authority = replace(found, description=described, editions={edition.edition: edition})
    people = tuple(
        Person(_person(code, role), title, f"{role}@{code}.example") for role, title in edition.roles.items()
    )
    posts = tuple(Post(role, "*", (_person(code, role),)) for role in edition.roles)
    return Council(code, authority, edition, Directory(code, (AREA,), people, posts))


def _person(code: str, role: str) -> str:
    return f"{code}-{role.replace('_', '-')}"


def _moment(said: Any, now: datetime) -> Any:
    return (now + timedelta(hours=said)).isoformat() if isinstance(said, float) else said


_CALENDAR = real(PROCEDURES[0]).calendar
