"""Whoever installs the project gets every package of it, and every package stands under the import rules."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
NOT_OURS_TO_RUN = {"benchmarks", "client", "fuzz", "plugins", "tests"}
"""Beside the platform: `client` and `plugins` are distributions of their own, the others are for whoever works on it."""
PACKAGES = sorted(
    {path.parent.name for path in ROOT.glob("*/__init__.py") if not path.parent.name.startswith(".")} - NOT_OURS_TO_RUN
)


def test_every_package_is_in_the_distribution() -> None:
    included = PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]
    assert [each for each in PACKAGES if not any(fnmatch(each, pattern) for pattern in included)] == []


def test_every_package_is_under_the_import_rules() -> None:
    assert sorted(set(PACKAGES) - set(PROJECT["tool"]["importlinter"]["root_packages"])) == []
