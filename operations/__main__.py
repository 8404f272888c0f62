"""`python -m operations up|demo|status|down`: what the Makefile calls."""

from __future__ import annotations

import os
import sys

from operations.demo import demo
from operations.down import down
from operations.problems import Problem
from operations.progress import Progress
from operations.run_settings import PROJECT, RunSettings
from operations.set_up import room
from operations.status import shown
from operations.up import up


def run_up(settings: RunSettings) -> int:
    up(settings, sys.stdout)
    return 0


def run_demo(settings: RunSettings) -> int:
    return demo(settings, sys.stdout)


def run_status(settings: RunSettings) -> int:
    print("\n".join(shown(settings.run_folder)))
    return 0


def run_down(settings: RunSettings) -> int:
    if not down(settings.run_folder, Progress(sys.stdout)):
        print("nothing was running")
    return 0


COMMANDS = {"up": run_up, "demo": run_demo, "status": run_status, "down": run_down}


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print(f"usage: python -m operations {'|'.join(COMMANDS)}", file=sys.stderr)
        return 2
    folder = PROJECT / ".run"
    try:
        settings = RunSettings.from_environment(os.environ)
        folder = settings.run_folder
        return COMMANDS[arguments[0]](settings)
    except KeyboardInterrupt:
        print("\nInterrupted. What was started goes on: make status shows it, make stop ends it.", file=sys.stderr)
        return 130
    except (Problem, OSError) as error:
        problem = error if isinstance(error, Problem) else room.named(error, folder)
        if problem is None:
            raise
        print(problem.shown(), file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
