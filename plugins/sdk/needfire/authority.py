"""What a plugin tells of its authority, and what it may suggest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from needfire.procedure import Edition
from needfire.procedure_reading import read_edition

CODE = re.compile(r"[a-z][a-z0-9-]{1,39}")


@dataclass(frozen=True)
class AuthorityDescription:
    """A council: `code` is its short name everywhere (lower-case letters, digits, hyphens), `name` its full name."""

    code: str
    name: str
    nation: str = "England"


@dataclass(frozen=True)
class Suggestion:
    """A category that fits the facts, by the id of its rule; `facts_used` by name; `arithmetic` says how it counted."""

    rule: str
    facts_used: tuple[str, ...] = ()
    arithmetic: tuple[str, ...] = ()


def editions_of(package: str) -> Sequence[Edition]:
    """The editions that lie as YAML files in the package's folder `editions`, by file name; none without the folder.

    Raises EditionUnreadable.
    """
    folder = resources.files(package) / "editions"
    if not folder.is_dir():
        return []
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".yaml")), key=lambda file: file.name)
    return [read_edition(file.read_text("utf-8"), file.name) for file in files]
