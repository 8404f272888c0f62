from __future__ import annotations

import re
from pathlib import Path

import pytest

from operations.problems import CODES, Problem

OPERATIONS = Path(__file__).parents[3] / "operations"
SCRIPTS = sorted(OPERATIONS.glob("*.sh"))


def test_a_problem_is_shown_with_its_code_and_its_remedy() -> None:
    problem = Problem("disk-full", "The disk is full.", "free 1 GB")

    assert problem.shown() == "STOPPED (disk-full): The disk is full.\nRemedy: free 1 GB"


def test_a_code_that_nobody_has_written_down_is_refused() -> None:
    with pytest.raises(LookupError):
        Problem("bad-luck", "It does not work.", "try again")


def test_the_shell_scripts_use_the_same_codes() -> None:
    said = "\n".join(path.read_text() for path in SCRIPTS)
    codes = set(re.findall(r"(?:STOPPED \(|\bstopped )([a-z]+(?:-[a-z]+)+)", said))

    assert codes >= {
        "python-missing",
        "needs-root",
        "not-debian",
        "package-failed",
        "disk-full",
        "no-network",
    }
    assert codes <= set(CODES)


def test_every_code_is_used() -> None:
    sources = [p for p in OPERATIONS.rglob("*") if p.suffix in (".py", ".sh") and p.name != "problems.py"]
    words = "\n".join(path.read_text() for path in sources)

    assert [code for code in CODES if not re.search(rf'[" (]{code}[" )]', words)] == []
