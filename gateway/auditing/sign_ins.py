"""Entries of who signed in and out, and of tokens that agencies' machines were given."""

from __future__ import annotations

from typing import Literal

from audit.entries import Entry
from gateway.parts import Parts

Kind = Literal["sign_in", "sign_out", "token"]


async def signed(parts: Parts, actor: str, authority: str, kind: Kind, outcome: str) -> None:
    """Writes it before anything is answered. Raises StoreUnavailable: then nobody is signed in."""
    entry = Entry(at=parts.clock.now(), actor=actor, authority=authority, deed=kind, operation=kind, outcome=outcome)
    await parts.audit.record(entry)
