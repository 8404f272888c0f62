"""What is the matter with a record that is not the one that should stand in its line."""

from __future__ import annotations

import json
from collections.abc import Sequence

from audit.exporting import BLOCK
from audit.findings import Wrong
from audit.lines import Lines
from audit.merkle import leaf_hash

OTHERS = (b'{"first":', b'{"head":')
"""How the lines begin that are not records."""


def wrong_record(lines: Lines, line: bytes | None, index: int, expected: Sequence[bytes], name: str) -> Wrong:
    """`line` was read where record `index` should stand; `expected` are the hashes from there to the block's end.

    Looks as far ahead as the block goes: a record that stands further down was moved, one that is in no line is missing.
    """
    here = leaf_hash(line) if line is not None else None
    after = [leaf_hash(each) for each in lines.peek(2 * BLOCK)]
    if line is None or (line.startswith(OTHERS) and expected[0] not in after):
        return lines.wrong("missing", "The record is missing.", index, name)
    if _is_gone(line):
        return lines.wrong("missing", "The record is not in its store any more.", index, name)
    if expected[0] in after:
        if here in expected[1:] or line.startswith(OTHERS):
            return lines.wrong("moved", "The record stands further down, another one in its place.", index, name)
        return lines.wrong("added", "This record does not belong here; the one that does comes after it.", index, name)
    if here in expected[1:]:
        return lines.wrong("missing", "The record is missing; the next one stands in its place.", index, name)
    return lines.wrong("changed", "The record is not the one that was signed.", index, name)


def _is_gone(line: bytes) -> bool:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(told, dict) and told.get("record", told) is None
