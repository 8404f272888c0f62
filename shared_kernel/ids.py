"""Identifiers that sort by when they were made."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime


def new_id(kind: str, now: datetime) -> str:
    """`<kind>-<uuid>`, the uuid laid out as version 7: 48 bits of milliseconds, then 74 random bits."""
    milliseconds = int(now.timestamp() * 1000) & ((1 << 48) - 1)
    value = milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return f"{kind}-{uuid.UUID(int=value)}"
