"""Takes each rule of `access/` away, one at a time, and says which of them neither the access matrix nor `directly.py` notices.

`python -m tests.mutation.access_rules` (some minutes): a rule that is taken away lets everybody do it, or nobody.
Returns 0 when every one is noticed.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from access import deeds, judging, outside, restricting, seeing, visibility
from contracts.refusals import Refusal
from tests.unit.access.directly import wrong
from tests.unit.access.expected import expected
from tests.unit.access.matrix import STATES, actual

Place = tuple[str, Any, Any, Any]
"""What is changed, where it is kept, under which name, and what stands there instead."""
FOR_ALL: frozenset[str] = frozenset({"anyone", "suggest"})
"""Deeds that nobody judges: public operations, and what shows nothing of anybody."""


def mutants() -> Iterator[Place]:
    """Every rule of a deed, every way to see a case, every restriction, every look into a store."""
    for deed in sorted(judging.RULES.keys() - FOR_ALL):
        if judging.RULES[deed] is not judging.RULES["list"]:
            yield f"{deed}: everybody may", judging.RULES, deed, lambda _reader, _thing: None
        if deed not in outside.FOR_AGENCIES:  # of the authority's people nobody may anyway
            yield f"{deed}: nobody may", judging.RULES, deed, lambda _reader, _thing: Refusal("not_permitted")
    for purpose in ("casework", "emergency", "oversight"):
        yield f"{purpose}: everybody sees", seeing._SEEING, purpose, lambda _reader, _case: True
        yield f"{purpose}: nobody sees", seeing._SEEING, purpose, lambda _reader, _case: False
    for purpose in ("emergency", "oversight"):
        yield f"{purpose}: for all deeds", deeds.DEEDS_FOR, purpose, frozenset(deeds.DEEDS)
    yield "an agency has a part in everything", seeing, "_has_part", lambda _reader, _case: True
    yield "an agency has a part in nothing", seeing, "_has_part", lambda _reader, _case: False
    yield "shared with nobody", seeing, "was_shared_with", lambda _reader, _case: False
    yield "no role of the procedure has to do with it", seeing, "roles_named", lambda _edition: frozenset()
    yield "no restriction binds", restricting, "_binds", lambda *_: False
    yield "every restriction binds", restricting, "_binds", lambda *_: True
    yield "nobody whom it was shared with is bound", restricting, "was_shared_with", lambda _reader, _case: False
    yield "own work may be approved", judging.RULES, "decide_task", judging.RULES["work_task"]
    yield "who proposed it confirms it", judging.RULES, "confirm_not_required", judging._may_confirm
    yield "a deputy may do the duty at any time", judging.RULES, "complete_duty", judging._lead_or_deputy
    yield "a store covers nothing", visibility.Visibility, "covers", lambda *_: False


@contextmanager
def changed(where: Any, name: Any, instead: Any) -> Iterator[None]:
    """It stands there for a while."""
    kept = where[name] if isinstance(where, dict) else getattr(where, name)
    put: Callable[[Any], None] = (
        (lambda value: where.__setitem__(name, value))
        if isinstance(where, dict)
        else (lambda v: setattr(where, name, v))
    )
    put(instead)
    try:
        yield
    finally:
        put(kept)


def is_noticed() -> bool:
    """Whether an answer differs, a cell differs, or the case cannot even be played."""
    if wrong():
        return True
    for state, placed in STATES[1::2]:
        try:
            with tempfile.TemporaryDirectory() as folder:
                if actual(Path(folder), state, placed) != expected(state, placed):
                    return True
        except (AssertionError, KeyError, ValueError):
            return True
    return False


def main() -> int:
    """How many nobody noticed."""
    unnoticed, every = [], list(mutants())
    for what, where, name, instead in every:
        with changed(where, name, instead):
            noticed = is_noticed()
        print("noticed  " if noticed else "UNNOTICED", what, flush=True)
        unnoticed += [] if noticed else [what]
    print(f"{len(every)} rules taken away, {len(unnoticed)} unnoticed")
    return len(unnoticed)


if __name__ == "__main__":
    sys.exit(main())
