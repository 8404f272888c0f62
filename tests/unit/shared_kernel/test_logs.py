"""What a line of a log holds, whoever writes it."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared_kernel.logs import CONFIG, Lines

PROJECT = Path(__file__).parents[3]
PERSONAL = "Jane Doe"


def line(name: str, text: Any, *arguments: Any, error: BaseException | None = None) -> dict[str, Any]:
    """The line of a record, read as JSON."""
    record = logging.LogRecord(name, logging.WARNING, __file__, 1, text, arguments, (type(error), error, None) if error else None)  # fmt: skip
    told = Lines().format(record)
    assert "\n" not in told
    found = json.loads(told)
    assert isinstance(found, dict)
    return found


def raised() -> ValueError:
    try:
        raise ValueError(PERSONAL)
    except ValueError as error:
        return error


def test_ours_says_what_we_wrote() -> None:
    found = line("shared_kernel.loops", "loop %s failed: %s", "relay", "store_unavailable")
    assert found["says"] == "loop relay failed: store_unavailable"
    assert (found["level"], found["where"]) == ("warning", "shared_kernel.loops")
    assert found["at"].endswith("+00:00")


def test_an_error_is_its_class_and_its_place_without_its_text() -> None:
    found = line("uvicorn.error", "Exception in ASGI application\n", error=raised())
    assert found["error"] == "ValueError"
    assert found["place"].startswith("tests/unit/shared_kernel/test_logs.py:")
    assert PERSONAL not in str(found)


def test_an_error_from_a_library_is_placed_where_we_called_it() -> None:
    try:
        json.loads(PERSONAL)
    except ValueError as error:
        assert line("asyncio", "never retrieved", error=error)["place"].startswith("tests/")


@pytest.mark.parametrize(
    ("text", "arguments", "says"),
    [
        ("cannot decode %r", (PERSONAL,), "cannot decode %r"),
        ("cannot decode %(body)s", ({"body": PERSONAL},), "cannot decode %(body)s"),
        ("Started server process [%d]", (7,), "Started server process [7]"),
        (ValueError(PERSONAL), (), "ValueError"),
        ("100 %", (), "100 %"),
    ],
)
def test_of_a_librarys_line_only_its_own_words_and_numbers_are_kept(text: Any, arguments: Any, says: str) -> None:
    assert line("kombu.mixins", text, *arguments)["says"] == says


def test_every_process_logs_so() -> None:
    assert json.loads((PROJECT / "deployment/logging.json").read_text()) == CONFIG
    nameko = yaml.safe_load((PROJECT / "deployment/nameko.yaml").read_text())["LOGGING"]
    assert nameko == CONFIG
