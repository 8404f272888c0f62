"""Codes are stable: who depends on one finds it unchanged."""

from __future__ import annotations

import pytest

from shared_kernel import commands, commits, errors, failpoints, production, relay, settings, stores, time
from shared_kernel.errors import CodedError, code_of
from shared_kernel.outbound import calls

MODULES = (calls, commands, commits, errors, failpoints, production, relay, settings, stores, time)
CODES = {
    "broken_chain",
    "command_id_reused",
    "command_repeated",
    "driver_imported_early",
    "malformed_commit",
    "not_an_instant",
    "not_json",
    "outbound_failed",
    "outbound_refused",
    "position_taken",
    "publish_failed",
    "setting_invalid",
    "store_not_durable",
    "store_of_another_kind",
    "not_as_seen",
    "store_unavailable",
    "unknown_failpoint",
    "unsafe_for_production",
    "version_conflict",
}


def test_every_error_of_these_modules_has_a_stable_code_of_its_own() -> None:
    named = {module.__name__ for module in MODULES}
    codes = [each.code for each in all_below(CodedError) if each.__module__ in named]
    assert sorted(codes) == sorted(CODES)


def all_below(kind: type[CodedError]) -> list[type[CodedError]]:
    below = kind.__subclasses__()
    return below + [each for child in below for each in all_below(child)]


class Odd(Exception):
    def __init__(self, code: object) -> None:
        super().__init__("Jane Doe")
        self.code = code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyError("Jane Doe"), "KeyError"),
        (SystemExit(3), "SystemExit"),
        (Odd("rule_missing"), "rule_missing"),
        (Odd("Jane Doe"), "Odd"),
        (Odd(404), "Odd"),
        (Odd(None), "Odd"),
    ],
)
def test_the_code_of_any_error_is_never_its_text(error: BaseException, code: str) -> None:
    assert code_of(error) == code
