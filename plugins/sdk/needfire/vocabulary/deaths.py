"""Facts on reviews of deaths and serious harm."""

from __future__ import annotations

from needfire.facts import FactDefinition as Fact

DEATHS: tuple[Fact, ...] = ()
