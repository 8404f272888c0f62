"""The supervisor as it is, over processes that are nothing but processes. An argument: a program that fails."""

from __future__ import annotations

import os
import sys

from operations.health import StaysAlive
from operations.process_list import ProcessKind
from operations.run_settings import RunSettings
from operations.supervisor import run
from tests.integration.operations.stand_ins import ENDS, PLATFORM, python

FAILING = (ProcessKind("failing", python(ENDS), StaysAlive(20.0), ("page",)),) if "failing" in sys.argv else ()

if __name__ == "__main__":
    sys.exit(run(RunSettings.from_environment(os.environ), (*PLATFORM, *FAILING)))
