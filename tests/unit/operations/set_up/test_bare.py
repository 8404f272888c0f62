"""Set-up is what installs the packages, so it has none of them yet."""

from __future__ import annotations

import subprocess
import sys

from operations.run_settings import PROJECT


def test_set_up_is_imported_with_nothing_but_python_itself() -> None:
    bare = f"import sys; sys.path.insert(0, {str(PROJECT)!r}); import operations.set_up.__main__"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", bare], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
