"""The services run on green threads: the store's driver must work there as it does on plain ones."""

from __future__ import annotations

import os
import subprocess
import sys

GREEN = """
import eventlet
eventlet.monkey_patch()
import time
from shared_kernel import stores
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.settings import Settings
from tests.integration.store.test_commits_on_mongo import run

settings = Settings.from_environment()
store = MongoCommitStore(stores.database(stores.connect(settings), settings, "test"))
pool = eventlet.GreenPool(8)
made = list(pool.imap(lambda n: run(store, f"command-{n}", f"case-{n % 8}"), range(40)))
assert sorted(len(store.stream(f"case-{n}")) for n in range(8)) == [5] * 8
print(len(made))
"""

TOO_EARLY = """
import eventlet
from shared_kernel import stores
from shared_kernel.settings import Settings
eventlet.monkey_patch()
try:
    stores.connect(Settings.from_environment())
except stores.DriverImportedEarly as error:
    print(error.code)
"""


def in_a_process_of_its_own(script: str, mongodb_uri: str, prefix: str) -> str:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "MONGODB_URI": mongodb_uri,
        "NEEDFIRE_DATABASE_PREFIX": prefix,
    }
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def test_commands_run_on_green_threads(mongodb_uri: str) -> None:
    assert in_a_process_of_its_own(GREEN, mongodb_uri, f"green{os.getpid()}") == "40"


def test_patching_too_late_is_said_at_the_start(mongodb_uri: str) -> None:
    assert in_a_process_of_its_own(TOO_EARLY, mongodb_uri, "green") == "driver_imported_early"
