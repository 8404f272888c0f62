"""Facts on what single authorities ask besides."""

from __future__ import annotations

from needfire.facts import FactDefinition as Fact

LOCAL: tuple[Fact, ...] = ()
