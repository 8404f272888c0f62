"""Facts on what the law counts from: referrals, discussions, conferences, enquiries."""

from __future__ import annotations

from needfire.facts import FactDefinition as Fact

STATUTORY: tuple[Fact, ...] = ()
