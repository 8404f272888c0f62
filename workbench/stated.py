"""What a case's file states of who and where, as far as this edition and directory have it; else what they have in its place."""

from __future__ import annotations

from collections.abc import Iterator

from needfire.directory import Directory
from needfire.procedure import Edition
from services.escalation.replaying.stated import Stated
from services.escalation.replaying.stated import raising_role as role_that_raises
from workbench.cases import CaseFile
from workbench.problems import Problem


def raising_role(case: Stated, edition: Edition) -> str:
    """The role that raises. Raises Problem where nobody may."""
    role = role_that_raises(case, edition)
    if role is None:
        raise Problem(f"Under {edition.name} nobody may raise a notification.")
    return role


def left_aside(case: CaseFile, edition: Edition, directory: Directory | None) -> Iterator[str]:
    """What it states that is not there: it may be another council's case, or a mistake in writing."""
    known = {each.rule for each in edition.categories if each.belongs_to == "need_to_know"}
    yield from (f"category {rule}" for rule in case.categories or () if rule not in known)
    if case.raised_by is not None and case.raised_by not in edition.roles:
        yield f"role {case.raised_by}"
    if directory is not None and case.area is not None and case.area not in directory.areas:
        yield f"area {case.area}"
