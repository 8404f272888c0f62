"""What a request has shown so far, and to whom: begun by the rim, added to by whoever loads things.

It is found by the context, not handed from function to function: nothing can be loaded in a request without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from access import Purpose


@dataclass
class Trail:
    """`things` are ids, each once, in order. `actor` and `authority` stand as soon as it is known who asks.

    `is_committed`: a service has carried out what was asked: its commit says who and what, and it is not recorded twice.
    """

    actor: str | None = None
    authority: str = ""
    things: dict[str, None] = field(default_factory=dict)
    purpose: Purpose = "casework"
    is_committed: bool = False


_current: ContextVar[Trail] = ContextVar("trail")


@contextmanager
def trail_begun() -> Iterator[Trail]:
    """A new trail: what is loaded within is added to it."""
    trail = Trail()
    token = _current.set(trail)
    try:
        yield trail
    finally:
        _current.reset(token)


def asked_by(actor: str, authority: str) -> None:
    """It is known who asks. Raises LookupError where nobody began a trail."""
    trail = _current.get()
    trail.actor, trail.authority = actor, authority


def shown(*things: str, purpose: Purpose = "casework") -> None:
    """These things come into the answer. Raises LookupError where nobody began a trail: it would leave none."""
    trail = _current.get()
    trail.things.update(dict.fromkeys(things))
    if purpose != "casework":
        trail.purpose = purpose


def committed() -> None:
    """A service has carried it out. Raises LookupError where nobody began a trail."""
    _current.get().is_committed = True


def not_only_committed() -> None:
    """Beside what a service has carried out something is shown, which the record has to have as well."""
    _current.get().is_committed = False
