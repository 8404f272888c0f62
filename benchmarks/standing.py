"""The broker and the store that an entry needs: its own, started in its folder and ended with it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from operations.platform import Platform
from operations.process_list import PROCESS_LIST
from operations.run_settings import RunSettings


@contextmanager
def standing(folder: Path, *names: str) -> Iterator[Platform]:
    """These processes of the platform, ready. Raises operations.problems.Problem where one does not start."""
    kinds = tuple(each for each in PROCESS_LIST if each.name in names)
    with Platform(RunSettings(folder, listen="127.0.0.1:0", private=True), kinds, _say) as platform:
        platform.start()
        yield platform


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
