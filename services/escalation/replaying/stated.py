"""A case that is put to an edition, and what that edition and a directory have in place of what is stated of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from needfire.authority import Suggestion
from needfire.directory import Directory
from needfire.facts import Facts
from needfire.procedure import Edition


class Stated(Protocol):
    """What is known of a case at the moment it is raised: one that happened, or one that a file states.

    `facts` are as JSON, `known` the same as conditions read them; `categories` None: those that the facts meet. `raised_by` is a role.
    """

    @property
    def raised_at(self) -> datetime: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...
    @property
    def known(self) -> Facts: ...
    @property
    def raised_by(self) -> str | None: ...
    @property
    def area(self) -> str | None: ...
    @property
    def categories(self) -> tuple[str, ...] | None: ...


def area_of(case: Stated, directory: Directory) -> str:
    """The case's area, if the directory has it, else the directory's first."""
    return case.area if case.area in directory.areas else directory.areas[0]


def raising_role(case: Stated, edition: Edition) -> str | None:
    """The role that raises: the one that the case names, if the edition has it, else the first that may; None where nobody may."""
    act = edition.act("raise")
    if case.raised_by in edition.roles:
        return case.raised_by
    return act.roles[0] if act and act.roles else None


def chosen_categories(
    edition: Edition, suggested: tuple[Suggestion, ...], stated: tuple[str, ...] | None
) -> tuple[tuple[str, ...], bool]:
    """The categories that the case is raised under, and whether by judgement alone.

    Those stated that the edition has; else those that the facts meet; else the first that is left to judgement; else none.
    """
    known = {each.rule: each for each in edition.categories if each.belongs_to == "need_to_know"}
    if stated is not None and (kept := tuple(rule for rule in stated if rule in known)):
        return kept, False
    met = tuple(each.rule for each in suggested if each.rule in known)
    if met:
        return met, False
    judged = tuple(rule for rule, each in known.items() if each.is_judgement)[:1]
    return judged, True
