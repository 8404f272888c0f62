"""The authorities that cases are played under: Kent and Luton as they are, and Fenshire, made for these tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml

from needfire import hookimpl
from needfire.authority import AuthorityDescription
from needfire.directory.loading import load_directory
from needfire.loading.authorities import load_authorities, load_authority
from needfire.loading.deployment import Deployment
from needfire.procedure import Edition
from needfire.procedure_reading import read_edition

HERE = Path(__file__).parent
DIRECTORIES = HERE.parents[2] / "examples" / "directories"


@dataclass(frozen=True)
class Installed:
    """An entry point whose plugin lies at hand."""

    name: str
    plugin: Any

    def load(self) -> Any:
        return self.plugin


def plugin(code: str, *editions: Edition) -> Any:
    """A plugin that does what every plugin must, and no more."""

    @hookimpl
    def needfire_authority() -> AuthorityDescription:
        return AuthorityDescription(code, code.title())

    @hookimpl
    def needfire_editions() -> Sequence[Edition]:
        return editions

    return SimpleNamespace(needfire_authority=needfire_authority, needfire_editions=needfire_editions)


@cache
def real(code: str) -> Deployment:
    """An authority as its plugin, the baseline under it and the example directory state it."""
    plugins = [Installed(each, import_module(f"needfire_{each}")) for each in dict.fromkeys((code, "england"))]
    found = load_authorities(entry_points=plugins)
    assert code in found.loaded, found.stopped
    authority = found.loaded[code]
    file = DIRECTORIES / f"{code}.yaml"
    return Deployment({code: authority}, {code: load_directory(file.read_text("utf-8"), file.name)})


@cache
def fenshire(stated: str = "", directory: str = "") -> Deployment:
    """Fenshire with some sections of its edition, or of its directory, replaced by these."""
    authority = load_authority(Installed("fenshire", plugin("fenshire", fenshire_edition(stated))))
    text = _changed((HERE / "fenshire-directory.yaml").read_text("utf-8"), directory)
    return Deployment({"fenshire": authority}, {"fenshire": load_directory(text, "fenshire.yaml")})


@cache
def fenshire_edition(stated: str = "") -> Edition:
    """Fenshire's edition with some sections replaced. Raises EditionUnreadable."""
    return read_edition(_changed((HERE / "fenshire.yaml").read_text("utf-8"), stated), "fenshire.yaml")


def _changed(text: str, sections: str) -> str:
    changes: Mapping[str, Any] = yaml.safe_load(sections) or {}
    kept = {**yaml.safe_load(text), **changes}
    return yaml.safe_dump(kept, sort_keys=False) if changes else text
