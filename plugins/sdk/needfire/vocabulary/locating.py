"""Facts on attempts to find a child, and what is known of an absence."""

from __future__ import annotations

from needfire.facts import FactDefinition as Fact

LOCATING: tuple[Fact, ...] = ()
