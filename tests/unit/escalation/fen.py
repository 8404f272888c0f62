"""Cases under Fenshire's small procedure, with the sections that a test states for itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tests.unit.casework.authorities import fenshire
from tests.unit.casework.case import NOON, Case, raise_it

# A route of one step, for tests of what happens around it.
ONE_STEP = """
routes:
- id: one_step
  title: One step
  rules: [FEN-1]
  steps:
  - id: check
    title: Check it
    role: manager
    rules: [FEN-1]
    outcomes: [{id: pass, title: Passed}]
"""


def raised(
    stated: str = "",
    facts: Mapping[str, Any] | None = None,
    *categories: str,
    by: str = "worker",
    now: datetime = NOON,
    directory: str = "",
    **others: Any,
) -> Case:
    """A notification that was raised under Fenshire's procedure with these sections stated otherwise."""
    case = Case(fenshire(stated, directory), now)
    return case.given(raise_it(facts or {}, *(categories or ("FEN-X",)), **others), by=by)


def at_sort(stated: str = "") -> Case:
    """A case whose task lies in the duty desk's group tray."""
    case = raised(stated)
    return case.given(case.decide("check", "pass"), by="manager")


def at_sign(stated: str = "") -> Case:
    """A case that waits for the head's signature."""
    case = at_sort(stated)
    case.given(case.claim("sort"), by="desk-1")
    return case.given(case.decide("sort", "sorted"), by="desk-1")
