"""`python -m operations.set_up runtime|test`: make this folder ready to run, or say what is in the way."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from operations.problems import Problem
from operations.progress import Progress
from operations.set_up import broker_program, one_at_a_time, printing_libraries, python_environment, room

PROJECT = Path(__file__).resolve().parents[2]


def set_up(project: Path, packages: str, report: Progress) -> None:
    """Every step looks first whether it is done, so that a second run costs next to nothing."""
    with one_at_a_time.alone(project / ".run" / "set-up.lock", report):
        if not python_environment.is_finished(project, packages):
            room.check(project)
            python_environment.build(project, packages, report)
        broker_program.make_sure(project, os.environ, report)
        printing_libraries.make_sure(project, packages, report)


def main() -> int:
    packages = sys.argv[1] if len(sys.argv) > 1 else "runtime"
    try:
        set_up(PROJECT, packages, Progress(sys.stdout))
    except KeyboardInterrupt:
        print("Interrupted; the same command goes on from here.", file=sys.stderr)
        return 130
    except (Problem, OSError) as error:
        problem = error if isinstance(error, Problem) else room.named(error, PROJECT)
        if problem is None:
            raise
        print(problem.shown(), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
