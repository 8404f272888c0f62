"""What a case's file states of who and where, as far as this edition and directory have it; else what they have in its place."""

from __future__ import annotations

from collections.abc import Iterator

from needfire.directory import Directory
from needfire.procedure import Edition
from workbench.cases import CaseFile
from workbench.problems import Problem


def area_of(case: CaseFile, directory: Directory) -> str:
    """The case's area, if the directory has it, else the directory's first."""
    return case.area if case.area in directory.areas else directory.areas[0]


def raising_role(case: CaseFile, edition: Edition) -> str:
    """The role that raises: the one that the case names, if the edition has it, else the first that may."""
    act = edition.act("raise")
    if case.raised_by in edition.roles:
        return str(case.raised_by)
    if act is None or not act.roles:
        raise Problem(f"Under {edition.name} nobody may raise a notification.")
    return act.roles[0]


def left_aside(case: CaseFile, edition: Edition, directory: Directory | None) -> Iterator[str]:
    """What it states that is not there: it may be another council's case, or a mistake in writing."""
    known = {each.rule for each in edition.categories if each.belongs_to == "need_to_know"}
    yield from (f"category {rule}" for rule in case.categories or () if rule not in known)
    if case.raised_by is not None and case.raised_by not in edition.roles:
        yield f"role {case.raised_by}"
    if directory is not None and case.area is not None and case.area not in directory.areas:
        yield f"area {case.area}"
