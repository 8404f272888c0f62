"""Heads as files in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from audit.folders import write_head
from audit.heads import SignedHead
from gateway.auditing.outlets.port import HeadOutlet, OutletUnavailable


class FolderOutlet(HeadOutlet):
    """A folder, which may be another machine's: one file a head, never written over."""

    every = timedelta()

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hand_out(self, heads: Sequence[SignedHead]) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for head in heads:
                write_head(self._folder, head)
        except FileExistsError:
            raise OutletUnavailable("Another head than this one was handed out before under its number.") from None
        except OSError:
            raise OutletUnavailable from None
