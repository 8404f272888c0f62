"""The mark of a finished environment: written last, so that an interrupted set-up never looks finished."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

FILE = "set-up-finished"
LEVELS = ("runtime", "test")
"""What is installed for the first is part of what is installed for the second."""


def inputs(project: Path, packages: str) -> list[Path]:
    """The files that decide what the environment holds."""
    lock = [project / "requirements" / f"{packages}.txt"]
    return lock + distributions(project)


def distributions(project: Path) -> list[Path]:
    """The pyproject files of our own distributions, the SDK before the plugins that need it."""
    plugins = sorted(project.glob("plugins/*/pyproject.toml"), key=lambda p: (p.parent.name != "sdk", p))
    return [p for p in (project / "pyproject.toml", *plugins, project / "client" / "pyproject.toml") if p.is_file()]


def digest(project: Path, packages: str) -> str:
    """Changes with each input, and with the folder (an environment cannot be moved)."""
    found = hashlib.sha256(str(project).encode())
    for path in inputs(project, packages):
        found.update(f"\0{path.relative_to(project)}\0".encode() + path.read_bytes())
    return found.hexdigest()


def read(environment: Path) -> dict[str, str]:
    """Level to digest; empty when the environment is absent or was left half done."""
    try:
        found = json.loads((environment / FILE).read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def holds(environment: Path, project: Path, packages: str) -> bool:
    """Whether the environment has at least these packages. One made for tests will do for running."""
    found = read(environment)
    enough = LEVELS[LEVELS.index(packages) :]
    return any(level in found and found[level] == digest(project, level) for level in enough)


def write(environment: Path, project: Path, packages: str) -> None:
    beside = environment / f"{FILE}.new"
    beside.write_text(json.dumps({packages: digest(project, packages)}))
    beside.replace(environment / FILE)


def remove(environment: Path) -> None:
    (environment / FILE).unlink(missing_ok=True)
