"""Facts on practice, briefings, interviews and what was done about a case."""

from __future__ import annotations

from needfire.facts import FactDefinition as Fact

PRACTICE: tuple[Fact, ...] = ()
