"""What a plugin tells of its authority, and what it may suggest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from needfire.loading.carrying import CarriesUnfit, carried_on
from needfire.procedure import Edition
from needfire.procedure_reading import EditionUnreadable, read_edition

CODE = re.compile(r"[a-z][a-z0-9-]{1,39}")


@dataclass(frozen=True)
class AuthorityDescription:
    """A council: `code` is its short name everywhere (lower-case letters, digits, hyphens), `name` its full name."""

    code: str
    name: str
    nation: str = "England"


@dataclass(frozen=True)
class Suggestion:
    """A category that fits the facts, by the id of its rule; `facts_used` by name; `arithmetic` says how it counted.

    `rests_on` are further rules that it was found by: those of definitions and of other categories.
    """

    rule: str
    facts_used: tuple[str, ...] = ()
    arithmetic: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()


def editions_of(package: str) -> Sequence[Edition]:
    """The editions that lie as YAML files in the package's folder `editions`, by file name; none without the folder.

    Instruments that they name lie in the folder `instruments`. Raises EditionUnreadable.
    """
    instruments = _texts(package, "instruments")
    read = {file: read_edition(text, file, instruments) for file, text in _texts(package, "editions").items()}
    try:
        return carried_on(read.values())
    except CarriesUnfit as problem:
        raise EditionUnreadable(
            ", ".join(file for file, each in read.items() if each.carries), (str(problem),)
        ) from None


def _texts(package: str, folder: str) -> Mapping[str, str]:
    """The YAML files of a folder of the package by name, in order; none without the folder."""
    found = resources.files(package) / folder
    if not found.is_dir():
        return {}
    files = sorted((each for each in found.iterdir() if each.name.endswith(".yaml")), key=lambda file: file.name)
    return {file.name: file.read_text("utf-8") for file in files}
