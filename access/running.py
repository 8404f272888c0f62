"""Who runs the platform, and who may know which colleague holds which post."""

from __future__ import annotations

from access.readers import Reader
from access.things import Thing
from contracts.refusals import Refusal
from needfire.directory import WHOLE_AUTHORITY

PLATFORM = "platform"
"""A post that a directory may give beside those of the procedure: who sees to it that the platform keeps running. It has no part in
casework, and sees nothing of a case but ids."""


def runs_platform(reader: Reader) -> bool:
    """Whether they hold that post of the whole authority."""
    return reader.is_known and reader.holds(PLATFORM, WHOLE_AUTHORITY)


def of_platform(reader: Reader, _thing: Thing) -> Refusal | None:
    """For everybody else there is nothing."""
    return None if runs_platform(reader) else Refusal("not_found")


def of_colleagues(reader: Reader, _thing: Thing) -> Refusal | None:
    """Whoever holds any post of the authority."""
    return None if reader.holds_a_post else Refusal("not_found")
