"""Every event that the platform reads, and how what was written in an older version is brought up to the next.

A version that was released never changes: `released_events.jsonl` says what each is, and what is written lies for ever. What
differs is a new class with the next version, which takes the older one's place in its module's EVENTS, and an upcast here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from contracts.by_service import contracts_of

Data = Mapping[str, Any]
LIST = Path(__file__).with_name("released_events.jsonl")
"""A line for each version ever released: its event, its shape as a hash, and an example. Lines are added, never changed."""
EVENTS: Mapping[tuple[str, int], type] = {(name, version): each for _, name, version, each in contracts_of("events")}
UPCASTS: Mapping[tuple[str, int], Callable[[Data], Data]] = {
    ("ContactsProposed", 1): lambda data: {**data, "contacts": {**data["contacts"], "key": None}},
    ("ContactsConfirmed", 1): lambda data: {**data, "contacts": {**data["contacts"], "key": None}},
    ("CopyDestroyed", 1): lambda data: {**data, "people": []},
}
"""By an event's name and version: its data as the next version has them. Pure, and without knowledge of anything else."""
NEWEST: Mapping[str, int] = dict(sorted(EVENTS))
"""The version in which each event is written and understood today."""
