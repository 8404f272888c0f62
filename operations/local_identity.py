"""Bearer tokens for a demonstration: one for each invented person of the example directories, made anew for each run folder.

The gateway gets only their hashes. Nothing of this is for a deployment that holds real cases.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

import yaml

TOKENS = "tokens.yaml"
PLAIN = "demo-tokens.json"


def prepare(folder: Path, directories: Path) -> None:
    """Makes a token for everybody in the directories who has none yet."""
    folder.mkdir(parents=True, exist_ok=True)
    people = _people(directories)
    held = read(folder)
    if held.keys() == people.keys() and (folder / TOKENS).exists():
        return
    tokens = {person: held.get(person) or secrets.token_urlsafe(24) for person in people}
    hashed = [
        {"sha256": hashlib.sha256(token.encode()).hexdigest(), "person": person, "authority": people[person]}
        for person, token in tokens.items()
    ]
    _write(folder / PLAIN, json.dumps(tokens, indent=1))
    _write(folder / TOKENS, yaml.safe_dump(hashed))


def read(folder: Path) -> Mapping[str, str]:
    """The tokens by person; empty before they were made."""
    try:
        tokens: dict[str, str] = json.loads((folder / PLAIN).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return tokens


def _people(directories: Path) -> dict[str, str]:
    files = [yaml.safe_load(file.read_text("utf-8")) for file in sorted(directories.glob("*.yaml"))]
    return {person["id"]: file["authority"] for file in files for person in file["people"]}


def _write(path: Path, text: str) -> None:
    draft = path.with_suffix(".draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)
