"""Remarks: what a check of an edition has to say, each with the part, the rules and the mend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
Place = tuple[str, ...]
"""Where a part stands in an edition's YAML: ("clocks", "alert_to_unit"); a list's entry is named by its id, rule or kind."""


@dataclass(frozen=True)
class Remark:
    """One thing that a check found. `code` is stable; `sentence` says what is wrong, `mend` what to do about it.

    An error means that a case may come to a dead end or be decided wrongly; a warning, that the source or the edition leaves something open.
    """

    severity: Severity
    code: str
    place: Place
    rules: tuple[str, ...]
    sentence: str
    mend: str


def error(code: str, place: Place, rules: tuple[str, ...], sentence: str, mend: str) -> Remark:
    """A remark that something must be mended."""
    return Remark("error", code, place, rules, sentence, mend)


def warning(code: str, place: Place, rules: tuple[str, ...], sentence: str, mend: str) -> Remark:
    """A remark that something should be looked at."""
    return Remark("warning", code, place, rules, sentence, mend)
