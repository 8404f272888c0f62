"""Errors with a stable code and a plain sentence.

CodedError
├── time.NotAnInstant              not_an_instant
├── production.UnsafeForProduction unsafe_for_production
├── settings.SettingInvalid        setting_invalid
├── StoreUnavailable               store_unavailable
├── stores.StoreNotDurable         store_not_durable
├── stores.DriverImportedEarly     driver_imported_early
├── commits.NotJson                not_json
├── commits.MalformedCommit        malformed_commit
├── commits.BrokenChain            broken_chain
├── commits.VersionConflict        version_conflict
├── commits.CommandRepeated        command_repeated
├── commits.PositionTaken          position_taken
├── commands.CommandIdReused       command_id_reused
├── outbound.calls.OutboundRefused outbound_refused
├── outbound.calls.OutboundFailed  outbound_failed
├── relay.PublishFailed            publish_failed
└── failpoints.UnknownFailpoint    unknown_failpoint
"""

from __future__ import annotations

import re
from typing import ClassVar

_CODE = re.compile(r"[a-z][a-z0-9_.-]{0,63}")


class CodedError(Exception):
    """Code and sentence may be logged and shown: neither ever holds a value that somebody typed."""

    code: ClassVar[str] = "error"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class StoreUnavailable(CodedError):
    """No answer, or an error, within the time-outs. A write may have happened: repeat it under its id."""

    code: ClassVar[str] = "store_unavailable"

    def __init__(self, sentence: str = "The store did not answer. Try again.") -> None:
        super().__init__(sentence)


def code_of(error: BaseException) -> str:
    """The error's stable code, else its class name; never its text, which may hold a person's data."""
    code = getattr(error, "code", None)
    if isinstance(code, str) and _CODE.fullmatch(code):
        return code
    return type(error).__name__
