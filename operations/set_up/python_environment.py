"""`.venv`: exactly the packages of the lock, each checked by its hash, and our own distributions.

An environment that carries no stamp was left half done and is made anew; one whose lock has changed is
brought up to date in place. The installer is uv; where uv cannot be had, pip does the same more slowly.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from operations.problems import Problem
from operations.progress import Report
from operations.set_up import stamp, steps

FOLDER = ".venv"


def is_finished(project: Path, packages: str) -> bool:
    if packages not in stamp.LEVELS:
        raise Problem("bad-setting", f"There is no set of packages {packages!r}.", "name runtime or test")
    return stamp.holds(project / FOLDER, project, packages) and python_of(project).exists()


def build(project: Path, packages: str, report: Report) -> None:
    """Idempotent. Raises Problem."""
    log = project / ".run" / "set-up.log"
    create(project, log, report)
    packages = widest(project / FOLDER, packages)
    stamp.remove(project / FOLDER)
    report(f"installing the packages of requirements/{packages}.txt (details in .run/set-up.log)")
    synchronise(project, packages, log, report)
    report("installing this repository's own distributions")
    install_own(project, log)
    stamp.write(project / FOLDER, project, packages)
    report("the environment is ready")


def python_of(project: Path) -> Path:
    return project / FOLDER / "bin" / "python"


def widest(environment: Path, packages: str) -> str:
    """What a test run installed is not taken away by the next demo."""
    return max([packages, *stamp.read(environment)], key=stamp.LEVELS.index)


def create(project: Path, log: Path, report: Report) -> None:
    if stamp.read(project / FOLDER) and works(project, log):
        return
    shutil.rmtree(project / FOLDER, ignore_errors=True)
    report(f"creating .venv with Python {'.'.join(map(str, sys.version_info[:3]))}")
    base = getattr(sys, "_base_executable", sys.executable)
    steps.run([base, "-m", "venv", project / FOLDER], log, project)


def works(project: Path, log: Path) -> bool:
    """The Python that the environment was made with may have gone with an upgrade of the system."""
    try:
        steps.run([python_of(project), "-c", "import pip"], log, project)
    except (Problem, OSError):
        return False
    return True


def synchronise(project: Path, packages: str, log: Path, report: Report) -> None:
    lock = project / "requirements" / f"{packages}.txt"
    python = python_of(project)
    try:
        get_uv(project, log)
        how = ["--require-hashes", "--compile-bytecode"]  # else each of a dozen processes compiles at its first start
        steps.run([*_uv(project), "sync", *how, "--python", python, lock], log, project)
    except Problem as problem:
        if problem.code == "disk-full":
            raise
        report("uv did not work here; trying pip, which takes longer")
        steps.run([*_pip(project), "install", "--require-hashes", "-r", lock], log, project)


def get_uv(project: Path, log: Path) -> None:
    lock = project / "requirements" / "installer.txt"
    steps.run([*_pip(project), "install", "--quiet", "--require-hashes", "-r", lock], log, project)


def _uv(project: Path) -> list[str | Path]:
    return [python_of(project), "-m", "uv", "pip"]


def _pip(project: Path) -> list[str | Path]:
    return [python_of(project), "-m", "pip", "--disable-pip-version-check"]


def install_own(project: Path, log: Path) -> None:
    """Editable and offline: the build backend is in the lock. Entry points make each plugin findable."""
    names = [path.parent for path in stamp.distributions(project)]
    if not names:
        return
    options: list[str | Path] = ["--no-deps", "--no-build-isolation"]
    for name in names:
        options += ["-e", name]
    python = python_of(project)
    try:
        steps.run([*_uv(project), "install", "--offline", "--python", python, *options], log, project)
    except Problem as problem:
        if problem.code == "disk-full":
            raise
        steps.run([*_pip(project), "install", "--no-index", *options], log, project)
