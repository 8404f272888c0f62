"""What WeasyPrint prints with: Pango and HarfBuzz, Debian's packages. Only tests insist on them; the tool says so where they lack."""

from __future__ import annotations

import ctypes
import subprocess
from pathlib import Path

from operations.progress import Report

INSTALLER = "operations/install-debian-packages.sh"
PACKAGES = ("libpangoft2-1.0-0", "libharfbuzz-subset0")
LIBRARIES = ("libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")


def make_sure(project: Path, packages: str, report: Report) -> None:
    """Installs them for tests, where they are missing. Ends the process where that fails: the installer has said why."""
    if packages != "test" or are_installed():
        return
    report("the libraries that print a procedure as PDF are missing")
    done = subprocess.run(["sh", INSTALLER, *PACKAGES], cwd=project, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise SystemExit(done.returncode)
    report("the libraries that print are installed")


def are_installed() -> bool:
    """Whether this machine's loader finds them."""
    try:
        for library in LIBRARIES:
            ctypes.CDLL(library)
    except OSError:
        return False
    return True
