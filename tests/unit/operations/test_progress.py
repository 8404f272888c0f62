from __future__ import annotations

import io
import re

from operations.progress import Progress


def test_each_line_carries_the_seconds_since_the_beginning() -> None:
    out = io.StringIO()

    Progress(out)("creating .venv")

    assert re.fullmatch(r"\[ +\d+\.\d s\] creating \.venv\n", out.getvalue())
