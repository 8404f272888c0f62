"""One line a step, with the seconds since the beginning, so that a person sees what is being waited for."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

Report = Callable[[str], None]


class Progress:
    """Callable: `progress("creating .venv")` writes `[  3.1 s] creating .venv` and flushes."""

    def __init__(self, out: TextIO, began: float | None = None) -> None:
        self._out = out
        self._began = time.monotonic() if began is None else began

    def __call__(self, line: str) -> None:
        elapsed = time.monotonic() - self._began
        self._out.write(f"[{elapsed:6.1f} s] {line}\n")
        self._out.flush()


def silent(line: str) -> None:
    """A Report for those who do not want one."""
