"""`python -m operations.backup write|verify|restore FOLDER`, with the settings of the platform (MONGODB_URI …)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import pymongo

from operations.backup.contents import OWNERS
from operations.backup.restoring import restore
from operations.backup.verifying import verify
from operations.backup.writing import Databases, write
from operations.problems import Problem
from operations.progress import Progress
from operations.set_up import room
from shared_kernel.errors import CodedError, StoreUnavailable
from shared_kernel.settings import Settings
from shared_kernel.stores import connect, translated
from shared_kernel.time import NotAnInstant, instant_of

LONGEST_SECONDS = 86_400.0
"""Of one reading: the platform's own calls end after seconds, which a backup does not."""


def main(arguments: Sequence[str]) -> int:
    """0 when it was done; 1, with what is the matter and its remedy, when it was not."""
    asked = _asked(arguments)
    progress = Progress(sys.stdout)
    try:
        if asked.what == "verify":
            verify(asked.folder, progress)
        else:
            _with_store(asked, progress)
    except (Problem, OSError, CodedError) as error:
        problem = _problem(error, asked.folder)
        if problem is None:
            raise
        print(problem.shown(), file=sys.stderr)
        return 1
    progress("done")
    return 0


def _problem(error: Exception, folder: Path) -> Problem | None:
    match error:
        case Problem():
            return error
        case FileExistsError():
            return Problem("not-writable", f"{folder} is there already.", "Name one that does not exist yet.")
        case OSError():
            return room.named(error, folder)
        case StoreUnavailable():
            return Problem(
                "store-refused",
                error.sentence,
                "Look whether MONGODB_URI is right and its user may read every database.",
            )
        case CodedError():
            return Problem("bad-setting", error.sentence, "docs/running.md has every setting.")
    return None


def _with_store(asked: argparse.Namespace, progress: Progress) -> None:
    settings = Settings.from_environment()
    with connect(settings) as client, translated(), pymongo.timeout(LONGEST_SECONDS):
        databases: Databases = {owner: client[f"{settings.database_prefix}_{owner}"] for owner in OWNERS}
        if asked.what == "write":
            write(databases, asked.folder, settings.clock(), progress)
            verify(asked.folder, progress)
        else:
            restore(asked.folder, databases, progress, asked.until)


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m operations.backup", description=__doc__)
    what = parser.add_subparsers(dest="what", required=True)
    for name, told in (
        ("write", "copy the databases into FOLDER while the platform runs, and verify the copy"),
        ("verify", "whether FOLDER is what was written and holds together; needs no store and no key"),
        ("restore", "put FOLDER into an empty store; start the platform afterwards"),
    ):
        what.add_parser(name, help=told).add_argument("folder", type=Path)
    help_until = "as it stood then (2026-01-31T09:00:00.000000+00:00): to be looked at, never to go on with"
    what.choices["restore"].add_argument("--until", type=_instant, default=None, help=help_until)
    return parser.parse_args(arguments)


def _instant(text: str) -> object:
    try:
        return instant_of(text)
    except NotAnInstant as error:
        raise argparse.ArgumentTypeError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
