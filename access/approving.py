"""Nobody approves their own: whose work it is that a step or request would approve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from needfire.alerting import Alerting

RAISED = "raised"


def authors_of(approves: Iterable[str], raised_by: str, deciders: Mapping[str, str | None]) -> frozenset[str]:
    """The people who did what is to be approved. `deciders` says who decided each step or request last."""
    did = (raised_by if each == RAISED else deciders.get(each) for each in approves)
    return frozenset(person for person in did if person)


def writers_of(message: str, by: str, alerting: Alerting | None, step: str) -> frozenset[str]:
    """Who wrote the message of a national alert that waits, if this step or request says whether it passes."""
    written = alerting.message(message) if alerting else None
    return frozenset({by}) if written and step in written.checks else frozenset()
