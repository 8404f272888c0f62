"""The list of released events: what each version is, so that none changes unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from contracts.by_service import contracts_of
from contracts.schema import write
from gateway.published.examples import example
from gateway.published.schemas import json_schema

_WORDS = ("$schema", "title", "description", "examples")


def shape_of(contract: type) -> str:
    """A hash of what its data must be; of no word that explains them."""
    shape = json.dumps(_without_words(json_schema(contract)), sort_keys=True)
    return hashlib.sha256(shape.encode()).hexdigest()


def listed(text: str) -> dict[tuple[str, int], dict[str, Any]]:
    """The lines, by event and version."""
    lines = map(json.loads, text.splitlines())
    return {(each["event"], each["version"]): each for each in lines}


def with_new(text: str) -> str:
    """The list with a line for each version that it has not; the others stay as they are."""
    return text + "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in _new(listed(text).keys()))


def _new(known: Any) -> Iterator[dict[str, Any]]:
    for service, name, version, contract in contracts_of("events"):
        if (name, version) not in known:
            told = {"event": name, "version": version, "service": service, "shape": shape_of(contract)}
            yield told | {"example": write(example(contract))}


def _without_words(part: Any, named: bool = False) -> Any:
    """`named`: the keys are names of fields, which may be any word."""
    if isinstance(part, dict):
        kept = part if named else {key: each for key, each in part.items() if key not in _WORDS}
        return {key: _without_words(each, key in ("properties", "$defs")) for key, each in kept.items()}
    return [_without_words(each) for each in part] if isinstance(part, list) else part
