"""Small pieces of what the gateway answers, said in words: people, roles, rules, facts, decisions, opened particulars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.gateway import Particulars
from needfire.procedure import Status


@dataclass(frozen=True)
class Person:
    """Somebody of the authority, by id; the name is as its directory has it."""

    id: str
    name: str


@dataclass(frozen=True)
class Role:
    """A role of the edition: its id, and its title in the authority's own words."""

    id: str
    title: str


@dataclass(frozen=True)
class RuleText:
    """A rule in plain words and its place in the source. `status` other than text has an `other_reading`, or is a gap."""

    id: str
    says: str
    document: str
    section: str
    status: Status
    other_reading: str | None


@dataclass(frozen=True)
class FactInWords:
    """A fact as a person reads it."""

    fact: str
    question: str
    value: str


@dataclass(frozen=True)
class DecisionTold:
    """An answer that was given or recorded, with everything that made it."""

    question: str
    answer: str
    rules: tuple[RuleText, ...]
    edition: str
    facts: tuple[FactInWords, ...]
    arithmetic: tuple[str, ...]
    decided_at: datetime


@dataclass(frozen=True)
class Opened:
    """Particulars as this reader may see them. `hidden` names those that a restriction keeps from them; `erased`: the key
    is gone, so that nobody can read them again, and `erased_on` says on which day two people had it deleted."""

    particulars: Particulars
    hidden: tuple[str, ...] = ()
    erased: bool = False
    erased_on: date | None = None
