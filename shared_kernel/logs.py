"""What a process logs: one JSON object a line, with codes and ids, never a text that somebody wrote.

A line has `at`, `level`, `where` (the logger) and `says`; of an exception its class as `error` and where it came from as `place`, never
its own text, which may hold what was worked on. Of a library's line only the text that stands in its code is kept, and numbers.
"""

from __future__ import annotations

import json
import logging
import logging.config
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shared_kernel.time import instant_text

OURS = ("access", "audit", "auditor", "contracts", "custody", "documents", "gateway", "needfire", "operations", "services", "shared_kernel")  # fmt: skip
HOME = Path(__file__).resolve().parents[1]
CONFIG: Mapping[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "shared_kernel.logs.Lines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"level": "INFO", "handlers": ["console"]},
    # kombu logs the body of a message that it cannot decode; ours say by code and id what was wrong with it. weasyprint says each step.
    "loggers": {"kombu": {"level": "CRITICAL"}, "weasyprint": {"level": "WARNING"}},
}
"""Also in deployment/logging.json, for uvicorn, and in deployment/nameko.yaml."""


class Lines(logging.Formatter):
    """Makes a line of a record."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": instant_text(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname.lower(),
            "where": record.name,
            "says": _says(record),
        }
        error = record.exc_info[1] if record.exc_info else None
        return json.dumps(told | (_about(error) if error else {}), ensure_ascii=False)


def begin() -> None:
    """Has this process log so."""
    logging.config.dictConfig(dict(CONFIG))


def _says(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    given = record.args.values() if isinstance(record.args, Mapping) else record.args or ()
    if given and all(isinstance(each, int | float) for each in given):
        return record.getMessage()
    return record.msg if isinstance(record.msg, str) else type(record.msg).__name__


def _about(error: BaseException) -> dict[str, str]:
    frames = traceback.extract_tb(error.__traceback__)
    here = [
        each for each in frames if Path(each.filename).is_relative_to(HOME) and "site-packages" not in each.filename
    ]
    place = (here or frames)[-1:]
    where = [f"{_path(Path(each.filename))}:{each.lineno}" for each in place]
    return {"error": type(error).__name__, **({"place": where[0]} if where else {})}


def _path(file: Path) -> str:
    return str(file.relative_to(HOME)) if file.is_relative_to(HOME) else file.name
