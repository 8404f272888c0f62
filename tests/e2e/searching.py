"""Looks for a text in every file of a folder and every document of a store, in whatever spelling it may lie there."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymongo

from tests.e2e.house import House


def spellings(text: str) -> Iterator[bytes]:
    """As bytes of several encodings. One of those in base64 is in every longer text that holds the text."""
    plain = text.encode()
    yield plain
    yield from (text.encode(encoding) for encoding in ("utf-16-le", "utf-16-be", "utf-32-le"))
    yield plain.hex().encode()
    for before in range(3):
        encoded = base64.urlsafe_b64encode(b"\0" * before + plain)
        yield encoded[4 if before else 0 : 4 * ((before + len(plain)) // 3)]


def files_with(folder: Path, *texts: str) -> set[Path]:
    """The files in which one of the texts lies."""
    wanted = [spelling for text in texts for spelling in spellings(text)]
    return {path for path in folder.rglob("*") if path.is_file() and _holds(path, wanted)}


def _holds(path: Path, wanted: list[bytes]) -> bool:
    try:
        content = path.read_bytes()
    except FileNotFoundError:  # the broker and the store tidy up while we look
        return False
    return any(spelling in content for spelling in wanted)


def collections_with(house: House, *texts: str) -> set[str]:
    """The store's collections in which one of the texts lies, if its files are packed so that we could not see it."""
    wanted = [spelling for text in texts for spelling in spellings(text)]
    with pymongo.MongoClient[dict[str, Any]](house.settings.mongodb_uri) as client:
        return {
            collection.full_name
            for name in client.list_database_names()
            if name.startswith(house.settings.database_prefix)
            for collection in (client[name][each] for each in client[name].list_collection_names())
            for document in collection.find({})
            if any(spelling in _bytes(document) for spelling in wanted)
        }


def _bytes(document: Any) -> bytes:
    parts: list[bytes] = []

    def other(value: object) -> str:
        parts.append(value if isinstance(value, bytes) else str(value).encode())
        return ""

    return b"\n".join([json.dumps(document, default=other, ensure_ascii=False).encode(), *parts])
