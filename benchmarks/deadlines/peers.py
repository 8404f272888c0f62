"""The peers as sides: each is entered in its own format, and kept as durably as it can be."""

from __future__ import annotations

import pickle
import sqlite3
import time
from contextlib import closing

import sqlalchemy
from amqp.exceptions import NotFound
from apscheduler.triggers.date import DateTrigger
from celery import Celery
from dbos import DBOS, DBOSClient, EnqueueOptions

from benchmarks.deadlines.sides import Due, Side, instant
from benchmarks.deadlines.workflows_peer import APPLICATION, QUEUE, WORKFLOW
from shared_kernel.messaging.connections import connect

TASK = "fire"
"""As its worker calls it."""


class APScheduler(Side):
    """Its job store on SQLite, with synchronous=FULL as it comes; rows as its own `add_job` writes them."""

    name = "apscheduler"
    arguments = ("benchmarks.deadlines.scheduler_peer",)

    def enter(self, due: Due) -> None:
        rows = [(name, at, sqlite3.Binary(pickle.dumps(_job(name, at)))) for name, at in due.items()]
        with closing(sqlite3.connect(self._file, timeout=30)) as connection, connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS apscheduler_jobs"
                " (id VARCHAR(191) NOT NULL, next_run_time FLOAT, job_state BLOB NOT NULL, PRIMARY KEY (id))"
            )
            connection.execute(
                "CREATE INDEX IF NOT EXISTS ix_apscheduler_jobs_next_run_time ON apscheduler_jobs (next_run_time)"
            )
            connection.executemany("INSERT INTO apscheduler_jobs VALUES (?, ?, ?)", rows)


def _job(name: str, due: float) -> dict[str, object]:
    """Late rather than never: by itself it leaves out what is over a second late."""
    return {
        "version": 1, "id": name, "func": "benchmarks.deadlines.scheduler_peer:job", "trigger": DateTrigger(instant(due)),
        "executor": "default", "args": (name, due), "kwargs": {}, "name": "job", "misfire_grace_time": None,
        "coalesce": True, "max_instances": 1, "next_run_time": instant(due),
    }  # fmt: skip


class CeleryTasks(Side):
    """Persistent messages with an ETA in a durable queue. Its worker holds all of them in memory until they are due."""

    name = "celery with eta"
    arguments = ("benchmarks.deadlines.tasks_peer",)

    def enter(self, due: Due) -> None:
        app = Celery("deadlines", broker=self._settings.amqp_uri)
        app.conf.update(task_default_queue=self._prefix)
        with app.producer_pool.acquire(block=True) as producer:
            for name, at in due.items():
                app.send_task(TASK, (name, at), eta=instant(at), ignore_result=True, producer=producer)
        app.close()

    def taken(self) -> bool:
        with closing(connect(self._settings.amqp_uri)) as connection:
            try:
                declared = connection.channel().queue_declare(self._prefix, passive=True)
            except NotFound:
                return False
            return bool(declared.message_count == 0)


class Workflows(Side):
    """Delayed workflows in a queue of its SQLite database, with synchronous=FULL as it comes."""

    name = "dbos"
    arguments = ("benchmarks.deadlines.workflows_peer",)

    def enter(self, due: Due) -> None:
        url = self.environment["BENCH_SQLITE"]
        client = DBOSClient(system_database_url=url)
        engine = sqlalchemy.create_engine(url, connect_args={"timeout": 30})
        with engine.begin() as connection:
            for name, at in due.items():
                client.enqueue_in_transaction(connection, _options(name, at), name, at)
        engine.dispose()
        client.destroy()

    def fill(self, waiting: Due) -> None:
        """One by its own client, then copies of its row: none of them fires."""
        DBOS.migrate(self.environment["BENCH_SQLITE"])
        first, at = next(iter(waiting.items()))
        self.enter({first: at})
        with closing(sqlite3.connect(self._file, timeout=30)) as connection, connection:
            columns = [each[1] for each in connection.execute("PRAGMA table_info(workflow_status)")]
            taken = ", ".join("? || value" if each == "workflow_uuid" else each for each in columns)
            connection.execute(
                "WITH RECURSIVE numbers(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM numbers WHERE value < ?)"
                f" INSERT INTO workflow_status ({', '.join(columns)}) SELECT {taken} FROM workflow_status, numbers"
                " WHERE workflow_uuid = ?",
                (len(waiting) - 1, f"{first}-", first),
            )


def _options(name: str, due: float) -> EnqueueOptions:
    return {
        "queue_name": QUEUE, "workflow_name": WORKFLOW, "workflow_id": name, "app_version": "1",
        "application_name": APPLICATION, "delay_seconds": due - time.time(),
    }  # fmt: skip
